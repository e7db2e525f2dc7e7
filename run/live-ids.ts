import type { SequenceStep } from '../checks/sequences/sequence-check.ts'
import type { Case, RequestDraft } from '../core/case.ts'
import type { PoolUse } from '../core/event.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Json } from '../core/json.ts'
import { deriveSeed } from '../core/seed.ts'
import { withValueAt } from '../generators/invalid/edit.ts'
import { isLegalParameter } from '../generators/legal-value.ts'
import type { Contract, Operation } from '../spec/model.ts'
import type { ConsumerPlace, PoolTable } from '../spec/pools/pool.ts'
import { createIdPools, type Id, type IdContext, type IdPools } from './id-pools.ts'
import { createIdOrigins, originKey } from './id-origins.ts'
import type { RequestGeneration } from './request-generation.ts'
import { headersWithin, scopeOf } from './id-scope.ts'
import { idReader, valuesAt } from './seen-ids.ts'

/** A case with ids that are there, and where they came from. */
export interface Bound {
  readonly case: Case
  readonly ids: readonly PoolUse[]
}

/** Puts ids into requests that the target knows. */
export interface LiveIds {
  readonly pools: IdPools
  /** Where the requests of an operation have ids, as boundary cases name the places: `path: petId`, `body/ownerId`. */
  placesOf(operation: Operation): readonly string[]
  /** Whether an operation shows or needs ids: what it is asked, or what others are asked, depends on the order. */
  isInvolved(operation: Operation): boolean
  /** The pools that an operation draws on for its path. */
  pathPoolsOf(operation: Operation): readonly string[]
  /** The operations that make what a pool's ids identify. */
  makersOf(pool: string): readonly string[]
  /** @param only pools whose ids in the path are replaced; absent: all, in the body, too */
  bind(operation: Operation, planned: Case, only?: ReadonlySet<string>): Bound
  /** The requests that made what a request names, in order. */
  originsOf(operation: Operation, draft: RequestDraft): readonly SequenceStep[]
  /** Learns from an answer. */
  observe(operation: Operation, draft: RequestDraft, exchange: Exchange): void
}

export interface LiveIdsOptions {
  readonly contract: Contract
  readonly table: PoolTable
  readonly testData: Readonly<Record<string, readonly Json[]>>
  readonly generation: RequestGeneration
  readonly baseUrl: string
  readonly seed: number
}

/** One random case in so many keeps the ids that were made up: what is behind a 404 is then seen, too. */
const MADE_UP = 12

interface Place {
  readonly pool: string
  readonly place: ConsumerPlace
}

export function createLiveIds(options: LiveIdsOptions): LiveIds {
  const { contract, table, testData, generation, baseUrl, seed } = options
  const places = placesOf(contract, table)
  const pools = createIdPools({ testData, examples: examplesOf(contract, table) })
  const origins = createIdOrigins()
  const read = idReader(contract, table, baseUrl)
  const isValid = generation.examples.isValid ?? (() => undefined)

  const accepts = (pointer: string | undefined, value: Json): boolean => {
    if (pointer === undefined) return true
    try {
      return isValid(pointer, 'request', value) === undefined
    } catch {
      return false
    }
  }

  /** The id as a place takes it: of the type that its schema asks for. */
  const fitTo = (fits: (value: Json) => boolean, id: Json): Json | undefined =>
    [id, String(id), Number(id)].find((value) => !Number.isNaN(value) && fits(value))

  const bindOne = (
    operation: Operation,
    draft: RequestDraft,
    { pool, place }: Place,
    drawWith: { readonly seed: number; readonly context: IdContext },
  ): { readonly draft: RequestDraft; readonly use: PoolUse; readonly context: IdContext } | undefined => {
    const request = { pool, operationId: operation.operationId, isWrite: !isReading(operation), ...drawWith }
    if (place.in !== 'body') {
      const parameter = operation.parameters.find((one) => one.in === place.in && one.name === place.name)
      if (parameter === undefined || draft[place.in][place.name] === undefined) return undefined
      const isLegal = isLegalParameter(parameter)
      const fits = (value: Json): boolean => isLegal(value) && accepts(parameter.schema, value)
      const before = operation.path.indexOf(`/{${place.name}}`)
      const collection = place.in === 'path' && before > 0 ? { collection: operation.path.slice(0, before) } : {}
      const drawn = pools.draw({ ...request, ...collection, fit: (id) => fitTo(fits, id) })
      if (drawn === undefined) return { draft, use: { pool, source: 'random' }, context: {} }
      const bound = { ...draft, [place.in]: { ...draft[place.in], [place.name]: drawn.value } }
      const context = place.in === 'path' ? { ...drawn.context, [pool]: drawn.value as Id } : {}
      return { draft: bound, use: { pool, source: drawn.source }, context }
    }
    const { body } = draft
    if (body?.kind !== 'value') return undefined
    const schema = operation.requestBody?.content.find(({ mediaType }) => mediaType === body.mediaType)?.schema
    let { value } = body
    let source: PoolUse['source'] | undefined
    for (const [pointer, given] of valuesAt(value, place.pointer)) {
      const fits = (id: Json): boolean => typeof id === typeof given && accepts(schema, withValueAt(value, pointer, id))
      const drawn = pools.draw({
        ...request,
        isWrite: false,
        seed: deriveSeed(request.seed, pointer),
        fit: (id) => fitTo(fits, id),
      })
      if (drawn !== undefined) value = withValueAt(value, pointer, drawn.value)
      source ??= drawn?.source ?? 'random'
    }
    return source === undefined
      ? undefined
      : { draft: { ...draft, body: { ...body, value } }, use: { pool, source }, context: {} }
  }

  return {
    pools,
    placesOf: ({ operationId }) =>
      (places.get(operationId) ?? []).map(({ place }) =>
        place.in === 'body' ? `body${place.pointer}` : `${place.in}: ${place.name}`,
      ),
    isInvolved: ({ operationId }) =>
      places.has(operationId) ||
      table.some((pool) => pool.consumers.length > 0 && pool.producers.some((one) => one.operationId === operationId)),
    pathPoolsOf: ({ operationId }) =>
      (places.get(operationId) ?? []).flatMap(({ pool, place }) => (place.in === 'path' ? [pool] : [])),
    makersOf: (pool) =>
      table
        .filter(({ name }) => name === pool)
        .flatMap(({ producers }) => producers.flatMap(({ operationId, creates }) => (creates ? [operationId] : []))),
    bind(operation, planned, only) {
      const all = places.get(operation.operationId) ?? []
      const wanted = only === undefined ? all : all.filter(({ pool, place }) => place.in === 'path' && only.has(pool))
      const own = deriveSeed(seed, planned.id, 'ids')
      if (wanted.length === 0) return { case: planned, ids: [] }
      if (only === undefined && isAboutIds(planned, own))
        return { case: planned, ids: wanted.flatMap(({ pool, place }) => madeUp(planned, pool, place)) }
      let { draft } = planned
      let context: IdContext = scopeOf(operation, draft)
      const ids: PoolUse[] = []
      // From the end of the path: a capture decides of which payment it is.
      for (const place of wanted.toReversed()) {
        if (isBroken(planned, place.place)) continue
        const text = JSON.stringify(place.place)
        const bound = bindOne(operation, draft, place, { seed: deriveSeed(own, text), context })
        if (bound === undefined) continue
        ids.push(bound.use)
        // An example is sent as it stands while nothing better is known.
        if (planned.phase === 'examples' && bound.use.source === 'examples') continue
        draft = withinScope(operation, planned, bound.draft, bound.context)
        context = { ...context, ...bound.context }
      }
      return { case: draft === planned.draft ? planned : { ...planned, draft }, ids }
    },
    originsOf: (operation, draft) => origins.of(idsIn(places, operation, draft)),
    observe(operation, draft, exchange) {
      if (exchange.outcome.kind !== 'response') return
      const { status } = exchange.outcome
      const scope = scopeOf(operation, draft)
      for (const { pool, id, isMade, context } of read(operation, draft, exchange)) {
        pools.see(pool, id, isMade, { ...context, ...scope }, operation.path)
        if (isMade) origins.note(originKey(pool, id), { operation, exchange }, idsIn(places, operation, draft))
      }
      const inPath = (places.get(operation.operationId) ?? []).filter(({ place }) => place.in === 'path')
      const method = (draft.method ?? operation.method).toLowerCase()
      for (const { pool, place } of inPath) {
        const id = place.in === 'path' ? draft.path[place.name] : undefined
        if (typeof id !== 'string' && typeof id !== 'number') continue
        if (status === 404 || status < 300 || status === 409) pools.record(pool, id, status !== 404)
        if (status < 300 || status === 403) pools.permit(pool, id, operation.operationId, status !== 403)
        const isLast = place.in === 'path' && operation.path.endsWith(`{${place.name}}`)
        const isGone = status === 404 || status === 410 || (method === 'delete' && status < 300)
        if (isLast && isGone && (method === 'delete' || method === 'get')) pools.forget(pool, id)
        else if (!READING.has(method) && !LEAVES_ALONE.has(status)) pools.use(pool, id, operation.operationId)
      }
    },
  }
}

/** The draft in the scope of the ids that it was given, unless the scope is what it breaks. */
function withinScope(operation: Operation, { intent }: Case, draft: RequestDraft, context: IdContext): RequestDraft {
  const moved = Object.entries(headersWithin(operation, draft, context)).filter(
    ([name]) => intent.kind === 'valid' || !intent.constraint.payload.startsWith(`header: ${name}`),
  )
  return moved.length === 0 ? draft : { ...draft, header: { ...draft.header, ...Object.fromEntries(moved) } }
}

/** The ids that a request names, as origins know them. */
function idsIn(
  places: ReadonlyMap<string, readonly Place[]>,
  { operationId }: Operation,
  draft: RequestDraft,
): readonly string[] {
  return (places.get(operationId) ?? []).flatMap(({ pool, place }) => {
    const body = draft.body?.kind === 'value' ? draft.body.value : undefined
    const values =
      place.in === 'body' ? valuesAt(body, place.pointer).map(([, id]) => id) : [draft[place.in][place.name]]
    return values.flatMap((id) => (typeof id === 'string' || typeof id === 'number' ? [originKey(pool, id)] : []))
  })
}

const READING = new Set(['get', 'head', 'options', 'trace'])

/**
 * Refusals after which everything is as it was before. Not 403: what nobody may change had better be another one next
 * time.
 */
const LEAVES_ALONE = new Set([400, 401, 404, 405, 406, 413, 415, 422, 429])

function isReading({ method }: Operation): boolean {
  return READING.has(method)
}

function placesOf(contract: Contract, table: PoolTable): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>()
  for (const { name: pool, consumers } of table) {
    for (const { operationId, place } of consumers)
      places.set(operationId, [...(places.get(operationId) ?? []), { pool, place }])
  }
  // In the order of the path, bodies first: they depend on nothing.
  for (const { operationId, path } of contract.operations) {
    const rank = ({ place }: Place): number => (place.in === 'path' ? 1 + path.indexOf(`{${place.name}}`) : 0)
    places.get(operationId)?.sort((a, b) => rank(a) - rank(b))
  }
  return places
}

function examplesOf(contract: Contract, table: PoolTable): Readonly<Record<string, readonly Json[]>> {
  const byId = new Map(contract.operations.map((operation) => [operation.operationId, operation]))
  return Object.fromEntries(
    table.map(({ name, consumers }) => {
      const values = consumers.flatMap(({ operationId, place }) =>
        place.in === 'body'
          ? []
          : (byId.get(operationId)?.parameters ?? [])
              .filter((parameter) => parameter.in === place.in && parameter.name === place.name)
              .flatMap(({ examples }) => examples.map(({ value }) => value)),
      )
      return [name, [...new Set(values)]]
    }),
  )
}

/** Whether the ids of a case are to stay as they were made. */
function isAboutIds({ phase, intent, id }: Case, own: number): boolean {
  if (intent.kind === 'invalid') return false
  return (phase === 'random' && deriveSeed(own, 'made up') % MADE_UP === 0) || id.endsWith(AS_PLANNED)
}

/** Ends the id of a boundary case whose ids are what it is about. */
export const AS_PLANNED = '-ids'

function madeUp({ draft }: Case, pool: string, place: ConsumerPlace): readonly PoolUse[] {
  if (place.in === 'body') return []
  return draft[place.in][place.name] === undefined ? [] : [{ pool, source: 'random' }]
}

/** Whether a place, or what holds it, is what an invalid case breaks. */
function isBroken({ intent, draft }: Case, place: ConsumerPlace): boolean {
  if (intent.kind !== 'invalid') return false
  if (place.in === 'body') return true
  const { payload, kind } = intent.constraint
  if (draft.method !== undefined || kind === 'method') return false
  return payload === `${place.in}: ${place.name}` || payload.startsWith(`${place.in}: ${place.name}/`)
}
