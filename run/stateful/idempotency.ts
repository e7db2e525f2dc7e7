import { concurrentSameKeyCreatesOnce } from '../../checks/sequences/concurrent-same-key-creates-once.ts'
import type { Making } from '../../checks/sequences/making.ts'
import { repeatedKeyReplaysResponse } from '../../checks/sequences/repeated-key-replays-response.ts'
import { reusedKeyWithOtherBodyConflicts } from '../../checks/sequences/reused-key-with-other-body-conflicts.ts'
import { tracesIn } from '../../checks/sequences/trace.ts'
import { isAccepted } from '../../checks/sequences/step.ts'
import type { RequestDraft } from '../../core/case.ts'
import { deriveSeed } from '../../core/seed.ts'
import { nodeAt } from '../../spec/dereference.ts'
import { isIdempotencyKey, isKeyInWords, keyOf } from '../../generators/idempotency-key.ts'
import type { Contract, Operation, Parameter } from '../../spec/model.ts'
import type { Conversation } from './conversation.ts'
import type { FreshDraft } from './create-draft.ts'
import type { FamilyContext } from './family-context.ts'
import { planList, walk } from './list-plan.ts'
import type { Resource } from './resource.ts'

/** What a key promises: sent again, sent with another body, sent twice at once. */
export async function idempotency(context: FamilyContext): Promise<void> {
  const { create } = context.family
  const parameter = keyParameterOf(create)
  const fresh = parameter === undefined ? undefined : keyed(context, parameter, 'key')
  if (parameter === undefined || fresh === undefined || fresh.draft.header[parameter.name] === undefined) return
  const conversation = context.converse('key')
  const first = await conversation.ask({ name: 'create', operation: create, draft: fresh.draft })
  const resource = context.creator.resourceOf(first, fresh)
  let isHonoured = isAccepted(first)
  if (isHonoured) {
    if (resource !== undefined) context.leave(resource)
    const repeated = await conversation.ask({ name: 'create again', operation: create, draft: fresh.draft })
    const second = context.creator.resourceOf(repeated, fresh)
    if (second !== undefined && second.id !== resource?.id) context.leave(second)
    const making = await madeBy(context, conversation, resource)
    const isReplayPromised = promisesReplay(parameter)
    const broken = await conversation.conclude(
      repeatedKeyReplaysResponse,
      async () => ({
        first,
        repeated,
        isReplayPromised,
        ...(resource?.idAt !== undefined && { id: resource.idAt }),
        ...(making !== undefined && { making }),
      }),
      { isConclusive: true },
    )
    isHonoured = broken.length === 0
    if (isHonoured) await reuse(context, conversation, parameter, fresh, first)
  }
  await conversation.finish()
  // A key that is not honoured one after the other is not honoured at once either.
  if (isHonoured) for (let round = 0; round < context.budget.twins; round++) await race(context, round)
}

/** The header of an operation by which a request is told from its repetitions. */
export function keyParameterOf({ parameters }: Operation): Parameter | undefined {
  const named = parameters.find(({ in: place, name }) => place === 'header' && isIdempotencyKey(name))
  return named ?? parameters.find(isKeyInWords)
}

/** A request to create something, with a key; one that only words call a key is given one where its schema takes that. */
function keyed(
  { creator, family, workshop }: FamilyContext,
  parameter: Parameter,
  ...names: readonly (string | number)[]
): FreshDraft | undefined {
  const fresh = creator.draft(family.name, ...names)
  if (fresh === undefined || !isKeyInWords(parameter)) return fresh
  const key = keyOf(deriveSeed(workshop.seed, family.name, ...names, parameter.name))
  if (parameter.schema !== undefined && !workshop.isValid(parameter.schema, key)) return undefined
  return { ...fresh, draft: { ...fresh.draft, header: { ...fresh.draft.header, [parameter.name]: key } } }
}

/** A second request with the key of the first, where the contract has an answer for it. */
async function reuse(
  context: FamilyContext,
  conversation: Conversation,
  parameter: Parameter,
  { draft }: FreshDraft,
  first: Awaited<ReturnType<Conversation['ask']>>,
): Promise<void> {
  const { create } = context.family
  const other = context.creator.draft(context.family.name, 'other body')
  const key = draft.header[parameter.name]
  if (other === undefined || key === undefined || sameBody(other.draft, draft)) return
  const promise = conflictPromise(context.workshop.contract, create, parameter)
  if (promise === 'none') return
  const reusing: RequestDraft = { ...other.draft, header: { ...other.draft.header, [parameter.name]: key } }
  const reused = await conversation.ask({ name: 'other body', operation: create, draft: reusing })
  const second = context.creator.resourceOf(reused, { ...other, draft: reusing })
  if (second !== undefined && second.id !== context.creator.resourceOf(first, { draft })?.id) context.leave(second)
  // Where only a status is documented, it may be for something else: what counts is that the key made another resource.
  if (promise === 'status' && second?.id === context.creator.resourceOf(first, { draft })?.id) return
  await conversation.conclude(reusedKeyWithOtherBodyConflicts, async () => ({ first, reused }), { isConclusive: true })
}

function sameBody(one: RequestDraft, other: RequestDraft): boolean {
  return JSON.stringify(one.body) === JSON.stringify(other.body)
}

async function race(context: FamilyContext, round: number): Promise<void> {
  const { create } = context.family
  const parameter = keyParameterOf(create)
  const fresh = parameter === undefined ? undefined : keyed(context, parameter, 'twins', round)
  if (fresh === undefined) return
  const conversation = context.converse(`twins-${round + 1}`)
  const twins = await Promise.all(
    ['twin', 'twin'].map((step) => conversation.ask({ name: step, operation: create, draft: fresh.draft })),
  )
  const resources = twins.flatMap((twin) => context.creator.resourceOf(twin, fresh) ?? [])
  const [one] = resources
  for (const [index, resource] of resources.entries()) {
    if (resources.findIndex(({ id }) => id === resource.id) === index) context.leave(resource)
  }
  const making = await madeBy(context, conversation, one)
  await conversation.conclude(
    concurrentSameKeyCreatesOnce,
    async () => ({
      twins,
      ...(one?.idAt !== undefined && { id: one.idAt }),
      ...(making !== undefined && { making }),
    }),
    { isConclusive: true },
  )
  await conversation.finish()
}

/** How often a list shows what only one request carried; `undefined` where no list can tell. */
async function madeBy(
  context: FamilyContext,
  conversation: Conversation,
  resource: Resource | undefined,
): Promise<Making | undefined> {
  const trace = resource?.mark?.trace
  const plan = resource === undefined ? undefined : planList(context, resource)
  if (trace === undefined || plan === undefined) return undefined
  const { pages, shape } = await walk(context, conversation, plan, {
    name: 'list',
    until: (steps) => steps.reduce((sum, page) => sum + tracesIn(page, trace).length, 0) > 1,
  })
  return shape === undefined ? undefined : { pages, trace, id: shape.id }
}

/** Whether the header's own words promise the first response, and not only that nothing is done twice. */
function promisesReplay({ description = '' }: Parameter): boolean {
  return /\b(?:same|original|first|initial|stored|cached|previous)\s+(?:response|result|answer)|replay/i.test(
    description,
  )
}

/** What the contract says of a key that is used for another request: in words, by a status alone, or nothing. */
function conflictPromise(
  contract: Contract,
  operation: Operation,
  { description = '' }: Parameter,
): 'words' | 'status' | 'none' {
  if (/conflict|\b409\b|\b422\b|(?:other|different)\s+(?:body|payload|request)/i.test(description)) return 'words'
  const refusals = operation.responses.filter(({ status }) => ['400', '409', '422'].includes(status))
  const told = refusals.map(({ pointer }) => JSON.stringify(nodeAt(contract, pointer) ?? ''))
  if (
    told.some((text) => /idempotency-key-in-use|idempotency[^"]{0,60}(?:in use|re-?used|different|already)/i.test(text))
  ) {
    return 'words'
  }
  return refusals.some(({ status }) => status !== '400') ? 'status' : 'none'
}
