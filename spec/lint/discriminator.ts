import { child } from '../../core/json-pointer.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import { lastToken } from '../document-pointer.ts'
import type { DocumentPointer } from '../model.ts'
import { conjunctsOf, propertiesOf, requiredOf } from './conjuncts.ts'
import type { LintContext } from './rule.ts'

/** A branch of a discriminated oneOf or anyOf. */
export interface Branch {
  readonly pointer: DocumentPointer
  /** By identity, what a mapping may lead to. */
  readonly target: JsonObject
  /** The name of the schema it refers to; absent for a branch written in place. */
  readonly name: string | undefined
  readonly describesTag: boolean
  readonly requiresTag: boolean
  /** The values that const or enum leave for the tag; `undefined` where they leave it open. */
  readonly tags: ReadonlySet<string> | undefined
}

/** The branches that a tag chooses between; none where the schema has no oneOf or anyOf. */
export function branchesOf(schema: JsonObject, propertyName: string, context: LintContext): readonly Branch[] {
  const keyword = Array.isArray(schema['oneOf']) ? 'oneOf' : 'anyOf'
  const list = schema[keyword]
  if (!Array.isArray(list)) return []
  // What stands beside the branches holds for each of them.
  const around = conjunctsOf(schema, context)
  return list.flatMap((branch: Json, i) => {
    const target = isJsonObject(branch) ? context.resolve(branch) : undefined
    // Null carries no tag.
    if (!isJsonObject(branch) || target === undefined || target['type'] === 'null') return []
    const conjuncts = [...conjunctsOf(branch, context), ...around]
    const members = propertiesOf(conjuncts).get(propertyName)
    // Alternatives within a branch may each describe the tag in their own way.
    const isNested = conjuncts.some(
      (one) => one !== schema && (Array.isArray(one['oneOf']) || Array.isArray(one['anyOf'])),
    )
    return [
      {
        pointer: child(context.pointerOf(schema), keyword, i),
        target,
        name: typeof branch['$ref'] === 'string' ? lastToken(context.pointerOf(target)) : undefined,
        describesTag: members !== undefined || isNested,
        requiresTag: requiredOf(conjuncts).has(propertyName) || isNested,
        tags: members === undefined ? undefined : fixedValues(members, context),
      },
    ]
  })
}

/** What a mapping's value leads to: the name of a schema under `components`, or a reference. */
export function mappedSchema(schema: JsonObject, value: Json, context: LintContext): JsonObject | undefined {
  if (typeof value !== 'string') return undefined
  const root = context.contract.documents['']
  const components = isJsonObject(root) ? root['components'] : undefined
  const schemas = isJsonObject(components) ? components['schemas'] : undefined
  const named = isJsonObject(schemas) && Object.hasOwn(schemas, value) ? schemas[value] : undefined
  return named === undefined ? context.resolveFrom(schema, value) : context.resolve(named)
}

function fixedValues(members: readonly JsonObject[], context: LintContext): ReadonlySet<string> | undefined {
  let common: readonly string[] | undefined
  for (const { const: constant, enum: listed } of members.flatMap((member) => conjunctsOf(member, context))) {
    const values = constant === undefined ? listed : [constant]
    if (!Array.isArray(values)) continue
    const tags = values.map(String)
    common = common === undefined ? tags : common.filter((tag) => tags.includes(tag))
  }
  return common === undefined ? undefined : new Set(common)
}
