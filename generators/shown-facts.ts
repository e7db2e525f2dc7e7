import type { RequestDraft } from '../core/case.ts'
import { isJsonObject, jsonEquals, type Json, type JsonObject } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { Contract, DocumentPointer, Operation } from '../spec/model.ts'
import { schemaView, type SchemaView } from '../spec/schema-view.ts'
import { isIdempotencyKey } from './idempotency-key.ts'
import type { Violations } from './invalid/broken-at.ts'
import {
  choicesOf,
  memberNames,
  memberSchemas,
  partsOf,
  typesOf,
  withKeyword,
  withNumber,
} from './invalid/schema-parts.ts'

/** Where something stands in a request. */
export interface FactPlace {
  readonly in: 'body' | 'path' | 'query' | 'header' | 'cookie'
  /** Of the parameter; empty for the body. */
  readonly name: string
  /** JSON pointer into the value. */
  readonly pointer: string
}

/**
 * Something that the contract allows in so many words, and that a request shows: a listed value, a length, count or
 * number exactly at its bound, `null`, an optional part that is there or not, or a branch of a choice. What a server refuses of these it refuses
 * against the contract, if nothing else is to blame.
 */
export interface Fact {
  readonly kind:
    | 'enum'
    | 'null'
    | 'absent'
    | 'present'
    | 'branch'
    | 'minLength'
    | 'maxLength'
    | 'minimum'
    | 'maximum'
    | 'minItems'
    | 'maxItems'
  readonly place: FactPlace
  /** The value that shows it; none where it is absent. */
  readonly value?: Json
  /** The same for every request that shows it: place without indices, kind, and the listed value. */
  readonly key: string
  /** In words: `maxLength 40`, `the listed value "pos"`. */
  readonly promise: string
  readonly document: DocumentPointer
  /** What holds at the place, to make other values for it. */
  readonly parts: readonly JsonObject[]
  readonly view: SchemaView
}

/** Whether a fact is about a part of the request as a whole, whatever it holds. */
export function isPart({ kind }: Fact): boolean {
  return kind === 'present' || kind === 'branch'
}

/** A place in words: `/order/note`, `query limit`. */
export function placeOf({ in: where, name, pointer }: FactPlace): string {
  const text = where === 'body' ? pointer : `${where} ${name}${pointer}`
  return text.replaceAll(/\/\d+(?=\/|$)/g, '/*') || 'body'
}

/** What a valid request shows. */
export function shownFacts(
  contract: Contract,
  operation: Operation,
  draft: RequestDraft,
  violations: Violations,
): readonly Fact[] {
  const found = new Map<string, Fact>()
  const showing = (view: SchemaView, pointer: DocumentPointer): Showing => ({
    view,
    pointer,
    violations,
    add: (fact) => void (found.has(fact.key) || found.set(fact.key, fact)),
  })
  for (const parameter of operation.parameters) {
    const { in: where, name, schema } = parameter
    if (schema === undefined || isIdempotencyKey(name)) continue
    const place: FactPlace = { in: where, name, pointer: '' }
    const view = schemaView(contract, schema, 'request')
    const value = draft[where][name]
    if (value !== undefined) {
      visit(showing(view, schema), place, value, [view.schema], MOST_DEPTH)
      if (!parameter.required && where === 'query') {
        const parts = partsOf(view.schema, [view.schema])
        const told = [...parts, { description: parameter.description ?? '' }]
        showing(view, schema).add(factOf('present', place, 'optional', parameter.pointer, view, told, value))
      }
    } else if (!parameter.required && where === 'query') {
      showing(view, schema).add(factOf('absent', place, 'optional', parameter.pointer, view, []))
    }
  }
  const { body } = draft
  const schema =
    body?.kind === 'value'
      ? operation.requestBody?.content.find(({ mediaType }) => mediaType === body.mediaType)?.schema
      : undefined
  if (body?.kind !== 'value' || schema === undefined || isPatch(body.mediaType, body.value)) return [...found.values()]
  const view = schemaView(contract, schema, 'request')
  visit(showing(view, schema), { in: 'body', name: '', pointer: '' }, body.value, [view.schema], MOST_DEPTH)
  return [...found.values()]
}

/** RFC 6902: what a patch may say depends on what it is applied to, and no schema knows that. */
function isPatch(mediaType: string, value: Json): boolean {
  if (/json-patch/i.test(mediaType)) return true
  const items = Array.isArray(value) ? (value as readonly Json[]) : []
  return items.length > 0 && items.every((item) => isJsonObject(item) && 'op' in item && 'path' in item)
}

const MOST_DEPTH = 8
const MOST_ITEMS = 3

interface Showing {
  readonly view: SchemaView
  /** Of the whole schema. */
  readonly pointer: DocumentPointer
  readonly violations: Violations
  add(fact: Fact): void
}

function factOf(
  kind: Fact['kind'],
  place: FactPlace,
  promise: string,
  document: DocumentPointer,
  view: SchemaView,
  parts: readonly JsonObject[],
  value?: Json,
): Fact {
  const which = kind === 'enum' ? ` ${JSON.stringify(value)}` : kind === 'branch' ? ` ${document}` : ''
  const key = `${kind} ${placeOf(place)}${which}`
  return { kind, place, promise, document, parts, view, key, ...(value !== undefined && { value }) }
}

function visit(showing: Showing, place: FactPlace, value: Json, schemas: readonly Json[], depth: number): void {
  const { view, pointer: whole } = showing
  const { parts, branches } = opened(showing, value, schemas)
  for (const branch of branches) {
    const at = view.pointerOf(branch)
    if (at !== undefined) showing.add(factOf('branch', place, branchName(branch, at), at, view, parts, value))
  }
  const add = (kind: Fact['kind'], promise: string, part: JsonObject, keyword: string): void => {
    const at = view.pointerOf(part)
    showing.add(factOf(kind, place, promise, at === undefined ? whole : child(at, keyword), view, parts, value))
  }
  if (value === null) {
    const [part] = withKeyword(parts, 'type')
    if (typesOf(parts)?.has('null') === true) add('null', 'null', part?.part ?? {}, 'type')
    return
  }
  const [listed] = withKeyword(parts, 'enum')
  if (listed !== undefined && Array.isArray(listed.limit) && listed.limit.length > 1) {
    if ((listed.limit as readonly Json[]).some((member) => jsonEquals(member, value))) {
      add('enum', `the listed value ${JSON.stringify(value)}`, listed.part, 'enum')
    }
    return
  }
  if (typeof value === 'string') measure(parts, [...value].length, ['minLength', 'maxLength'], add)
  else if (typeof value === 'number') measureNumber(parts, value, add)
  else if (Array.isArray(value)) {
    measure(parts, value.length, ['minItems', 'maxItems'], add)
    const items = withKeyword(parts, 'items').map(({ limit }) => limit)
    for (const [i, item] of (value as readonly Json[]).slice(0, depth > 0 ? MOST_ITEMS : 0).entries()) {
      visit(showing, { ...place, pointer: child(place.pointer, i) }, item, items, depth - 1)
    }
  } else if (isJsonObject(value) && depth > 0) visitMembers(showing, place, value, parts, depth)
}

function visitMembers(
  showing: Showing,
  place: FactPlace,
  value: JsonObject,
  parts: readonly JsonObject[],
  depth: number,
): void {
  const { view, pointer: whole } = showing
  const required = new Set(withKeyword(parts, 'required').flatMap(({ limit }) => limit as readonly Json[]))
  for (const name of memberNames(parts)) {
    const schemas = memberSchemas(parts, name)
    const member: FactPlace = { ...place, pointer: child(place.pointer, name) }
    const present = Object.hasOwn(value, name) ? (value[name] as Json) : undefined
    if (present !== undefined) visit(showing, member, present, schemas, depth - 1)
    if (required.has(name) || schemas.includes(false) || present === null) continue
    const [described] = schemas.filter(isJsonObject)
    const at = described === undefined ? undefined : view.pointerOf(described)
    const kind = present === undefined ? 'absent' : 'present'
    showing.add(factOf(kind, member, 'optional', at ?? whole, view, partsOf(view.schema, schemas), present))
  }
}

type Add = (kind: Fact['kind'], promise: string, part: JsonObject, keyword: string) => void

function measure(
  parts: readonly JsonObject[],
  size: number,
  keywords: readonly ['minLength' | 'minItems', 'maxLength' | 'maxItems'],
  add: Add,
): void {
  for (const keyword of keywords) {
    const [tightest] = withNumber(parts, keyword, keyword.startsWith('min') ? 'largest' : 'smallest')
    if (tightest?.limit === size) add(keyword, `${keyword} ${size}`, tightest.part, keyword)
  }
}

function measureNumber(parts: readonly JsonObject[], value: number, add: Add): void {
  const isInteger = typesOf(parts)?.has('number') === false
  for (const kind of ['minimum', 'maximum'] as const) {
    const inward = kind === 'minimum' ? 1 : -1
    const side = kind === 'minimum' ? 'largest' : 'smallest'
    const exclusive = kind === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum'
    const [bound] = withNumber(parts, kind, side)
    const [open] = withNumber(parts, exclusive, side)
    if (bound?.limit === value) add(kind, `${kind} ${value}`, bound.part, kind)
    else if (isInteger && open !== undefined && open.limit + inward === value) {
      add(kind, `${exclusive} ${open.limit}`, open.part, exclusive)
    }
  }
}

/** The branch of a choice in words: by the name of its schema where it has one. */
function branchName({ title, $ref: reference }: JsonObject, pointer: DocumentPointer): string {
  if (typeof reference === 'string') return `the branch ${reference.split('/').at(-1)}`
  return `the branch ${typeof title === 'string' ? title : pointer.split('/').slice(-2).join('/')}`
}

interface Opened {
  readonly parts: readonly JsonObject[]
  /** Of choices between objects, those that the value makes. */
  readonly branches: readonly JsonObject[]
}

/** Everything that holds for a value: references followed, `allOf` opened, of each choice the branches that it fits. */
function opened({ view, violations }: Showing, value: Json, schemas: readonly Json[]): Opened {
  let parts = partsOf(view.schema, schemas)
  const chosen = new Set<JsonObject>()
  for (let round = 0; round < 3; round++) {
    const fitting = choicesOf(parts).flatMap(({ branches }) => {
      const fits = branches.filter((branch) => {
        const at = isJsonObject(branch) ? view.pointerOf(branch) : undefined
        try {
          return at !== undefined && violations(at, 'request', value).length === 0
        } catch {
          return false
        }
      })
      const [only, ...more] = fits
      if (branches.length > 1 && isJsonObject(only) && more.length === 0 && isJsonObject(value)) chosen.add(only)
      return fits
    })
    const next = partsOf(view.schema, [...schemas, ...parts, ...fitting])
    if (next.length === parts.length) break
    parts = next
  }
  return { parts, branches: [...chosen] }
}
