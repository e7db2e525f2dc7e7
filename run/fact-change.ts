import type { RequestDraft } from '../core/case.ts'
import { isJsonObject, jsonEquals, type Json, type JsonObject } from '../core/json.ts'
import { memberOf, parentOf, tokensOf, valueAt } from '../core/json-pointer.ts'
import { deriveSeed } from '../core/seed.ts'
import { arbitraryFromSchema } from '../generators/from-schema.ts'
import { withoutMember, withValueAt } from '../generators/invalid/edit.ts'
import { plainest } from '../generators/invalid/plainest.ts'
import { without } from '../generators/invalid/schema-parts.ts'
import type { RequestOptions } from '../generators/request-options.ts'
import type { Fact, FactPlace } from '../generators/shown-facts.ts'

/** What stands at a place of a request. */
export function valueIn(draft: RequestDraft, { in: where, name, pointer }: FactPlace): Json | undefined {
  if (where !== 'body') return valueAt(draft[where][name], pointer) as Json | undefined
  return draft.body?.kind === 'value' ? (valueAt(draft.body.value, pointer) as Json | undefined) : undefined
}

/** The request with another value at a place, or with nothing there; `undefined` where the place is not to be had. */
export function withValueIn(draft: RequestDraft, place: FactPlace, value: Json | undefined): RequestDraft | undefined {
  const { in: where, name, pointer } = place
  if (where !== 'body') {
    if (pointer !== '') return undefined
    const { [name]: _, ...others } = draft[where]
    return { ...draft, [where]: value === undefined ? others : { ...draft[where], [name]: value } }
  }
  if (draft.body?.kind !== 'value') return undefined
  const changed = changedAt(draft.body.value, pointer, value)
  return changed === undefined ? undefined : { ...draft, body: { ...draft.body, value: changed } }
}

function changedAt(root: Json, pointer: string, value: Json | undefined): Json | undefined {
  const parent = parentOf(pointer)
  if (parent === undefined) return value
  const holder = valueAt(root, parent) as Json | undefined
  const token = tokensOf(pointer).at(-1) ?? ''
  if (value === undefined) {
    if (!isJsonObject(holder) || memberOf(holder, token) === undefined) return undefined
    const less = withoutMember(holder, token)
    return parent === '' ? less : withValueAt(root, parent, less)
  }
  if (!isJsonObject(holder) && !(Array.isArray(holder) && Number(token) <= holder.length)) return undefined
  return withValueAt(root, pointer, value)
}

/** The request with a fact shown in it; `undefined` where it shows it already or cannot. */
export function showing(
  draft: RequestDraft,
  fact: Fact,
  value: Json | undefined = fact.value,
): RequestDraft | undefined {
  const present = valueIn(draft, fact.place)
  if (fact.kind === 'absent') return present === undefined ? undefined : withValueIn(draft, fact.place, undefined)
  if (present !== undefined && value !== undefined && jsonEquals(present, value)) return undefined
  return withValueIn(draft, fact.place, value)
}

/** Values that show the same bound, the plainest first. */
export function sameBound(fact: Fact, generation: RequestOptions): readonly Json[] {
  if (fact.kind === 'absent' || fact.value === undefined) return []
  const { value } = fact
  if (fact.kind !== 'maxLength' && fact.kind !== 'minLength') return [value]
  const length = [...String(value)].length
  const made = madeOf(fact, { type: 'string', minLength: length, maxLength: length }, generation)
  return ['a'.repeat(length), ...made, value]
}

/**
 * Values just inside the bound, of the same content where that is possible: a server that takes them, but not the bound
 * itself, has drawn its line elsewhere than the contract.
 */
export function justInside(fact: Fact, shown: Json, generation: RequestOptions): readonly Json[] {
  switch (fact.kind) {
    case 'maximum':
    case 'minimum':
      return insideNumbers(fact, shown)
    case 'maxLength':
    case 'minLength': {
      const characters = [...String(shown)]
      const length = characters.length + (fact.kind === 'maxLength' ? -1 : 1)
      if (length < 0) return []
      const near = [...characters, characters.at(-1) ?? 'a'].slice(0, length).join('')
      return [near, ...madeOf(fact, { type: 'string', minLength: length, maxLength: length }, generation)]
    }
    case 'maxItems':
      return Array.isArray(shown) && shown.length > 0 ? [shown.slice(0, -1)] : []
    case 'minItems': {
      const count = Array.isArray(shown) ? shown.length + 1 : 0
      return count === 0 ? [] : madeOf(fact, { type: 'array', minItems: count, maxItems: count }, generation)
    }
    case 'enum': {
      const listed = fact.parts.flatMap((part) =>
        Array.isArray(part['enum']) ? (part['enum'] as readonly Json[]) : [],
      )
      return listed.filter((member) => member !== null && !jsonEquals(member, shown)).slice(0, 3)
    }
    default:
      return []
  }
}

function insideNumbers({ kind, parts }: Fact, shown: Json): readonly Json[] {
  if (typeof shown !== 'number') return []
  const inward = kind === 'maximum' ? -1 : 1
  const steps = parts.flatMap(({ multipleOf }) => (typeof multipleOf === 'number' ? [multipleOf] : []))
  return [...steps, 1].map((step) => shown + inward * step).filter((value) => value !== shown)
}

/** Shorter texts than just inside, for a server whose limit is far below the documented one. */
export function farInside(fact: Fact, shown: Json): readonly Json[] {
  if (fact.kind !== 'maxLength' || typeof shown !== 'string') return []
  const characters = [...shown]
  return [2, 4].map((part) => characters.slice(0, Math.max(1, Math.floor(characters.length / part))).join(''))
}

function madeOf({ parts, view, document }: Fact, more: JsonObject, generation: RequestOptions): readonly Json[] {
  const definitions = isJsonObject(view.schema) ? view.schema['$defs'] : undefined
  const schema: JsonObject = {
    allOf: [...without(parts), more],
    ...(definitions === undefined ? {} : { $defs: definitions }),
  }
  try {
    return [plainest(arbitraryFromSchema(schema, generation), deriveSeed(0, document))]
  } catch {
    return []
  }
}
