import { visit, type JSONPath } from 'jsonc-parser'
import type { SecretKind } from '../../core/exchange.ts'
import { child } from '../../core/json-pointer.ts'
import { findCardNumbers, isCardNumber } from './card-number.ts'
import type { Edit, Span } from './edits.ts'
import type { Hit } from './hit.ts'
import { maskEscaped, maskNumber, maskText } from './mask.ts'
import type { Needles } from './needles.ts'
import { findAssignments } from './plain-text.ts'
import type { SecretNames } from './secret-names.ts'
import { isSecretValue } from './secret-value.ts'

/** What is to be replaced in a JSON text, which may be malformed or cut. */
export interface JsonFindings {
  readonly edits: readonly Edit[]
  readonly hits: readonly Hit[]
  /** Not a whole JSON text: what the reader made of it may be wrong. */
  readonly isMalformed: boolean
  /** Long numbers, which were judged as what they are. */
  readonly numbers: readonly Span[]
}

interface Literal {
  readonly value: string
  readonly isString: boolean
  /** Of what stands between the quotes, or of the number. */
  readonly start: number
  readonly raw: string
  readonly pointer: () => string
}

/** An object or array on the way down, and what its owner's name said. */
interface Frame {
  readonly isArray: boolean
  readonly ownerName: string
  readonly ownerKind: SecretKind | undefined
  property: string
  /** What `type`, `name` or the `path` of a patch says about `value`. */
  labelKind: SecretKind | undefined
  value: Literal | undefined
}

/** Finds secrets by member name, by form and by value. Members `type` and `value` of one object are read together. */
export function findInJson(text: string, names: SecretNames, needles: Needles): JsonFindings {
  const edits: Edit[] = []
  const hits: Hit[] = []
  const numbers: Span[] = []
  const frames: Frame[] = []
  let isMalformed = false
  const mightAssign = text.includes('\\') || text.includes('=')

  const open = (isArray: boolean): void => {
    const owner = frames.at(-1)
    const ownerName = owner === undefined ? '' : owner.isArray ? owner.ownerName : owner.property
    const ownerKind = owner?.isArray === true ? owner.ownerKind : ownerName === '' ? undefined : names.field(ownerName)
    frames.push({ isArray, ownerName, ownerKind, property: '', labelKind: undefined, value: undefined })
  }
  const close = (): void => {
    const frame = frames.pop()
    if (frame?.labelKind !== undefined && frame.value !== undefined) takeWhole(frame.value, frame.labelKind, '')
  }
  const takeWhole = (literal: Literal, kind: SecretKind, name: string): boolean => {
    if (!isSecretValue(literal.value, kind, name)) return false
    const { start, raw, value, pointer, isString } = literal
    edits.push({ start, end: start + raw.length, mask: isString ? maskEscaped : maskNumber })
    hits.push({ kind, pointer: pointer(), value })
    return true
  }
  const takeParts = (literal: Literal, name: string): void => {
    const { start, raw, value, pointer, isString } = literal
    if (!isString) {
      const known = needles.findIn(value)[0]
      const isGuess = known === undefined && !MONEY.test(name) && isCardNumber(value)
      const kind = isGuess ? 'card-number' : known?.kind
      if (kind === undefined) return
      edits.push({ start, end: start + raw.length, mask: maskNumber })
      hits.push({ kind, pointer: pointer(), value: known?.value ?? value, ...(isGuess && { isGuess }) })
      return
    }
    const cards = value.length < 13 ? [] : findCardNumbers(value)
    const isPlain = raw.length === value.length
    for (const card of cards) {
      const from = start + (isPlain ? card.start : 0)
      edits.push({
        start: from,
        end: isPlain ? start + card.end : start + raw.length,
        mask: isPlain ? maskText : maskEscaped,
      })
      hits.push({ kind: 'card-number', pointer: pointer(), value: value.slice(card.start, card.end), isGuess: true })
    }
    for (const known of needles.findIn(raw)) {
      edits.push({ start: start + known.start, end: start + known.end, mask: maskEscaped })
      hits.push({ kind: known.kind, pointer: pointer(), value: known.value })
    }
    if (!mightAssign || value.length < 8 || !names.scan(raw).hasName) return
    for (const found of findAssignments(raw, names)) {
      edits.push({ start: start + found.start, end: start + found.end, mask: found.mask })
      hits.push({ kind: found.kind, pointer: pointer(), value: raw.slice(found.start, found.end) })
    }
  }

  visit(
    text,
    {
      onObjectBegin: () => open(false),
      onArrayBegin: () => open(true),
      onObjectEnd: close,
      onArrayEnd: close,
      onError: () => {
        isMalformed = true
      },
      onObjectProperty: (name) => {
        const frame = frames.at(-1)
        if (frame !== undefined) frame.property = name
      },
      onLiteralValue: (value: unknown, offset, length, _line, _character, pathSupplier) => {
        if (typeof value !== 'string' && typeof value !== 'number') return
        const frame = frames.at(-1)
        const name = frame === undefined ? '' : frame.isArray ? frame.ownerName : frame.property
        const isString = typeof value === 'string'
        const closed = isString && length > 1 && text[offset + length - 1] === text[offset]
        const start = isString ? offset + 1 : offset
        const raw = text.slice(start, offset + length - (closed ? 1 : 0))
        const literal: Literal = {
          value: isString ? value : raw,
          isString,
          start,
          raw,
          pointer: () => pointer ?? pointerOf(pathSupplier()),
        }
        // The path is known only now, and `value` may wait for its `type`.
        const pointer = name === 'value' ? pointerOf(pathSupplier()) : undefined
        const kind = frame === undefined ? undefined : kindOf(frame, names)
        if (kind !== undefined && takeWhole(literal, kind, name)) return
        if (frame !== undefined && !frame.isArray && isString && LABELS.has(name)) {
          frame.labelKind ??= names.field(name === 'path' || name === 'pointer' ? lastStep(value) : value)
        }
        if (name === 'value' && frame?.isArray === false) frame.value = literal
        if (!isString && raw.length >= FEWEST_DIGITS) numbers.push({ start, end: start + raw.length })
        takeParts(literal, name)
      },
    },
    { disallowComments: true },
  )
  // What is cut has no end; its frames are still worth reading.
  while (frames.length > 0) close()
  return { edits, hits, isMalformed, numbers }
}

/** Digits that a card number has at least. */
const FEWEST_DIGITS = 13

/** Names of numbers that count money, in units so small that a large sum is as long as the number of a card. */
const MONEY = /(?:amount|total|price|fee|balance|cost|tip|tax|sum|surcharge|discount)s?$/i

function kindOf(frame: Frame, names: SecretNames): SecretKind | undefined {
  if (frame.isArray) return frame.ownerKind
  const { property, ownerName, ownerKind } = frame
  if (ownerKind !== undefined && VALUE_MEMBERS.has(property)) return ownerKind
  if (property === 'number' && /card$/i.test(ownerName)) return 'card-number'
  return names.field(property)
}

/** Members that hold the value itself where a secret is an object: `"cardNumber": { "value": … }`. */
const VALUE_MEMBERS = new Set(['value', 'number', 'plain', 'plaintext', 'raw', 'data', '$t', '#text'])

/** Members that say what `value` is. */
const LABELS = new Set(['type', 'name', 'kind', 'key', 'field', 'fieldName', 'path', 'pointer', 'property', 'label'])

function lastStep(pointer: string): string {
  return pointer.slice(Math.max(pointer.lastIndexOf('/'), pointer.lastIndexOf('.')) + 1)
}

function pointerOf(path: JSONPath): string {
  return child('', ...path)
}
