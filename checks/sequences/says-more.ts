import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'

/**
 * What the body of a list says itself of there being more; `undefined` where it says nothing.
 *
 * @param flagIn - how an object says so
 */
export function saysMore(
  body: Json,
  flagIn: (object: JsonObject) => boolean | undefined = anyFlag,
): boolean | undefined {
  if (!isJsonObject(body)) return undefined
  const own = flagIn(body)
  if (own !== undefined) return own
  for (const name of ['meta', 'paging', 'pagination', 'page', 'pageInfo', 'page_info']) {
    const inner = body[name]
    const flag = isJsonObject(inner) ? flagIn(inner) : undefined
    if (flag !== undefined) return flag
  }
  return undefined
}

function anyFlag(object: JsonObject): boolean | undefined {
  for (const [name, value] of Object.entries(object)) {
    if (typeof value !== 'boolean') continue
    if (/^(?:has_?(?:more|next)(?:_?page)?|more|is_?truncated|truncated)$/i.test(name)) return value
    if (/^(?:is_?last(?:_?page)?|last|end)$/i.test(name)) return !value
  }
  return undefined
}

/** A flag whose name can mean nothing but a further page. */
export function clearFlag(object: JsonObject): boolean | undefined {
  const found = Object.entries(object).find(
    ([name, value]) => typeof value === 'boolean' && /^has_?(?:more|next)(?:_?page)?$/i.test(name),
  )
  return found === undefined ? undefined : found[1] === true
}
