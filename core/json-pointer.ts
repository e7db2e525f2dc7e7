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

/** The unescaped tokens of a pointer, with or without the leading `#`. */
export function tokensOf(pointer: string): readonly string[] {
  const path = pointer.slice(pointer.indexOf('#') + 1)
  return path === '' ? [] : path.split('/').slice(1).map(unescapeToken)
}

/** The value at a pointer, or `undefined` where there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value: unknown = root
  for (const token of tokensOf(pointer)) {
    if (Array.isArray(value)) value = value[Number(token)]
    else if (isJsonObject(value) && Object.hasOwn(value, token)) value = value[token]
    else return undefined
  }
  return value
}
