import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { Operation } from '../../spec/model.ts'
import type { PoolTable } from '../../spec/pools/pool.ts'
import type { AcceptedRequests } from '../accepted-requests.ts'
import type { RequestGeneration } from '../request-generation.ts'
import { actions } from './actions.ts'
import type { Budget } from './budget.ts'
import { type Allowance, type ConversationParts, createConversation } from './conversation.ts'
import { failedCreate } from './failed-create.ts'
import { type Family, familiesOf } from './family.ts'
import { type FamilyContext, requestOn } from './family-context.ts'
import { idempotency } from './idempotency.ts'
import { lifecycle } from './lifecycle.ts'
import { listing } from './listing.ts'
import { pathValuesIn } from './path-values.ts'
import { createCreator, type Creator, type Resource } from './resource.ts'
import { createSendAgain } from './send-again.ts'
import { createWorkshop, type Workshop } from './workshop.ts'

export interface StatefulParts extends ConversationParts {
  readonly budget: Budget
  readonly generation: RequestGeneration
  readonly table: PoolTable
  readonly accepted: AcceptedRequests
  /** All operations of the run; families are made of these. */
  readonly operations: readonly Operation[]
  /** Fingerprints of findings that were looked into already; grows. */
  readonly known: Set<string>
  /** Whether an operation may be sent more often than was planned. */
  mayRepeat(operation: Operation): boolean
  /** The command that runs the sequences over some operations again. */
  commandOf(operationIds: readonly string[]): string
}

/**
 * The stateful phase: for each family of operations sequences that follow a resource through its life. One request at a
 * time, so that nothing but the target decides what comes of it.
 *
 * @param anchors the families to run, by the operation that creates
 */
export async function executeStateful(parts: StatefulParts, anchors: readonly Operation[]): Promise<void> {
  const { judge, generation, table, accepted, ids, budget, operations } = parts
  const workshop = createWorkshop({ contract: judge.contract, seed: judge.seed, generation, table, accepted, ids })
  const families = familiesOf(operations, table)
  const creators = new Map(families.map((family) => [family, createCreator(family, workshop, budget)] as const))
  const state: State = { parts, families, creators, workshop, left: [], origins: [] }
  for (const family of families) {
    if (parts.stopped()) break
    if (anchors.includes(family.create)) await runFamily(state, family)
  }
  await cleanUp(state)
}

interface State {
  readonly parts: StatefulParts
  readonly families: readonly Family[]
  readonly creators: ReadonlyMap<Family, Creator>
  readonly workshop: Workshop
  /** What is to be removed at the end, in the order in which it was made. */
  readonly left: Resource[]
  /** How the resources were made that others stand below. */
  readonly origins: SequenceStep[]
}

async function runFamily(state: State, family: Family): Promise<void> {
  const { parts, creators } = state
  const creator = creators.get(family)
  if (creator === undefined) return
  await makeParents(state, family, MOST_PARENTS)
  let latest: Resource | undefined
  const context = contextOf(state, family, creator, (resource) => {
    latest = resource
  })
  await lifecycle(context)
  if (latest === undefined) {
    const { operationId } = family.create
    const refusal = creator.refusal()
    const reason =
      refusal === undefined
        ? 'a create was accepted, but its answer does not show the id of what was created'
        : `no create was accepted, the last one was answered with ${refusal === 0 ? 'nothing' : refusal}`
    if (!parts.stopped()) {
      parts.emit({ type: 'skipped', what: `${operationId}: sequences on what it creates`, operationId, reason })
    }
    return
  }
  await listing(context)
  await idempotency(context)
  const { request, violations } = parts.generation
  await failedCreate(context, { request, violations }, latest)
  await actions(context)
}

/** Resources that stand above others, one above the other, at most. */
const MOST_PARENTS = 4

/** Makes what a family's creates need: the resource they stand below, and those that their bodies name. */
async function makeParents(state: State, family: Family, most: number): Promise<void> {
  const { workshop, families, creators, parts, origins, left } = state
  for (const { pool } of workshop.needs(family.create)) {
    if (most === 0 || pool === family.pool || workshop.known(pool) !== undefined) continue
    const parent = families.find((one) => one.pool === pool)
    const creator = parent === undefined ? undefined : creators.get(parent)
    if (parent === undefined || creator === undefined) continue
    await makeParents(state, parent, most - 1)
    const conversation = createConversation(repeating(state, parent), 'parent', { requests: parts.budget.attempts })
    const resource = await creator.create(conversation, [family.name, 'parent'])
    await conversation.finish()
    if (resource === undefined) continue
    workshop.remember(pool, resource.id, { operation: parent.create, draft: resource.draft })
    origins.push(resource.created)
    left.push(resource)
  }
}

/** The parts with the command that runs a family again, with all that it needs, and with what sends a finding again. */
function repeating(state: State, family: Family): ConversationParts {
  const { parts, families, workshop } = state
  const needed = new Set([family])
  // A set grows while it is walked: what is needed has needs of its own.
  for (const { create } of needed) {
    const pools = new Set(workshop.needs(create).map(({ pool }) => pool))
    for (const one of families) if (one.pool !== undefined && pools.has(one.pool)) needed.add(one)
  }
  const ids = [...needed].flatMap(operationIds)
  // A link may lead to an operation of another family.
  const commandOver = (asked: readonly string[]): string => parts.commandOf([...new Set([...ids, ...asked])])
  const sendAgain = createSendAgain({ ...parts, onSent: (steps) => noteMade(state, steps) })
  const judge = { ...parts.judge, commandFor: () => parts.commandOf([...new Set(ids)]) }
  return { ...parts, commandOver, judge, sendAgain }
}

/** What was made when something was sent once more is removed at the end, too. */
function noteMade({ families, creators, left }: State, steps: readonly SequenceStep[]): void {
  for (const created of steps) {
    const family = families.find(({ create }) => create === created.operation)
    const creator = family && creators.get(family)
    if (creator === undefined) continue
    const { operationId } = created.operation
    const path = pathValuesIn(created.exchange.request.url, created.operation)
    const resource = creator.resourceOf(created, { draft: { operationId, path, query: {}, header: {}, cookie: {} } })
    if (resource !== undefined) left.push(resource)
  }
}

function operationIds({ create, item, list }: Family): readonly string[] {
  const { read, replace, change, remove, actions = [] } = item ?? {}
  const all = [create, read, replace, change, remove, ...actions, list?.operation]
  return all.flatMap((operation) => operation?.operationId ?? [])
}

function contextOf(
  state: State,
  family: Family,
  creator: Creator,
  onLeft: (resource: Resource) => void = () => undefined,
): FamilyContext {
  const { parts, workshop, left, origins } = state
  const allowance: Allowance = { requests: parts.budget.requests }
  return {
    family,
    creator,
    workshop,
    budget: parts.budget,
    baseUrl: parts.send.baseUrl,
    operations: parts.judge.contract.operations,
    asked: new Set(parts.operations),
    converse: (sequence) => createConversation(repeating(state, family), sequence, allowance, origins),
    leave(resource) {
      left.push(resource)
      onLeft(resource)
    },
    gone(resource) {
      const index = left.indexOf(resource)
      if (index >= 0) left.splice(index, 1)
    },
  }
}

/** Deletes what the phase made where the contract has a way to, the last first: it may stand below the others. */
async function cleanUp(state: State): Promise<void> {
  const { parts, creators, left } = state
  const conversation = createConversation(parts, 'clean-up', { requests: left.length })
  for (const resource of left.toReversed()) {
    const { family } = resource
    const creator = creators.get(family)
    const remove = family.item?.remove
    if (remove === undefined || creator === undefined) continue
    const draft = requestOn(contextOf(state, family, creator), remove, resource, 'clean up')
    if (draft !== undefined) await conversation.ask({ name: 'delete', operation: remove, draft })
  }
  await conversation.finish()
}
