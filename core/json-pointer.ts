import { isJsonObject } from './json.ts'

/** Escapes one reference token by RFC 6901. */
export function escapeToken(token: string | number): string {
  return String(token).replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Undoes {@link escapeToken}. */
export function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The pointer of a member or item: `child('/order', 'amount')` is `/order/amount`. Works on `#/…` fragments too. */
export function child(pointer: string, ...tokens: readonly (string | number)[]): string {
  return tokens.reduce<string>((path, token) => `${path}/${escapeToken(token)}`, pointer)
}

/** The pointer of what holds this, or `undefined` for a root. */
export function parentOf(pointer: string): string | undefined {
  const slash = pointer.lastIndexOf('/')
  return slash < 0 || tokensOf(pointer).length === 0 ? undefined : pointer.slice(0, slash)
}

/**
 * The unescaped tokens of a pointer: `/a~1b/0` and `#/a~1b/0` alike. A `#` further on belongs to a member name
 * (`/languages/C#`), so a pointer that begins with a document's id must be cut first (spec/document-pointer.ts).
 */
export function tokensOf(pointer: string): readonly string[] {
  const path = pointer.startsWith('#') ? pointer.slice(1) : pointer
  return path === '' ? [] : path.split('/').slice(1).map(unescapeToken)
}

/** The member or item of a value under an unescaped token, or `undefined`. */
export function memberOf(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined
  return isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined
}

/** The value at a pointer, or `undefined` where there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value: unknown = root
  for (const token of tokensOf(pointer)) value = memberOf(value, token)
  return value
}
