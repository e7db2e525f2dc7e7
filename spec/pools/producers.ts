import { isJsonObject, type Json } from '../../core/json.ts'
import { child, tokensOf } from '../../core/json-pointer.ts'
import type { Contract, Operation, ResponseModel } from '../model.ts'
import { idNameOf, stemOf, wordsOf } from './id-name.ts'
import { scalarMembers, type ScalarMember } from './members.ts'
import type { Producer } from './pool.ts'
import { collectionOf, keyOf, keyOfName, type PathId, type Resources } from './resources.ts'

/** A part of an answer that shows an id, and of which resource. */
export interface Shown {
  readonly key: string
  readonly producer: Producer
}

/** Members that identify a resource in the objects of a named schema, by that schema. */
export type Identified = ReadonlyMap<string, { readonly key: string; readonly name: string } | 'several'>

/** Which named schemas are those of which resources, by what the operations on their collections show. */
export function identified(contract: Contract, resources: Resources): Identified {
  const found = new Map<string, { readonly key: string; readonly name: string } | 'several'>()
  for (const operation of contract.operations) {
    const own = ownOf(operation, resources)
    if (own === undefined) continue
    const { key } = own.pathId.resource
    for (const { component, name } of ownMembers(membersOf(contract, operation), own)) {
      if (component === undefined) continue
      const known = found.get(component)
      found.set(
        component,
        known === undefined || (known !== 'several' && known.key === key) ? { key, name } : 'several',
      )
    }
  }
  return found
}

function membersOf(contract: Contract, { responses }: Operation): readonly ScalarMember[] {
  return responses.filter(isSuccess).flatMap((response) => membersShown(contract, response))
}

function membersShown(contract: Contract, { content }: ResponseModel): readonly ScalarMember[] {
  return content
    .filter(({ mediaType, schema }) => schema !== undefined && /json|\*/.test(mediaType))
    .flatMap(({ schema }) => scalarMembers(contract, schema as string, 'response'))
}

/** What the answers of an operation show, as far as names, schemas, headers and links of the contract tell. */
export function shownBy(
  contract: Contract,
  operation: Operation,
  resources: Resources,
  schemas: Identified,
): readonly Shown[] {
  const own = ownOf(operation, resources)
  const makes = own !== undefined && own.isCollection && (operation.method === 'post' || operation.method === 'put')
  return operation.responses.filter(isSuccess).flatMap((response): readonly Shown[] => {
    const members = membersShown(contract, response)
    const shown = [
      ...ownMembers(members, own).map((member) => shownAt(operation, own?.pathId.resource.key, member, makes)),
      ...members.map((member) => {
        const key = foreignKey(member, resources, own, schemas)
        return shownAt(operation, key, member, isMade(operation, key, member, resources, schemas))
      }),
      ...linked(contract, operation, response, resources),
    ]
    const location = response.headers.find(({ name }) => name.toLowerCase() === 'location')
    if (location !== undefined && makes) {
      const producer: Producer = {
        operationId: operation.operationId,
        from: { in: 'header', name: location.name },
        creates: true,
      }
      shown.push({ key: own.pathId.resource.key, producer })
    }
    return shown.filter((one) => one !== undefined)
  })
}

/** Whether an operation makes what it shows although its path is not that of the collection. */
function isMade(
  { method, ...operation }: Operation,
  key: string | undefined,
  { component, owner }: ScalarMember,
  { pathIds }: Resources,
  schemas: Identified,
): boolean {
  const of = component === undefined ? undefined : schemas.get(component)
  if (method !== 'post' || owner !== '' || of === undefined || of === 'several' || of.key !== key) return false
  return !pathIds.some(({ operation: { path }, resource }) => path === operation.path && resource.key === key)
}

/** The resource that an operation is about: the members of its collection, or the one at the end of its path. */
export interface OwnResource {
  readonly pathId: PathId
  readonly isCollection: boolean
}

export function ownOf(operation: Operation, { pathIds, ofCollection }: Resources): OwnResource | undefined {
  const segments = operation.path.split('/').filter((segment, i) => i === 0 || segment !== '')
  const held = ofCollection.get(collectionOf(segments))
  if (held !== undefined) return { pathId: held, isCollection: true }
  const name = /^\{([^{}]+)\}$/.exec(segments.at(-1) ?? '')?.[1]
  const pathId = pathIds.find((one) => one.operation === operation && one.parameter.name === name)
  return pathId === undefined ? undefined : { pathId, isCollection: false }
}

function isSuccess({ status }: ResponseModel): boolean {
  return status.startsWith('2') || status === 'default'
}

function shownAt(
  { operationId }: Operation,
  key: string | undefined,
  { pointer }: ScalarMember,
  creates: boolean,
): Shown | undefined {
  return key === undefined ? undefined : { key, producer: { operationId, from: { in: 'body', pointer }, creates } }
}

/** Members that only wrap a resource, or a list of them. */
const WRAPPERS = new Set([
  'data',
  'item',
  'result',
  'value',
  'content',
  'response',
  'payload',
  'list',
  'record',
  'row',
  'entry',
  'node',
  'edge',
  'embedded',
  'element',
  'object',
  'collection',
  'page',
  'body',
])

/** Of the resource that the operation is about, in each object that shows it, the member that its path parameter takes. */
function ownMembers(members: readonly ScalarMember[], own: OwnResource | undefined): readonly ScalarMember[] {
  if (own === undefined) return []
  const { resource } = own.pathId
  const around = Map.groupBy(members, ({ owner }) => owner)
  return [...around].flatMap(([owner, siblings]) => {
    const names = tokensOf(owner).filter((token) => token !== '*')
    const isOwn = names.every((name) => {
      const words = wordsOf(name)
      return words.every((word) => WRAPPERS.has(stemOf([word]))) || stemOf(words) === resource.stem
    })
    const best = isOwn ? bestOf(siblings, own.pathId) : undefined
    return best === undefined ? [] : [best]
  })
}

/** What identifies where no name says of what. */
const IDS = ['id', 'uuid', 'guid', 'identifier']

/** What may identify, from the surest to the vaguest, where the path does not speak of an id. */
const VAGUE = [...IDS, 'key', 'code', 'number', 'slug', 'reference', 'ref', 'username', 'login', 'name']

function bestOf(siblings: readonly ScalarMember[], { parameter, resource, scalar }: PathId): ScalarMember | undefined {
  const fitting = siblings.filter(({ schema }) => isCompatible(scalar.schema, schema))
  const { isExplicit } = idNameOf(parameter.name)
  const spelled = (name: string): string => wordsOf(name).join(' ')
  const named = (wanted: string): ScalarMember | undefined => fitting.find(({ name }) => spelled(name) === wanted)
  return (
    named(spelled(parameter.name)) ??
    fitting.find(({ document }) => isSameComponent(document, scalar.document)) ??
    fitting.find(({ name }) => keyOfName(name) === resource.key) ??
    named(resource.kind) ??
    (isExplicit ? IDS : VAGUE).map(named).find((member) => member !== undefined && resource.kind === 'id') ??
    onlyOne(fitting.filter(({ schema }) => isSameForm(schema, scalar.schema)))
  )
}

/** A text takes a number as well; a number no text. */
function isCompatible(wanted: ScalarMember['schema'], shown: ScalarMember['schema']): boolean {
  const [needed, given] = [wanted['type'], shown['type']]
  return needed === undefined || [needed].flat().includes('string') || [given].flat().some((type) => type !== 'string')
}

function isSameForm(one: ScalarMember['schema'], other: ScalarMember['schema']): boolean {
  if (one['pattern'] !== undefined || other['pattern'] !== undefined) return one['pattern'] === other['pattern']
  return one['format'] !== undefined && one['format'] === other['format'] && one['type'] === 'string'
}

function onlyOne<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined
}

/** Whether both are described by one named schema, whose name says more than that it is an id. */
export function isSameComponent(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || one !== other) return false
  const name = /\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(one)?.[1]
  return name !== undefined && idNameOf(name).stem !== ''
}

/** The resource that a member identifies although the operation is about another one: `merchantId`, `customer/id`. */
function foreignKey(
  member: ScalarMember,
  { known, pathIds }: Resources,
  own: OwnResource | undefined,
  schemas: Identified,
): string | undefined {
  const described = member.component === undefined ? undefined : schemas.get(member.component)
  const of = described === 'several' ? undefined : described
  const same = pathIds.find(({ scalar }) => isSameComponent(scalar.document, member.document))
  const key = of?.name === member.name ? of.key : (same?.resource.key ?? keyOfMember(member, { known, pathIds }))
  // In an object of a resource, another member that bears its name is somebody else's id of it.
  if (key === undefined || !known.has(key) || (key === of?.key && of.name !== member.name)) return undefined
  return key === own?.pathId.resource.key && of?.name !== member.name ? undefined : key
}

/** The resource that a member names: by its words, or by what holds it. */
export function keyOfMember(
  member: Pick<ScalarMember, 'name' | 'owner'>,
  { known, pathIds }: Pick<Resources, 'known' | 'pathIds'>,
): string | undefined {
  const { isExplicit } = idNameOf(member.name)
  const named = keyOfName(member.name) ?? keyOfOwner(member)
  if (named === undefined || !known.has(named)) return undefined
  return isExplicit || isAlone(member.name, pathIds) ? named : undefined
}

/** `customer: cus_1`: a plain word is an id only where a path takes the same word as one. */
function isAlone(name: string, pathIds: Resources['pathIds']): boolean {
  const key = keyOf(stemOf(wordsOf(name)), 'id')
  return pathIds.some(({ parameter, resource }) => resource.key === key && !idNameOf(parameter.name).isExplicit)
}

/** `id` below `customer`, or in the items of `customers`. */
function keyOfOwner({ name, owner }: Pick<ScalarMember, 'name' | 'owner'>): string | undefined {
  const { stem, kind, isExplicit } = idNameOf(name)
  const holder = tokensOf(owner).findLast((token) => token !== '*')
  return stem !== '' || !isExplicit || holder === undefined ? undefined : keyOf(stemOf(wordsOf(holder)), kind)
}

/** OpenAPI Link Objects: `parameters: { paymentId: $response.body#/id }`. */
function linked(
  contract: Contract,
  { operationId }: Operation,
  { links }: ResponseModel,
  { pathIds }: Resources,
): readonly Shown[] {
  return Object.values(links).flatMap((link): readonly Shown[] => {
    if (!isJsonObject(link) || !isJsonObject(link['parameters'])) return []
    const target = targetOf(contract, link)
    return Object.entries(link['parameters']).flatMap(([parameter, expression]): readonly Shown[] => {
      const name = parameter.replace(/^path\./, '')
      const pathId = pathIds.find((one) => one.operation === target && one.parameter.name === name)
      const from = sourceOf(expression)
      if (pathId === undefined || from === undefined) return []
      return [{ key: pathId.resource.key, producer: { operationId, from, creates: false } }]
    })
  })
}

function targetOf(contract: Contract, link: { readonly [name: string]: Json }): Operation | undefined {
  const { operationId, operationRef } = link
  return contract.operations.find(
    (operation) =>
      operation.operationId === operationId || (typeof operationRef === 'string' && operation.pointer === operationRef),
  )
}

function sourceOf(expression: Json): Producer['from'] | undefined {
  if (typeof expression !== 'string') return undefined
  const [, pointer] = /^\{?\$response\.body#(\/[^}]*)\}?$/.exec(expression) ?? []
  if (pointer !== undefined) return { in: 'body', pointer: child('', ...tokensOf(pointer)) }
  const [, header] = /^\{?\$response\.header\.([^}]+)\}?$/.exec(expression) ?? []
  return header === undefined ? undefined : { in: 'header', name: header }
}
