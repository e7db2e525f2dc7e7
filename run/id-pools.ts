import type { PoolSource } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import { deriveSeed } from '../core/seed.ts'
import { withoutScope } from './id-scope.ts'

export type Id = string | number

/** The other ids of the path under which an id was seen, by pool: a capture is one of a certain payment. */
export type IdContext = Readonly<Record<string, Id>>

export interface Drawn {
  readonly value: Json
  readonly source: Exclude<PoolSource, 'random'>
  readonly context: IdContext
}

export interface DrawRequest {
  readonly pool: string
  /** Tells this draw from all others of the run. */
  readonly seed: number
  readonly operationId: string
  /** Whether the request may use the id up. */
  readonly isWrite: boolean
  /** The path below which the id is wanted: of two collections whose ids have one name, it is one of this. */
  readonly collection?: string
  /** Ids of other pools that were drawn already. */
  readonly context: IdContext
  /** The id as the place takes it; `undefined` where its schema refuses it. */
  fit(id: Json): Json | undefined
}

/** The ids of a run: what the user gave, what the contract shows, and what the target has answered. */
export interface IdPools {
  /** Adds an id of an answer. @param isMade whether the request made it */
  see(pool: string, id: Id, isMade: boolean, context: IdContext, collection?: string): void
  forget(pool: string, id: Id): void
  /** Notes whether the target knew an id: what it never knows is drawn last. */
  record(pool: string, id: Id, isKnown: boolean): void
  /** Notes whether an operation may be done to an id: what was shown at the same place may be kept from it, too. */
  permit(pool: string, id: Id, operationId: string, isPermitted: boolean): void
  /** Notes that a request may have used an id up for operations of its kind. */
  use(pool: string, id: Id, operationId: string): void
  draw(request: DrawRequest): Drawn | undefined
}

export interface GivenIds {
  /** By pool. */
  readonly testData: Readonly<Record<string, readonly Json[]>>
  readonly examples: Readonly<Record<string, readonly Json[]>>
}

interface Seen {
  readonly id: Id
  readonly isMade: boolean
  /** The path of the operation that showed it. */
  readonly collection: string | undefined
  context: IdContext
  readonly uses: Map<string, number>
  /** Counts up with every id. */
  readonly nth: number
}

/** An id is given up after so many answers that do not know it, and none that does. */
const MOST_MISSES = 2

/** Ids kept of one pool; the oldest go first. */
const MOST_SEEN = 500

/** Readers look at one of the freshest so many. */
const FRESH = 6

/** Whether an id was not seen under another id, or in another scope, than the request is about. */
function isWithin({ context }: Seen, wanted: IdContext): boolean {
  return Object.entries(wanted).every(([name, id]) => context[name] === undefined || context[name] === id)
}

export function createIdPools({ testData, examples }: GivenIds): IdPools {
  const seen = new Map<string, Map<string, Seen>>()
  const records = new Map<string, { hits: number; misses: number }>()
  /** Whether ids that were shown at a place are permitted to an operation; one that is outweighs those that are not. */
  const permissions = new Map<string, boolean>()
  let count = 0

  const permissionKey = (pool: string, operationId: string, { collection = '' }: Seen): string =>
    `${pool} ${operationId} ${collection}`

  const isUnknown = (pool: string, id: Json): boolean => {
    const { hits = 0, misses = 0 } = records.get(`${pool} ${String(id)}`) ?? {}
    return hits === 0 && misses >= MOST_MISSES
  }

  const inOrder = ({ pool, operationId, isWrite, context, collection }: DrawRequest): readonly Seen[] => {
    const used = (one: Seen): number => (isWrite ? (one.uses.get(operationId) ?? 0) * 1_000 + one.uses.size : 0)
    const isElsewhere = (one: Seen): number =>
      Number(collection !== undefined && one.isMade && one.collection !== collection)
    const isKept = (one: Seen): number => Number(permissions.get(permissionKey(pool, operationId, one)) === false)
    const all = [...(seen.get(pool)?.values() ?? [])]
    const within = all.filter((one) => isWithin(one, context))
    // Where none is of the request's own scope, the request is moved into that of the id.
    return (within.length > 0 ? within : all.filter((one) => isWithin(one, withoutScope(context)))).toSorted(
      (a, b) =>
        isElsewhere(a) - isElsewhere(b) ||
        isKept(a) - isKept(b) ||
        used(a) - used(b) ||
        Number(b.isMade) - Number(a.isMade) ||
        b.nth - a.nth,
    )
  }

  return {
    see(pool, id, isMade, context, collection) {
      const ids = seen.get(pool) ?? new Map<string, Seen>()
      seen.set(pool, ids)
      const known = ids.get(String(id))
      if (known !== undefined) {
        known.context = { ...context, ...known.context }
        return
      }
      ids.set(String(id), { id, isMade, collection, context, uses: new Map(), nth: count++ })
      if (ids.size > MOST_SEEN) ids.delete(ids.keys().next().value as string)
    },
    forget(pool, id) {
      seen.get(pool)?.delete(String(id))
    },
    permit(pool, id, operationId, isPermitted) {
      const one = seen.get(pool)?.get(String(id))
      if (one === undefined) return
      const key = permissionKey(pool, operationId, one)
      permissions.set(key, isPermitted || permissions.get(key) === true)
    },
    use(pool, id, operationId) {
      const uses = seen.get(pool)?.get(String(id))?.uses
      uses?.set(operationId, (uses.get(operationId) ?? 0) + 1)
    },
    record(pool, id, isKnown) {
      const key = `${pool} ${String(id)}`
      const record = records.get(key) ?? { hits: 0, misses: 0 }
      records.set(key, record)
      if (isKnown) record.hits++
      else record.misses++
    },
    draw(request) {
      const { pool, seed, isWrite, fit, context } = request
      const decided = context[pool]
      // An id further on in the path belongs to this one alone.
      const own = decided === undefined ? undefined : fit(decided)
      if (own !== undefined)
        return { value: own, source: 'seen', context: seen.get(pool)?.get(String(decided))?.context ?? {} }
      const fitting = inOrder(request).flatMap((one) => {
        const value = fit(one.id)
        return value === undefined ? [] : [{ value, source: 'seen' as const, context: one.context }]
      })
      const given = (source: 'testData' | 'examples', ids: readonly Json[] | undefined): readonly Drawn[] =>
        (ids ?? []).flatMap((id) => {
          const value = fit(id)
          return value === undefined ? [] : [{ value, source, context: {} }]
        })
      const known = fitting.filter(({ value }) => !isUnknown(pool, value))
      const configured = given('testData', testData[pool])
      // What the user gave is there for certain, and now and then better than what is only listed.
      if (configured.length > 0 && (known.length === 0 || deriveSeed(seed, 'testData') % 4 === 0)) {
        return chosen(configured, seed)
      }
      if (known.length > 0) return isWrite ? known[0] : chosen(known.slice(0, FRESH), seed)
      const shown = given('examples', examples[pool])
      return (
        chosen(
          shown.filter(({ value }) => !isUnknown(pool, value)),
          seed,
        ) ??
        fitting[0] ??
        chosen(shown, seed)
      )
    },
  }
}

function chosen(from: readonly Drawn[], seed: number): Drawn | undefined {
  return from[deriveSeed(seed, 'choice') % Math.max(1, from.length)]
}
