import type { Arbitrary } from 'fast-check'
import type { Case, RequestDraft } from '../../core/case.ts'
import type { Json } from '../../core/json.ts'
import { deriveSeed } from '../../core/seed.ts'
import { biasOf, draw } from '../../generators/draw.ts'
import { exampleRequests } from '../../generators/examples.ts'
import { withFreshKeys } from '../../generators/idempotency-key.ts'
import { baseRequest } from '../../generators/invalid/base-request.ts'
import { withValueAt } from '../../generators/invalid/edit.ts'
import { requestArbitrary } from '../../generators/request.ts'
import { requestParts } from '../../generators/request-parts.ts'
import type { Contract, DocumentPointer, Operation } from '../../spec/model.ts'
import type { ConsumerPlace, PoolTable } from '../../spec/pools/pool.ts'
import type { AcceptedRequests } from '../accepted-requests.ts'
import { withScopeOf } from '../id-scope.ts'
import type { LiveIds } from '../live-ids.ts'
import type { RequestGeneration } from '../request-generation.ts'
import { valueAt } from '../../core/json-pointer.ts'

/** Makes requests for sequences. */
export interface Workshop {
  readonly contract: Contract
  readonly seed: number
  /** Requests of an operation that the target is likely to accept, the likeliest first; fewer than asked for at times. */
  candidates(operation: Operation, most: number): readonly RequestDraft[]
  /** Valid requests of an operation that the target has refused for what they say. */
  refused(operation: Operation): readonly RequestDraft[]
  /** The plainest request: required parts alone. */
  plainest(operation: Operation): RequestDraft | undefined
  /** A request drawn at random. */
  drawn(operation: Operation, ...names: readonly (string | number)[]): RequestDraft | undefined
  /** The same request with ids of resources that are there, and with keys of its own. */
  prepared(operation: Operation, draft: RequestDraft, ...names: readonly (string | number)[]): RequestDraft
  isValid(schema: DocumentPointer, value: Json): boolean
  /** The pools that a request of an operation draws on. */
  needs(operation: Operation): readonly Need[]
  /**
   * Remembers the id of a resource that was made for this phase: it is used before any other of its pool, and with it
   * the ids of the path that it was made below.
   */
  remember(pool: string, id: Json | undefined, home?: Home): void
  known(pool: string): Json | undefined
}

/** The request that made a resource: what it stands below, and under which headers. */
export interface Home {
  readonly operation: Operation
  readonly draft: Pick<RequestDraft, 'path' | 'header'>
}

/** A place of a request that takes the id of another resource. */
export interface Need {
  readonly pool: string
  readonly place: ConsumerPlace
}

export interface WorkshopOptions {
  readonly contract: Contract
  readonly seed: number
  readonly generation: RequestGeneration
  readonly table: PoolTable
  readonly accepted: AcceptedRequests
  /** Puts ids that the target has shown into requests. */
  readonly ids: LiveIds | undefined
}

/** A workshop for one run of the phase: the same calls in the same order yield the same requests. */
export function createWorkshop(options: WorkshopOptions): Workshop {
  const { contract, generation, table, accepted, ids } = options
  const seed = deriveSeed(options.seed, 'stateful')
  const known = new Map<string, { readonly id: Json; readonly home?: Home }>()
  const arbitraries = new Map<Operation, Arbitrary<RequestDraft>>()
  /** Keys so far: a server answers a key that it knows with what it said before. */
  let keys = 0

  const attempt = <T>(make: () => T): T | undefined => {
    try {
      return make()
    } catch {
      return undefined
    }
  }
  const plainest = (operation: Operation): RequestDraft | undefined =>
    attempt(() =>
      baseRequest(
        operation.operationId,
        requestParts(contract, operation, generation.request),
        deriveSeed(seed, operation.operationId, 'plainest'),
      ),
    )
  const arbitraryOf = (operation: Operation): Arbitrary<RequestDraft> => {
    const arbitrary = arbitraries.get(operation) ?? requestArbitrary(contract, operation, generation.request)
    arbitraries.set(operation, arbitrary)
    return arbitrary
  }
  const drawn = (operation: Operation, ...names: readonly (string | number)[]): RequestDraft | undefined =>
    attempt(() => draw(arbitraryOf(operation), deriveSeed(seed, operation.operationId, ...names), biasOf(99)).value)
  const isValid = (schema: DocumentPointer, value: Json): boolean =>
    attempt(() => generation.examples.isValid?.(schema, 'request', value) === undefined) ?? false
  const withIds = (operation: Operation, draft: RequestDraft, salt: string): RequestDraft => {
    const { operationId } = operation
    const id = `${operationId}/stateful/${salt}`
    const planned: Case = { id, operationId, phase: 'stateful', intent: { kind: 'valid' }, draft }
    return ids?.bind(operation, planned).case.draft ?? draft
  }
  const needs = ({ operationId }: Operation): readonly Need[] =>
    table.flatMap(({ name: pool, consumers }) =>
      consumers.flatMap((consumer) => (consumer.operationId === operationId ? [{ pool, place: consumer.place }] : [])),
    )

  return {
    contract,
    seed,
    refused: (operation) => accepted.refusedOf(operation),
    plainest,
    drawn,
    isValid,
    needs,
    candidates(operation, most) {
      const examples = attempt(() => exampleRequests(contract, operation, { seed, ...generation.examples })) ?? []
      const good = examples.flatMap(({ draft, violates }) => (violates === undefined ? [draft] : []))
      const known = accepted.of(operation)
      const random = Array.from({ length: most }, (_, i) => drawn(operation, 'candidate', i)).filter(
        (draft) => draft !== undefined,
      )
      const found = [
        richest(known),
        ...good.slice(0, 2),
        richest(random),
        known[0],
        plainest(operation),
        ...random,
      ].filter((draft) => draft !== undefined)
      return found.slice(0, most)
    },
    prepared(operation, draft, ...names) {
      let bound = withIds(operation, draft, names.join('/'))
      for (const { pool, place } of needs(operation)) {
        const made = known.get(pool)
        if (made === undefined) continue
        const home = Object.entries(made.home?.draft.path ?? {}).filter(([name]) => name in bound.path)
        bound = withId({ ...bound, path: { ...bound.path, ...Object.fromEntries(home) } }, place, made.id)
        if (made.home !== undefined) bound = withScopeOf(operation, bound, made.home)
      }
      return withFreshKeys(operation, bound, deriveSeed(seed, operation.operationId, 'key', keys++))
    },
    remember(pool, id, home) {
      if (id === undefined) known.delete(pool)
      else known.set(pool, { id, ...(home !== undefined && { home }) })
    },
    known: (pool) => known.get(pool)?.id,
  }
}

/** Longer requests are those about lengths: odd, and large for those who read them. */
const LONGEST = 2_000

/** The request with the most members: the more a resource has, the more can be lost of it. */
function richest(drafts: readonly RequestDraft[]): RequestDraft | undefined {
  const sized = drafts.flatMap((draft) => {
    const text = draft.body?.kind === 'value' ? JSON.stringify(draft.body.value) : ''
    return text.length > LONGEST ? [] : [{ draft, members: text.split('":').length }]
  })
  return sized.toSorted((one, other) => other.members - one.members)[0]?.draft
}

/** An id in its place, where the request has one. */
function withId(draft: RequestDraft, place: ConsumerPlace, id: Json): RequestDraft {
  if (place.in !== 'body') {
    return Object.hasOwn(draft[place.in], place.name)
      ? { ...draft, [place.in]: { ...draft[place.in], [place.name]: id } }
      : draft
  }
  const { body } = draft
  if (body?.kind !== 'value' || place.pointer.includes('*')) return draft
  const given = valueAt(body.value, place.pointer)
  if (given === undefined || typeof given !== typeof id) return draft
  return { ...draft, body: { ...body, value: withValueAt(body.value, place.pointer, id) } }
}
