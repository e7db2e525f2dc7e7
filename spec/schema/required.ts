import { isJsonObject, type Json } from '../../core/json.ts'

/** Normalised keywords without demands for members that this side does not see. */
export function withoutRequired(keywords: Record<string, Json>, names: readonly string[]): Record<string, Json> {
  if (names.length === 0) return keywords
  const { required, dependentRequired, ...rest } = keywords
  const kept = remaining(required, names)
  const dependent = isJsonObject(dependentRequired)
    ? Object.entries(dependentRequired).flatMap(([name, others]) => {
        const left = names.includes(name) ? [] : remaining(others, names)
        return left.length === 0 ? [] : [[name, left] as const]
      })
    : []
  return {
    ...rest,
    ...(kept.length > 0 ? { required: kept } : {}),
    ...(dependent.length > 0 ? { dependentRequired: Object.fromEntries(dependent) } : {}),
  }
}

function remaining(list: Json | undefined, names: readonly string[]): readonly string[] {
  if (!Array.isArray(list)) return []
  return list.filter((name) => typeof name === 'string' && !names.includes(name))
}
