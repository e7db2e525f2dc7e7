import { idText, readAt } from '../../checks/sequences/step.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { RequestDraft } from '../../core/case.ts'
import { headerOf } from '../../core/exchange.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { parentOf, valueAt } from '../../core/json-pointer.ts'
import type { Operation, Parameter } from '../../spec/model.ts'
import { withScopeOf } from '../id-scope.ts'
import type { Budget } from './budget.ts'
import type { Conversation } from './conversation.ts'
import type { Family } from './family.ts'
import { pathValues } from './path-values.ts'
import type { Creator, Resource } from './resource.ts'
import type { Workshop } from './workshop.ts'

/** What every sequence on a family needs. */
export interface FamilyContext {
  readonly family: Family
  readonly creator: Creator
  readonly workshop: Workshop
  readonly budget: Budget
  readonly baseUrl: string
  /** All operations of the contract. */
  readonly operations: readonly Operation[]
  /** Those of the run; no other is asked anything. */
  readonly asked: ReadonlySet<Operation>
  /** Begins a sequence. */
  converse(sequence: string): Conversation
  /** To be removed when all is done. */
  leave(resource: Resource): void
  /** Removed already, or not to be found. */
  gone(resource: Resource): void
}

/** A request of an operation on a resource; `undefined` where a part of its path is not known. */
export function requestOn(
  { family, workshop }: FamilyContext,
  operation: Operation,
  resource: Resource,
  ...names: readonly (string | number)[]
): RequestDraft | undefined {
  const own = family.item === undefined ? undefined : { path: family.item.path, id: resource.id }
  const path = pathValues(operation, { operation: family.create, draft: resource.draft }, own)
  const base = workshop.plainest(operation)
  if (path === undefined || base === undefined) return undefined
  const prepared = workshop.prepared(operation, base, family.name, ...names)
  return withinScope(family, operation, { ...prepared, path: { ...prepared.path, ...path } }, resource)
}

/** A request under the headers, such as a tenant, under which a resource was made. */
export function withinScope(
  { create }: Family,
  operation: Operation,
  draft: RequestDraft,
  resource: Resource,
): RequestDraft {
  return withScopeOf(operation, draft, { operation: create, draft: resource.draft })
}

/** Reads a resource; `undefined` where the contract has no way to. */
export async function readResource(
  context: FamilyContext,
  conversation: Conversation,
  resource: Resource,
  name: string,
): Promise<SequenceStep | undefined> {
  const read = context.family.item?.read
  const draft = read === undefined ? undefined : requestOn(context, read, resource, name)
  if (read === undefined || draft === undefined) return undefined
  return conversation.ask({ name, operation: read, draft })
}

/** First what is known already, then what a new question yields. */
export function again<T>(first: T, ask: () => Promise<T>): () => Promise<T> {
  let isFirst = true
  return async () => {
    if (!isFirst) return ask()
    isFirst = false
    return first
  }
}

/** The pointer at which an answer shows the id of a resource; `undefined` where it does not show it. */
export function idPlaceIn({ idAt, family }: Resource, answer: SequenceStep): string | undefined {
  const pointers = idAt === undefined ? family.idPointers : [idAt, ...family.idPointers]
  return pointers.find((pointer) => idText(readAt(answer, pointer)) !== undefined)
}

/** Where the resource itself stands in an answer: `/data` where its id is at `/data/id`. */
export function placeIn(resource: Resource, answer: SequenceStep): string {
  return parentOf(idPlaceIn(resource, answer) ?? '/id') ?? ''
}

/** Where the resource stood in the request that created it: in an envelope of the same name as in answers, or not. */
export function placeSent({ draft }: Resource, place: string): string {
  const sent = draft.body?.kind === 'value' ? valueAt(draft.body.value, place) : undefined
  return isJsonObject(sent) ? place : ''
}

/** The header by which an operation is only carried out on a version that the client has seen. */
export function conditionOf({ parameters }: Operation): Parameter | undefined {
  return parameters.find((one) => one.in === 'header' && /^if-match$/i.test(one.name))
}

/** The request with the condition that a server asks for, taken from the answer that showed the resource. */
export function conditional(operation: Operation, draft: RequestDraft, shown: SequenceStep | undefined): RequestDraft {
  const parameter = conditionOf(operation)
  const outcome = shown?.exchange.outcome
  const tag = outcome?.kind === 'response' ? headerOf(outcome.headers, 'etag') : undefined
  if (parameter === undefined || tag === undefined) return draft
  const header: Record<string, Json> = { ...draft.header, [parameter.name]: tag }
  return { ...draft, header }
}
