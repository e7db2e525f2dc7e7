import { createHash } from 'node:crypto'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { isMediaRange } from '../../core/media-type.ts'
import type { PropertyEncoding } from '../../spec/model.ts'
import { textOf } from '../text.ts'

/** What is needed to write the parts: the encodings by property, and each property's schema. */
export interface MultipartContext {
  readonly encodings: Readonly<Record<string, PropertyEncoding>>
  schemaOf(property: string): JsonObject | undefined
}

export interface MultipartBody {
  readonly content: string
  /** Made from the content, so that the same value yields the same bytes; occurs nowhere in it. */
  readonly boundary: string
}

/** A multipart body, one part per property and one per item of an array (OpenAPI 3.1 §4.8.14.4). */
export function encodeMultipart(value: Json, context: MultipartContext): MultipartBody {
  const members = isJsonObject(value) ? Object.entries(value) : [['body', value] as const]
  const parts = members.flatMap(([name, item]) => partsOf(name, item, context))
  const boundary = boundaryFor(parts.join('\n'))
  const content = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')
  return { content: `${content}--${boundary}--\r\n`, boundary }
}

function partsOf(name: string, value: Json, context: MultipartContext): readonly string[] {
  if (value === null) return []
  const encoding = Object.hasOwn(context.encodings, name) ? context.encodings[name] : undefined
  const schema = context.schemaOf(name)
  if (!Array.isArray(value)) return [part(name, value, encoding, schema)]
  const items = schema?.['items']
  return value.map((item) => part(name, item, encoding, isJsonObject(items) ? items : undefined))
}

function part(
  name: string,
  value: Json,
  encoding: PropertyEncoding | undefined,
  schema: JsonObject | undefined,
): string {
  const file = isFile(value, schema)
  const disposition = `Content-Disposition: form-data; name="${quoted(name)}"${file ? `; filename="${quoted(name)}.bin"` : ''}`
  const type = contentTypeOf(value, encoding, schema, file)
  return `${disposition}${type === undefined ? '' : `\r\nContent-Type: ${type}`}\r\n\r\n${textOf(value)}`
}

function isFile(value: Json, schema: JsonObject | undefined): boolean {
  if (typeof value !== 'string' || schema === undefined) return false
  return (
    schema['format'] === 'binary' ||
    (schema['contentMediaType'] !== undefined && schema['contentEncoding'] === undefined)
  )
}

/** Documented, else by the value: a plain field needs none (RFC 7578 §4.4: text/plain). */
function contentTypeOf(
  value: Json,
  encoding: PropertyEncoding | undefined,
  schema: JsonObject | undefined,
  file: boolean,
): string | undefined {
  const documented = encoding?.contentType?.split(',', 1)[0]?.trim()
  if (documented !== undefined && documented !== '' && !isMediaRange(documented)) return documented
  if (documented?.toLowerCase().startsWith('image/')) return 'image/png'
  if (typeof value === 'object') return 'application/json'
  if (!file) return undefined
  const media = schema?.['contentMediaType']
  return typeof media === 'string' && !isMediaRange(media) ? media : 'application/octet-stream'
}

/** Escapes a name as browsers do (WHATWG HTML §4.10.21.8). */
function quoted(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
}

function boundaryFor(content: string): string {
  for (let salt = 0; ; salt++) {
    const boundary = `part-${createHash('sha256').update(`${salt}\n${content}`).digest('hex').slice(0, 24)}`
    if (!content.includes(boundary)) return boundary
  }
}
