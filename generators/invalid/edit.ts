import { isJsonObject, type Json } from '../../core/json.ts'
import { tokensOf } from '../../core/json-pointer.ts'

/** The value with another one at a pointer; members that are not there yet are added. */
export function withValueAt(root: Json, pointer: string, value: Json): Json {
  return replaced(root, tokensOf(pointer), value)
}

function replaced(target: Json, [token, ...rest]: readonly string[], value: Json): Json {
  if (token === undefined) return value
  if (Array.isArray(target)) {
    const index = Number(token)
    const items = target as readonly Json[]
    const inner = replaced(items[index] ?? null, rest, value)
    return index < items.length ? items.with(index, inner) : [...items, inner]
  }
  const members = isJsonObject(target) ? target : {}
  const inner = replaced(Object.hasOwn(members, token) ? (members[token] as Json) : {}, rest, value)
  return { ...members, [token]: inner }
}

/** An object without one of its members. */
export function withoutMember(value: Json, name: string): Json {
  if (!isJsonObject(value)) return value
  const { [name]: _, ...rest } = value
  return rest
}
