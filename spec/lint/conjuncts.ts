import type { JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import type { LintContext } from './rule.ts'

/**
 * The schemas that a value must satisfy all together: the schema itself, what its `$ref` leads to, and the members
 * of its `allOf`, to any depth, each once.
 */
export function conjunctsOf(
  schema: JsonObject,
  context: Pick<LintContext, 'contract' | 'resolve'>,
): readonly JsonObject[] {
  const seen = new Set<JsonObject>()
  const found: JsonObject[] = []
  const pending: JsonObject[] = [schema]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const target = typeof next['$ref'] === 'string' ? context.resolve(next) : undefined
    if (target !== undefined) pending.push(target)
    // In 3.0 nothing counts beside a reference.
    if (target !== undefined && context.contract.dialect === 'oas-3.0') continue
    found.push(next)
    const { allOf } = next
    if (Array.isArray(allOf)) pending.push(...allOf.filter(isJsonObject).toReversed())
  }
  return found
}

/** The member schemas of `properties` over all conjuncts, by name, references not followed. */
export function propertiesOf(conjuncts: readonly JsonObject[]): ReadonlyMap<string, readonly JsonObject[]> {
  const byName = new Map<string, JsonObject[]>()
  for (const { properties } of conjuncts) {
    if (!isJsonObject(properties)) continue
    for (const [name, schema] of Object.entries(properties)) {
      const list = byName.get(name) ?? []
      if (isJsonObject(schema)) list.push(schema)
      byName.set(name, list)
    }
  }
  return byName
}

/** The names in `required` over all conjuncts. */
export function requiredOf(conjuncts: readonly JsonObject[]): ReadonlySet<string> {
  const names = conjuncts.flatMap(({ required }) => (Array.isArray(required) ? required : []))
  return new Set(names.filter((name): name is string => typeof name === 'string'))
}
