import type { RequestDraft } from '../core/case.ts'
import { isJsonObject, jsonEquals, type Json } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import { isIdempotencyKey } from '../generators/idempotency-key.ts'
import type { FactPlace } from '../generators/shown-facts.ts'
import { valueIn, withValueIn } from './fact-change.ts'

/**
 * The plainest request with one part of another one: where a single part is to blame, this finds it at once.
 */
export function* withOnePart(draft: RequestDraft, plain: RequestDraft): Generator<Simpler> {
  for (const place of partsOf(draft)) {
    const [own, plainValue] = [valueIn(draft, place), valueIn(plain, place)]
    if (own === undefined || (plainValue !== undefined && jsonEquals(own, plainValue))) continue
    const isolated = withValueIn(plain, place, own)
    if (isolated !== undefined) yield { draft: isolated, place }
  }
  for (const place of partsOf(plain)) {
    if (valueIn(draft, place) !== undefined) continue
    const without = withValueIn(plain, place, undefined)
    if (without !== undefined) yield { draft: without, place }
  }
}

/** A request that is simpler at one place. */
export interface Simpler {
  readonly draft: RequestDraft
  readonly place: FactPlace
}

/** Simpler requests, each one step away: less of everything first, then plainer values. */
export function* simplerRequests(draft: RequestDraft, plain: RequestDraft | undefined): Generator<Simpler> {
  const places = [...placesOf(draft)].filter(({ in: where, name }) => where !== 'header' || !isIdempotencyKey(name))
  for (const place of places) {
    const without = withValueIn(draft, place, undefined)
    if (without === undefined) continue
    const isOptional = place.pointer !== '' || (place.in !== 'body' && place.in !== 'path')
    if (isOptional) yield { draft: without, place }
  }
  for (const place of places) {
    const [own, plainValue] = [valueIn(draft, place), plain === undefined ? undefined : valueIn(plain, place)]
    if (own === undefined) continue
    const values = [
      ...(plainValue === undefined || jsonEquals(own, plainValue) || isSimpler(own, plainValue) ? [] : [plainValue]),
      ...simplerValues(own),
    ]
    for (const value of values) {
      const changed = withValueIn(draft, place, value)
      if (changed !== undefined) yield { draft: changed, place }
    }
  }
}

/** Parameters, and the members of the body. */
function* partsOf(draft: RequestDraft): Generator<FactPlace> {
  for (const where of ['path', 'query', 'header', 'cookie'] as const) {
    for (const name of Object.keys(draft[where])) {
      if (where !== 'header' || !isIdempotencyKey(name)) yield { in: where, name, pointer: '' }
    }
  }
  const value = draft.body?.kind === 'value' ? draft.body.value : undefined
  if (isJsonObject(value)) for (const name of Object.keys(value)) yield bodyPlace(child('', name))
  else if (value !== undefined) yield bodyPlace('')
}

function bodyPlace(pointer: string): FactPlace {
  return { in: 'body', name: '', pointer }
}

/** Everything that can be left out or made plainer, the outermost first. */
function* placesOf(draft: RequestDraft): Generator<FactPlace> {
  const pending = [...partsOf(draft)]
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    yield next
    const value = valueIn(draft, next)
    const within = Array.isArray(value) ? value.keys() : isJsonObject(value) ? Object.keys(value) : []
    if (next.in === 'body') for (const token of within) pending.push(bodyPlace(child(next.pointer, token)))
  }
}

function isSimpler(one: Json, other: Json): boolean {
  return JSON.stringify(one).length < JSON.stringify(other).length
}

function* simplerValues(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    const items = value as readonly Json[]
    if (items.length > 1) yield []
    if (items.length > 2) yield* [items.slice(0, items.length / 2), items.slice(items.length / 2)]
    for (const [i] of items.slice(0, MOST_ITEMS).entries()) yield items.toSpliced(i, 1)
  } else if (typeof value === 'number') yield* simplerNumbers(value)
  else if (typeof value === 'string') yield* simplerTexts(value)
  else if (value === true) yield false
}

const MOST_ITEMS = 20

/** Towards zero by halves, as far as a whole number goes. */
function* simplerNumbers(value: number): Generator<number> {
  if (!Number.isInteger(value)) yield Math.trunc(value)
  if (value < 0) yield -value
  for (let step = Math.trunc(value); step !== 0; step = Math.trunc(step / 2)) yield value - step
}

function* simplerTexts(value: string): Generator<string> {
  const characters = [...value]
  const half = Math.ceil(characters.length / 2)
  if (characters.length > 1) {
    yield ''
    yield* [characters.slice(0, half).join(''), characters.slice(half).join('')]
    yield* [characters.slice(1).join(''), characters.slice(0, -1).join('')]
  }
  const plain = characters
    .map((character) => (/\d/.test(character) ? '0' : /[A-Z]/.test(character) ? 'A' : 'a'))
    .join('')
  if (plain !== value) yield plain
  // One by one, so that what matters is left alone among plain ones.
  for (const [i, character] of characters.slice(0, MOST_ITEMS).entries()) {
    if (!/[aA0]/.test(character)) yield characters.with(i, /\d/.test(character) ? '0' : 'a').join('')
  }
}
