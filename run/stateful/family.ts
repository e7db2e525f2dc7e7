import type { ListShape } from '../../checks/sequences/listed-items.ts'
import type { Operation } from '../../spec/model.ts'
import type { Pool, PoolTable } from '../../spec/pools/pool.ts'
import { collectionOf } from '../../spec/pools/resources.ts'
import { pathNames } from './path-values.ts'

/** The operations on one sort of resource, by what they do to it. */
export interface Family {
  /** The path at which resources are created. */
  readonly name: string
  readonly create: Operation
  /** The pool that its ids belong to, where the contract says so. */
  readonly pool: string | undefined
  /** Pointers to the id in the answer to `create`, the likeliest first. */
  readonly idPointers: readonly string[]
  /** How many of these the contract itself tells; the others are guesses. */
  readonly toldPointers: number
  /** Operations on one resource by its id; absent where the contract has none. */
  readonly item?: ItemOperations
  readonly list?: Listing
}

export interface ItemOperations {
  /** Path template of a resource. */
  readonly path: string
  /** The path parameter at its end. */
  readonly parameter: string
  readonly read?: Operation
  readonly replace?: Operation
  /** PATCH, or POST on the resource itself where that is how it is changed. */
  readonly change?: Operation
  readonly remove?: Operation
  /** POST and PUT on what stands below the resource: `/orders/{id}/cancel`. */
  readonly actions: readonly Operation[]
}

export interface Listing {
  readonly operation: Operation
  /** Absent where the contract does not tell; an answer does. */
  readonly shape?: ListShape
}

/** The families of the given operations, those that stand on their own before those that stand below others. */
export function familiesOf(operations: readonly Operation[], table: PoolTable): readonly Family[] {
  const creators = operations.filter(({ method, path }) => method === 'post' && isCollection(path))
  return creators
    .flatMap((create) => familyOf(create, operations, table) ?? [])
    .toSorted((one, other) => pathNames(one.create).length - pathNames(other.create).length)
}

function isCollection(path: string): boolean {
  return /\/[^/{}]+$/.test(path.replace(/\/$/, ''))
}

function familyOf(create: Operation, operations: readonly Operation[], table: PoolTable): Family | undefined {
  const path = itemPathOf(create, operations)
  // Without a resource that can be asked for by its id, a POST may be an action, which creates nothing.
  if (path === undefined) return undefined
  const parameter = /\{([^{}]+)\}\/?$/.exec(path)?.[1] ?? ''
  const pool = poolOf(path, parameter, operations, table)
  const at = (method: Operation['method']): Operation | undefined =>
    operations.find((one) => one.method === method && one.path === path)
  const [read, replace, patch, amend, remove] = [at('get'), at('put'), at('patch'), at('post'), at('delete')]
  const change = patch ?? amend
  const list = listOf(create, path, operations, pool)
  const told = toldPointers(create, pool)
  return {
    name: create.path,
    create,
    pool: pool?.name,
    idPointers: [...told, `/${parameter}`, '/id', `/data/${parameter}`, '/data/id'],
    toldPointers: told.length,
    item: {
      path,
      parameter,
      ...(read !== undefined && { read }),
      ...(replace !== undefined && { replace }),
      ...(change !== undefined && { change }),
      ...(remove !== undefined && { remove }),
      actions: operations.filter((one) => isAction(one, path)),
    },
    ...(list !== undefined && { list }),
  }
}

/** The path of one resource: below the collection, or below another of the same name where only one has it. */
function itemPathOf({ path }: Operation, operations: readonly Operation[]): string | undefined {
  const items = [...new Set(operations.map((one) => one.path).filter((one) => /\/\{[^{}/]+\}\/?$/.test(one)))]
  const wanted = collectionOf(path.split('/'))
  const below = items.find((one) => collectionOf(one.split('/').slice(0, -1)) === wanted)
  if (below !== undefined) return below
  const last = path.split('/').at(-1)
  const named = items.filter((one) => one.split('/').at(-2) === last)
  return named.length === 1 ? named[0] : undefined
}

function poolOf(path: string, parameter: string, operations: readonly Operation[], table: PoolTable): Pool | undefined {
  const ids = new Set(operations.filter((one) => one.path === path).map(({ operationId }) => operationId))
  return table.find(({ consumers }) =>
    consumers.some(({ operationId, place }) => ids.has(operationId) && place.in === 'path' && place.name === parameter),
  )
}

function toldPointers({ operationId }: Operation, pool: Pool | undefined): readonly string[] {
  const derived = (pool?.producers ?? []).flatMap(({ operationId: producer, from }) =>
    producer === operationId && from.in === 'body' && !from.pointer.includes('*') ? [from.pointer] : [],
  )
  return derived.toSorted((one, other) => one.split('/').length - other.split('/').length)
}

/** The list at the place where resources are created, else the one above the resource. */
function listOf(
  create: Operation,
  itemPath: string,
  operations: readonly Operation[],
  pool: Pool | undefined,
): Listing | undefined {
  const places = [create.path, itemPath.replace(/\/\{[^{}/]+\}\/?$/, '')].map((path) => collectionOf(path.split('/')))
  const operation = places
    .map((place) => operations.find(({ method, path }) => method === 'get' && collectionOf(path.split('/')) === place))
    .find((one) => one !== undefined)
  if (operation === undefined) return undefined
  const shape = shapeOf(operation, pool)
  return { operation, ...(shape !== undefined && { shape }) }
}

function shapeOf({ operationId }: Operation, pool: Pool | undefined): ListShape | undefined {
  const pointers = (pool?.producers ?? []).flatMap(({ operationId: producer, from }) =>
    producer === operationId && from.in === 'body' ? [from.pointer] : [],
  )
  const [, items, id] =
    pointers
      .map((pointer) => /^([^*]*)\/\*(\/[^*]+)$/.exec(pointer))
      .filter((match) => match !== null)
      .toSorted((one, other) => one[0].length - other[0].length)[0] ?? []
  return items === undefined || id === undefined ? undefined : { items, id }
}

function isAction({ method, path }: Operation, itemPath: string): boolean {
  if (method !== 'post' && method !== 'put') return false
  const rest = path.startsWith(`${itemPath}/`) ? path.slice(itemPath.length + 1) : ''
  return /^[^/{}]+$/.test(rest)
}
