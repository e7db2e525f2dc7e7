import type { Contract, Operation, Parameter } from '../model.ts'
import { camelCase, idNameOf, singular, stemOf, wordsOf } from './id-name.ts'
import { scalarAt, type ScalarMember } from './members.ts'

/** What a path parameter identifies. */
export interface Resource {
  /** The same for all that identify the same: stem and kind. */
  readonly key: string
  readonly name: string
  readonly stem: string
  readonly kind: string
}

/** A path parameter that takes an id. */
export interface PathId {
  readonly operation: Operation
  readonly parameter: Parameter
  readonly resource: Resource
  readonly scalar: Pick<ScalarMember, 'schema' | 'document'>
}

/** What the paths of a contract tell of its resources. */
export interface Resources {
  readonly pathIds: readonly PathId[]
  /** The ids of a collection's members, by the path of the collection: `/payments` for `/payments/{paymentId}`. */
  readonly ofCollection: ReadonlyMap<string, PathId>
  /** By key. */
  readonly known: ReadonlyMap<string, Resource>
}

export function resourcesOf(contract: Contract): Resources {
  const pathIds: PathId[] = []
  const ofCollection = new Map<string, PathId>()
  const known = new Map<string, Resource>()
  for (const operation of contract.operations) {
    const segments = operation.path.split('/')
    for (const [index, segment] of segments.entries()) {
      const name = /^\{([^{}]+)\}$/.exec(segment)?.[1]
      const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name)
      const scalar = parameter === undefined ? undefined : scalarAt(contract, parameter.schema)
      if (parameter === undefined || scalar === undefined) continue
      const before = segments.slice(0, index)
      const made = resourceOf(parameter.name, before)
      const resource = known.get(made.key) ?? made
      known.set(resource.key, resource)
      const pathId = { operation, parameter, resource, scalar }
      pathIds.push(pathId)
      const collection = collectionOf(before)
      if (before.at(-1)?.includes('{') === false && !ofCollection.has(collection)) ofCollection.set(collection, pathId)
    }
  }
  return { pathIds, ofCollection, known }
}

/** The path of a collection, whatever its variables are called. */
export function collectionOf(segments: readonly string[]): string {
  return segments.map((segment) => segment.replaceAll(/\{[^{}]*\}/g, '{}')).join('/')
}

/** The key of a name that says itself what it identifies; `undefined` for a plain `id`. */
export function keyOfName(name: string): string | undefined {
  const { stem, kind } = idNameOf(name)
  return stem === '' ? undefined : keyOf(stem, kind)
}

export function keyOf(stem: string, kind: string): string {
  return `${stem} ${kind}`
}

function resourceOf(name: string, before: readonly string[]): Resource {
  const { stem, kind } = idNameOf(name)
  if (stem !== '') {
    const held = heldBy(name, before)
    if (held !== undefined) return { key: keyOf(held, 'id'), name: camelCase([held, 'id']), stem: held, kind: 'id' }
    return { key: keyOf(stem, kind), name: camelCase(wordsOf(name)), stem, kind }
  }
  // A plain `id` is one of the collection that stands before it.
  const words = wordsOf(before.findLast((segment) => segment !== '' && !segment.includes('{')) ?? 'resource')
  const owner = [...words.slice(0, -1), singular(words.at(-1) ?? '')]
  return { key: keyOf(stemOf(words), kind), name: camelCase([...owner, ...wordsOf(name)]), stem: stemOf(words), kind }
}

/** `petid` below `/pets`: without a sign of where one word ends, only the collection tells. */
function heldBy(name: string, before: readonly string[]): string | undefined {
  const owner = stemOf(wordsOf(before.at(-1) ?? ''))
  return owner !== '' && name.toLowerCase() === `${owner}id` && wordsOf(name).length === 1 ? owner : undefined
}
