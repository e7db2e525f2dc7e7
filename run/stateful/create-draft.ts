import type { RequestDraft } from '../../core/case.ts'
import { jsonEquals, type Json } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { bodyKindOf } from '../../core/media-type.ts'
import type { Trace } from '../../checks/sequences/trace.ts'
import { withValueAt } from '../../generators/invalid/edit.ts'
import type { Contract, DocumentPointer, Operation } from '../../spec/model.ts'
import { deriveSeed } from '../../core/seed.ts'
import { freshIdentifiers } from './fresh-identifiers.ts'
import { freshText } from './fresh-text.ts'
import { isHarmless, textMembers } from './text-member.ts'

/** A create that nothing before it resembles. */
export interface FreshDraft {
  readonly draft: RequestDraft
  /** Where a value stands that only this request carries. */
  readonly mark?: { readonly pointer: string; readonly trace: Trace }
}

/** How much of a request is made anew: servers refuse what they know already, and some refuse what they do not. */
export type Freshness = 'identifiers-and-text' | 'forms-and-text' | 'text' | 'nothing'

export interface FreshOptions {
  readonly contract: Contract
  readonly operation: Operation
  readonly seed: number
  readonly freshness: Freshness
  /** Pointers to the members by which the client may choose the id: always made anew. */
  readonly ownIds: readonly string[]
  /** Other requests of the operation, to take texts of a form from. */
  readonly donors: readonly RequestDraft[]
  /** Texts that were taken before; each is taken once. */
  readonly used: Set<string>
  /** Pointers to ids of other resources: never touched. */
  readonly foreign: ReadonlySet<string>
  isValid(schema: DocumentPointer, value: Json): boolean
}

/** The same request with values of its own, as far as its schema lets it. */
export function freshDraft(base: RequestDraft, options: FreshOptions): FreshDraft {
  const { contract, operation, seed, freshness, ownIds, foreign, isValid } = options
  const { body } = base
  const schema = jsonSchemaOf(operation, base)
  if (body?.kind !== 'value' || schema === undefined || freshness === 'nothing') return { draft: base }
  const members = textMembers(contract, schema, body.value).filter(({ pointer }) => !foreign.has(pointer))
  let value = body.value
  const replace = (pointer: string, text: Json | undefined): boolean => {
    if (text === undefined) return false
    const replaced = withValueAt(value, pointer, text)
    if (!isValid(schema, replaced)) return false
    value = replaced
    return true
  }
  for (const member of members) {
    const isOwnId = ownIds.includes(member.pointer)
    if (member.kind === 'formed' && (freshness === 'forms-and-text' || isOwnId)) {
      replace(member.pointer, donatedAt(member.pointer, options))
    } else if (isOwnId)
      replace(member.pointer, freshText(seed, { ...member, maxLength: Math.min(member.maxLength, 14) }))
  }
  if (freshness === 'identifiers-and-text') {
    const isForeign = (pointer: string): boolean =>
      foreign.has(pointer) || foreign.has(pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*'))
    for (const { pointer, value: text } of freshIdentifiers(value, seed, isForeign)) {
      if (!ownIds.includes(pointer)) replace(pointer, text)
    }
  }
  for (const pointer of ownIds) {
    if (typeof valueAt(value, pointer) === 'number') replace(pointer, freshNumber(seed, options.used))
  }
  const marked = members.find(
    (member) =>
      isHarmless(member) && !ownIds.includes(member.pointer) && replace(member.pointer, freshText(seed, member)),
  )
  const ownMark = marked ?? members.find(({ pointer }) => ownIds.includes(pointer) && !jsonEquals(value, body.value))
  const mark = ownMark === undefined ? undefined : markAt(value, ownMark.pointer, ownMark.name)
  return { draft: { ...base, body: { ...body, value } }, ...(mark !== undefined && { mark }) }
}

/** A text of another request that was not taken before; longer ones are less likely to be there already. */
function donatedAt(pointer: string, { donors, used }: FreshOptions): string | undefined {
  const texts = donors
    .map(({ body }) => (body?.kind === 'value' ? valueAt(body.value, pointer) : undefined))
    .filter((text) => typeof text === 'string')
    .filter((text) => text !== '' && !used.has(`${pointer} ${text}`))
  const text = texts.find(({ length }) => length >= LONG_ENOUGH) ?? texts[0]
  if (text !== undefined) used.add(`${pointer} ${text}`)
  return text
}

const LONG_ENOUGH = 6

/** A number that was not taken before, small enough for any integer. */
function freshNumber(seed: number, used: Set<string>): number {
  let number = 1_000 + (deriveSeed(seed, 'number') % 1_000_000)
  while (used.has(`number ${number}`)) number++
  used.add(`number ${number}`)
  return number
}

function markAt(value: Json, pointer: string, member: string): FreshDraft['mark'] {
  const text = valueAt(value, pointer)
  return typeof text === 'string' ? { pointer, trace: { member, value: text } } : undefined
}

/** The schema of a draft's body where it is JSON. */
export function jsonSchemaOf(operation: Operation, { body }: RequestDraft): DocumentPointer | undefined {
  if (body?.kind !== 'value' || bodyKindOf(body.mediaType) !== 'json') return undefined
  return operation.requestBody?.content.find(({ mediaType }) => mediaType === body.mediaType)?.schema
}
