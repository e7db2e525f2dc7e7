import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'

/** A choice among branches that holds at a place. */
export interface Choice {
  readonly part: JsonObject
  readonly keyword: 'oneOf' | 'anyOf'
  readonly branches: readonly (JsonObject | boolean)[]
  /** The member that the choice is made by. */
  readonly tag: string | undefined
  /** The branch that each value of that member means, by index. */
  readonly tags: Readonly<Record<string, Json>>
}

const MOST_PARTS = 60

/** The schemas that hold together with these: `$ref`s within the root followed, `allOf` opened. */
export function partsOf(root: JsonObject | boolean, schemas: readonly Json[]): readonly JsonObject[] {
  const parts = new Set<JsonObject>()
  const pending = [...schemas]
  for (let next = pending.shift(); next !== undefined && parts.size < MOST_PARTS; next = pending.shift()) {
    if (!isJsonObject(next) || parts.has(next)) continue
    parts.add(next)
    const target = typeof next['$ref'] === 'string' ? valueAt(root, next['$ref']) : undefined
    if (isJsonObject(target)) pending.push(target)
    if (Array.isArray(next['allOf'])) pending.push(...(next['allOf'] as readonly Json[]))
  }
  return [...parts]
}

/** The choices that the parts leave open. */
export function choicesOf(parts: readonly JsonObject[]): readonly Choice[] {
  return parts.flatMap((part) =>
    (['oneOf', 'anyOf'] as const).flatMap((keyword): readonly Choice[] => {
      const branches = part[keyword]
      if (!Array.isArray(branches) || branches.length === 0) return []
      const discriminator = part['discriminator']
      const { propertyName: tag, branches: tags } = isJsonObject(discriminator) ? discriminator : {}
      return [
        {
          part,
          keyword,
          branches: branches.filter((branch) => isJsonObject(branch) || typeof branch === 'boolean'),
          tag: typeof tag === 'string' && isJsonObject(tags) ? tag : undefined,
          tags: isJsonObject(tags) ? tags : {},
        },
      ]
    }),
  )
}

const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const
export type TypeName = (typeof TYPES)[number]

/** The types that a place allows, by the parts that say so; `undefined` where none does. */
export function typesOf(parts: readonly JsonObject[]): ReadonlySet<TypeName> | undefined {
  let allowed: ReadonlySet<TypeName> | undefined
  for (const part of parts) {
    const named = [part['type']].flat().filter((type) => TYPES.some((known) => known === type)) as TypeName[]
    if (named.length === 0) continue
    const types = new Set(named.includes('number') ? [...named, 'integer' as const] : named)
    const before: ReadonlySet<TypeName> = allowed ?? types
    allowed = new Set([...types].filter((type) => before.has(type)))
  }
  return allowed
}

/** The parts that have a keyword, each with its value. */
export function withKeyword(
  parts: readonly JsonObject[],
  keyword: string,
): readonly { readonly part: JsonObject; readonly limit: Json }[] {
  return parts.flatMap((part) => {
    const limit = part[keyword]
    return limit === undefined ? [] : [{ part, limit }]
  })
}

/** The parts with a number under a keyword; the tightest first. */
export function withNumber(
  parts: readonly JsonObject[],
  keyword: string,
  tightest: 'largest' | 'smallest',
): readonly { readonly part: JsonObject; readonly limit: number }[] {
  const sign = tightest === 'largest' ? -1 : 1
  return withKeyword(parts, keyword)
    .flatMap(({ part, limit }) => (typeof limit === 'number' && Number.isFinite(limit) ? [{ part, limit }] : []))
    .toSorted((left, right) => sign * (left.limit - right.limit))
}

/** The schemas of a member by name, in every part that names it. */
export function memberSchemas(parts: readonly JsonObject[], name: string): readonly Json[] {
  return parts.flatMap((part) => {
    const properties = part['properties']
    return isJsonObject(properties) && Object.hasOwn(properties, name) ? [properties[name] as Json] : []
  })
}

/** The names that parts list under `properties`. */
export function memberNames(parts: readonly JsonObject[]): readonly string[] {
  return [
    ...new Set(parts.flatMap((part) => (isJsonObject(part['properties']) ? Object.keys(part['properties']) : []))),
  ]
}

/** The parts with some keywords left out, to draw values that need not keep to them. */
export function without(parts: readonly JsonObject[], ...keywords: readonly string[]): readonly JsonObject[] {
  // `$ref` and `allOf` are opened already; leaving them in would bring the keywords back.
  const dropped = new Set(['$ref', 'allOf', '$defs', ...keywords])
  return parts.map((part) => Object.fromEntries(Object.entries(part).filter(([keyword]) => !dropped.has(keyword))))
}
