import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { responseFor } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import type { Call } from './call.ts'
import { refuseValue } from './problem.ts'
import { type SchemaJudge, schemaJudge } from './schema-judge.ts'

/**
 * Refuses what a patch would make of a resource where the contract does not describe it: a member that it does not know,
 * or a value that it does not allow. Judged by the answer that would show it.
 */
export function refuseUndescribed(call: Call, resource: JsonObject): void {
  const judge = judgeOf(call)
  if (judge === undefined) return
  const wrong = judge.firstError(resource)
  if (wrong !== undefined) refuseValue(wrong.at, wrong.message)
  const unknown = unknownMember(judge.schema, resource, '')
  if (unknown !== undefined) refuseValue(unknown, 'There is no such member')
}

/**
 * What a patch makes of a resource, without the members that the contract does not know: Payroc's own example of a patch
 * of a pricing intent has one. Refuses a value that the contract does not allow.
 */
export function describedPatch(call: Call, resource: JsonObject): JsonObject {
  const judge = judgeOf(call)
  if (judge === undefined) return resource
  const wrong = judge.firstError(resource)
  if (wrong !== undefined) refuseValue(wrong.at, wrong.message)
  const described = describedValue(judge.schema, resource, judge.schema)
  return isJsonObject(described) ? described : resource
}

/**
 * What a request says of the members that its contract describes: nothing else, and nothing that only the server may set,
 * finds its way into a resource. Refuses where there is no body.
 */
export function describedRequest({ contract, operation, body }: Call): JsonObject {
  const pointer = operation.requestBody?.content[0]?.schema
  // The contract lets the bodies of boarding be left out, though nothing can be made of nothing.
  if (pointer === undefined || !isJsonObject(body)) return refuseValue('body', 'A body is expected')
  const { schema } = schemaView(contract, pointer, 'request')
  const described = isJsonObject(schema) ? describedValue(schema, body, schema) : body
  return isJsonObject(described) ? described : {}
}

function describedValue(root: JsonObject, value: Json, schema: Json): Json {
  if (Array.isArray(value)) {
    const items = { anyOf: itemsOf(root, schema) }
    return value.map((item: Json) => describedValue(root, item, items))
  }
  if (!isJsonObject(value)) return value
  const described = membersOf(root, schema)
  if (described.size === 0) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const schemas = described.get(name)
      return schemas === undefined ? [] : [[name, describedValue(root, member, { anyOf: schemas })]]
    }),
  )
}

const judges = new WeakMap<object, SchemaJudge>()

function judgeOf({ contract, operation }: Call): SchemaJudge | undefined {
  const pointer = responseFor(operation, 200)?.content[0]?.schema
  if (pointer === undefined) return undefined
  const { schema } = schemaView(contract, pointer, 'response')
  if (!isJsonObject(schema)) return undefined
  const known = judges.get(schema) ?? schemaJudge(schema)
  judges.set(schema, known)
  return known
}

function unknownMember(root: JsonObject, value: Json, at: string, schema: Json = root): string | undefined {
  if (Array.isArray(value)) {
    return first(value, (item, index) => unknownMember(root, item, nameOf(at, index), { anyOf: itemsOf(root, schema) }))
  }
  if (!isJsonObject(value)) return undefined
  const described = membersOf(root, schema)
  // An object of which nothing is described may hold anything.
  if (described.size === 0) return undefined
  return first(Object.entries(value), ([name, member]) => {
    const schemas = described.get(name)
    if (schemas === undefined) return nameOf(at, name)
    return unknownMember(root, member, nameOf(at, name), { anyOf: schemas })
  })
}

/** The schemas of each member by its name, in all parts and branches of a schema. */
function membersOf(root: JsonObject, schema: Json): ReadonlyMap<string, readonly Json[]> {
  const members = new Map<string, readonly Json[]>()
  for (const part of partsOf(root, schema)) {
    if (!isJsonObject(part.properties)) continue
    for (const [name, member] of Object.entries(part.properties)) {
      members.set(name, [...(members.get(name) ?? []), member])
    }
  }
  return members
}

function itemsOf(root: JsonObject, schema: Json): readonly Json[] {
  return partsOf(root, schema).flatMap(({ items }) => (items === undefined ? [] : [items]))
}

function partsOf(root: JsonObject, schema: Json): readonly JsonObject[] {
  if (!isJsonObject(schema)) return []
  const { $ref } = schema
  const target = typeof $ref === 'string' ? [definitionOf(root, $ref)] : []
  const nested = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? list : []))
  return [schema, ...[...target, ...nested].flatMap((part: Json) => partsOf(root, part))]
}

/** In a view, every reference leads to a definition at its root. */
function definitionOf(root: JsonObject, reference: string): Json {
  const { $defs } = root
  const name = decodeURIComponent(reference.replace('#/$defs/', '')).replaceAll('~1', '/').replaceAll('~0', '~')
  return isJsonObject($defs) ? ($defs[name] ?? true) : true
}

function first<T>(items: readonly T[], find: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index)
    if (found !== undefined) return found
  }
  return undefined
}

function nameOf(at: string, name: string | number): string {
  return at === '' ? String(name) : `${at}.${name}`
}
