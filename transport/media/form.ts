import { isJsonObject, type Json } from '../../core/json.ts'
import type { PropertyEncoding } from '../../spec/model.ts'
import { bodyKindOf } from '../../core/media-type.ts'
import { type EncodedPair, expandQuery } from '../style.ts'
import { percentEncode, textOf } from '../text.ts'

/**
 * An `application/x-www-form-urlencoded` body. A property with a style (or one of the keywords that go with it) is
 * written like a query parameter; otherwise by its content type: objects as JSON, arrays as one field per item
 * (OpenAPI 3.1.1 §4.8.15.1).
 */
export function encodeForm(value: Json, encodings: Readonly<Record<string, PropertyEncoding>>): string {
  if (!isJsonObject(value)) return textOf(value)
  return Object.entries(value)
    .flatMap(([name, item]) => pairsOf(name, item, Object.hasOwn(encodings, name) ? encodings[name] : undefined))
    .map(([name, text]) => `${name}=${text}`)
    .join('&')
}

function pairsOf(name: string, value: Json, encoding: PropertyEncoding | undefined): readonly EncodedPair[] {
  if (encoding !== undefined && isStyled(encoding)) {
    const style = encoding.style ?? 'form'
    const explode = encoding.explode ?? style === 'form'
    return expandQuery({ name, style, explode, allowReserved: encoding.allowReserved ?? false }, value)
  }
  const asJson = encoding?.contentType !== undefined && bodyKindOf(encoding.contentType) === 'json'
  if (Array.isArray(value) && !asJson) return value.map((item) => [percentEncode(name), percentEncode(textOf(item))])
  if (value === null && !asJson) return []
  return [[percentEncode(name), percentEncode(asJson ? JSON.stringify(value) : textOf(value))]]
}

function isStyled(encoding: PropertyEncoding): boolean {
  return encoding.style !== undefined || encoding.explode !== undefined || encoding.allowReserved !== undefined
}
