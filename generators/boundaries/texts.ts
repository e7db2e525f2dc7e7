import type { Json } from '../../core/json.ts'
import { deriveSeed } from '../../core/seed.ts'
import { lengthOf } from '../pattern-draw.ts'
import { hasFormat, isKnownFormat } from '../schema/format-rules.ts'
import { isLegalText } from '../formats/legal-text.ts'
import { flatSchema } from './flat-schema.ts'
import type { Leaf } from './leaf.ts'
import type { Made, Making } from './making.ts'
import type { Place } from './place.ts'
import type { Point } from './point.ts'
import { declaring, type Workspace } from './workspace.ts'

/** A string of a request: where it stands and what it is called. */
export interface Field {
  readonly workspace: Workspace
  readonly leaf: Leaf
  readonly place: Place
  readonly name: string | undefined
  readonly making: Making
  readonly seed: number
  /** Whether it stands within an array or object of its place. */
  readonly inside: boolean
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** Free texts that servers get wrong, each shorter than any usual limit. */
const SPECIAL: readonly { readonly what: string; readonly unit: string }[] = [
  { what: 'code points outside the basic plane', unit: '😀𝒳𐍈' },
  { what: 'combining characters', unit: 'e\u0301a\u0308' },
  { what: 'right-to-left text', unit: 'שלום' },
  { what: 'leading and trailing space', unit: ' a ' },
]

/** Whether nothing but length bounds says what the text is. */
export function isFree({ leaf: { shape } }: Field): boolean {
  return (
    shape.patterns.length + shape.notPatterns.length + shape.notFormats.length === 0 && shape.formats.every(isLegalText)
  )
}

/** Texts at the bounds of a string and just inside, of its format and pattern, and with every kind of character. */
export function textPoints(field: Field): readonly Point[] {
  const { workspace, leaf, place } = field
  const { shape } = leaf
  const points: Point[] = []
  const least = leastLength(field)
  const most = shape.maxLength
  const at = (what: string, length: number, keyword: string, end: 'least' | 'most'): void => {
    const node = declaring(shape, keyword) ?? shape.nodes[0]
    const document = workspace.documentOf(node, ...(declaring(shape, keyword) === undefined ? [] : [keyword]))
    points.push({ what, document, end, ...textOfLength(field, length) })
  }

  if (shape.minLength > 0) at(`minLength ${shape.minLength}, at the bound`, shape.minLength, 'minLength', 'least')
  else if (isFree(field) && least === 0) at('no text at all', 0, 'minLength', 'least')
  if (shape.minLength > 0 && shape.minLength < most) {
    at(`minLength ${shape.minLength}, just inside`, shape.minLength + 1, 'minLength', 'least')
  }
  if (most < Infinity && most > shape.minLength) {
    at(`maxLength ${most}, at the bound`, most, 'maxLength', 'most')
    if (most - 1 > least && most - 1 > shape.minLength + (shape.minLength > 0 ? 1 : 0)) {
      at(`maxLength ${most}, just inside`, most - 1, 'maxLength', 'most')
    }
  }
  for (const pattern of shape.patterns) {
    const document = workspace.documentOf(declaring(shape, 'pattern', pattern), 'pattern')
    points.push({ what: `pattern ${pattern}`, document, byAny: true, ...plainText(field, 0) })
  }
  for (const format of shape.formats) {
    const document = workspace.documentOf(declaring(shape, 'format', format), 'format')
    if (!isLegalText(format)) points.push({ what: `format ${format}`, document, byAny: true, ...plainText(field, 0) })
  }
  if (!isFree(field) || !place.unicode) return points
  for (const { what, unit } of SPECIAL) {
    const value = fitted(unit, least, most)
    if (value !== undefined && accepts(field, value)) {
      points.push({ what: `free text: ${what}`, document: workspace.documentOf(shape.nodes[0]), value })
    }
  }
  return points
}

/** A text as it may stand where nothing is to be shown: plain, and another for another seed or `nth`. */
export function plainText(field: Field, nth: number): Made {
  const { leaf, making, name, place } = field
  const seed = deriveSeed(field.seed, name ?? '', nth)
  const flat = flatSchema(leaf.shape, 'string')
  const options = { seed, name, ascii: !place.unicode }
  if (!isFree(field)) {
    const made = making.draw(flat, { ...options, accepts: (value) => accepts(field, value) })
    return 'value' in made
      ? made
      : making.draw(flat, { ...options, name: undefined, accepts: (value) => accepts(field, value) })
  }
  if (name !== undefined) {
    const meaningful = making.draw(flat, { ...options, accepts: (value) => isPlain(value) && accepts(field, value) })
    if ('value' in meaningful) return meaningful
  }
  return textOfLength({ ...field, seed }, Math.max(leastLength(field), Math.min(8, leaf.shape.maxLength)))
}

/** A text of so many code points. */
function textOfLength(field: Field, length: number): Made {
  const { leaf, place, making, seed } = field
  if (length > place.longest)
    return { reason: `texts of more than ${place.longest} characters are not sent in ${place.name}` }
  if (length === 0 && !field.place.allowEmpty) return { reason: `an empty text is nothing in ${place.name}` }
  if (isFree(field)) {
    const value = letters(length, seed)
    return accepts(field, value) ? { value } : { reason: 'no such text satisfies what else is said of it' }
  }
  const flat = flatSchema(leaf.shape, 'string', { minLength: length, maxLength: length })
  const ofLength = (value: Json): boolean =>
    typeof value === 'string' && lengthOf(value) === length && accepts(field, value)
  const made = making.draw(flat, { seed, ascii: !place.unicode, accepts: ofLength })
  if ('value' in made) return made
  const named = [
    ...leaf.shape.formats.map((each) => `format ${each}`),
    ...leaf.shape.patterns.map((each) => `pattern ${each}`),
  ]
  return { reason: `no text of ${length} characters was found for ${named.join(' and ')}` }
}

function accepts(field: Field, value: Json): boolean {
  const { workspace, leaf, place, inside } = field
  return (
    typeof value === 'string' &&
    workspace.accepts(leaf.shape, value) &&
    place.isLegal(value, inside) &&
    leaf.shape.formats.every((format) => !isKnownFormat(format) || hasFormat(value, format))
  )
}

function leastLength({ leaf, place }: Field): number {
  return Math.max(leaf.shape.minLength, place.allowEmpty ? 0 : 1)
}

function isPlain(value: Json): boolean {
  return typeof value === 'string' && /^[\w.@:+/-]([\w .@:+/-]{0,60}[\w.@:+/-])?$/.test(value)
}

/** Text that begins and ends with a unit, within length bounds. */
function fitted(unit: string, least: number, most: number): string | undefined {
  const length = lengthOf(unit)
  if (length > most) return undefined
  return length >= least ? unit : 'a'.repeat(least - length) + unit
}

function letters(length: number, seed: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += LETTERS[deriveSeed(seed, i) % LETTERS.length]
  return text
}
