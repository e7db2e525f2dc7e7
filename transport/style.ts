import { isJsonObject, type Json } from '../core/json.ts'
import type { ParameterStyle } from '../spec/model.ts'
import { percentEncode, percentEncodeReserved, textOf } from './text.ts'

/** How a parameter is written (OpenAPI 3.1 §4.8.12.2, which is RFC 6570 with three styles added). */
export interface Styling {
  readonly name: string
  readonly style: ParameterStyle
  readonly explode: boolean
  readonly allowReserved?: boolean
}

/** A name and value as they stand in a query, a cookie or a form, already encoded. */
export type EncodedPair = readonly [name: string, value: string]

/** What replaces `{name}` in a path: `blue,black`, `.blue`, `;color=blue`. */
export function expandPath(styling: Styling, value: Json): string {
  const name = percentEncode(styling.name)
  if (styling.style === 'label') return `.${joined(value, styling.explode, styling.explode ? '.' : ',', percentEncode)}`
  if (styling.style !== 'matrix') return joined(value, styling.explode, ',', percentEncode)
  if (styling.explode && Array.isArray(value))
    return value.map((item) => matrixPair(name, percentEncode(textOf(item)))).join('')
  if (styling.explode && isJsonObject(value)) {
    return Object.entries(value)
      .map(([key, item]) => matrixPair(percentEncode(key), percentEncode(textOf(item))))
      .join('')
  }
  return matrixPair(name, joined(value, false, ',', percentEncode))
}

/** RFC 6570 §3.2.7: an empty value leaves out the equals sign. */
function matrixPair(name: string, value: string): string {
  return value === '' ? `;${name}` : `;${name}=${value}`
}

/** The pairs that a value adds to a query or a form; none for `null` and for an empty array or object. */
export function expandQuery(styling: Styling, value: Json): readonly EncodedPair[] {
  const encode = styling.allowReserved === true ? percentEncodeReserved : percentEncode
  const name = percentEncode(styling.name)
  if (value === null) return []
  if (styling.style === 'deepObject' && typeof value === 'object') return deepPairs(styling.name, value, encode)
  if (Array.isArray(value)) {
    if (value.length === 0) return []
    if (styling.explode) return value.map((item) => [name, encode(textOf(item))])
    return [[name, value.map((item) => encode(textOf(item))).join(delimiterOf(styling.style))]]
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value)
    if (entries.length === 0) return []
    if (styling.explode) return entries.flatMap(([key, item]) => explodedMember(key, item, encode))
    return [
      [name, entries.flatMap(([key, item]) => [encode(key), encode(textOf(item))]).join(delimiterOf(styling.style))],
    ]
  }
  return [[name, encode(textOf(value))]]
}

/** A space or a pipe is not allowed in a query as it is, so the delimiter itself is encoded. */
function delimiterOf(style: ParameterStyle): string {
  if (style === 'spaceDelimited') return '%20'
  return style === 'pipeDelimited' ? '%7C' : ','
}

function explodedMember(key: string, item: Json, encode: (text: string) => string): readonly EncodedPair[] {
  if (Array.isArray(item)) return item.map((one) => [percentEncode(key), encode(textOf(one))])
  return [[percentEncode(key), encode(textOf(item))]]
}

/** `filter[status]=open`, and by the common convention deeper: `filter[tags][0]=a`, `filter[range][from]=1`. */
function deepPairs(prefix: string, value: Json, encode: (text: string) => string): readonly EncodedPair[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => deepPairs(`${prefix}[${index}]`, item, encode))
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([key, item]) => deepPairs(`${prefix}[${key}]`, item, encode))
  return value === null ? [] : [[percentEncode(prefix), encode(textOf(value))]]
}

/** A header's value: style `simple`, not percent-encoded (OpenAPI 3.1.1 §4.8.12.4), but never an illegal one. */
export function expandHeader(styling: Styling, value: Json): string {
  return headerSafe(joined(value, styling.explode, ',', (text) => text))
}

/** Percent-encodes what RFC 9110 §5.5 does not allow in a field value, so that a strange example can still be sent. */
export function headerSafe(text: string): string {
  return text.toWellFormed().replace(/[^\t\u0020-\u007e]/gu, (char) => encodeURIComponent(char))
}

/** The pairs that a value adds to the `Cookie` header. */
export function expandCookie(styling: Styling, value: Json): readonly EncodedPair[] {
  return expandQuery({ ...styling, style: 'form', allowReserved: false }, value)
}

/** `simple` and what is built on it: items, or names and values, joined; `=` between name and value where exploded. */
function joined(value: Json, explode: boolean, delimiter: string, encode: (text: string) => string): string {
  if (Array.isArray(value)) return value.map((item) => encode(textOf(item))).join(delimiter)
  if (isJsonObject(value)) {
    const between = explode ? '=' : ','
    return Object.entries(value)
      .map(([key, item]) => encode(key) + between + encode(textOf(item)))
      .join(delimiter)
  }
  return value === null ? '' : encode(textOf(value))
}
