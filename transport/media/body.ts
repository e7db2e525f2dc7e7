import type { DraftBody } from '../../core/case.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { tokensOf } from '../../core/json-pointer.ts'
import { bodyKindOf, essenceOf, isMediaRange, mediaTypeMatches } from '../../core/media-type.ts'
import type { Contract, MediaType, Operation } from '../../spec/model.ts'
import { schemaView, type SchemaView } from '../../spec/schema-view.ts'
import { encodeForm } from './form.ts'
import { encodeJson } from './json.ts'
import { encodeMultipart } from './multipart.ts'
import { memberSchema } from './property.ts'
import { encodeText } from './text.ts'
import { encodeXml } from './xml.ts'

export interface EncodedBody {
  /** Absent only where a draft of ready-made bytes wants none. */
  readonly contentType: string | undefined
  readonly content: string | Uint8Array
}

/** Writes a draft's body as its media type asks; ready-made bytes stay as they are. */
export function encodeBody(contract: Contract, operation: Operation, body: DraftBody): EncodedBody {
  if (body.kind === 'raw') return { contentType: body.contentType, content: body.content }
  const documented = documentedMedia(operation, body.mediaType)
  const mediaType = isMediaRange(body.mediaType) ? 'application/json' : body.mediaType
  const content = body.value
  switch (bodyKindOf(mediaType)) {
    case 'json':
      return { contentType: mediaType, content: encodeJson(content) }
    case 'form':
      return { contentType: mediaType, content: encodeForm(content, documented?.encoding ?? {}) }
    case 'multipart':
      return multipart(mediaType, content, documented, viewOf(contract, documented))
    case 'xml':
      return { contentType: mediaType, content: xml(content, viewOf(contract, documented)) }
    case 'text':
    case 'binary':
      return { contentType: mediaType, content: encodeText(content) }
  }
}

/** The documented media type that a concrete one belongs to: as written, else by essence, else by range. */
function documentedMedia(operation: Operation, mediaType: string): MediaType | undefined {
  const content = operation.requestBody?.content ?? []
  return (
    content.find((media) => media.mediaType === mediaType) ??
    content.find((media) => essenceOf(media.mediaType) === essenceOf(mediaType)) ??
    content.find((media) => mediaTypeMatches(media.mediaType, mediaType))
  )
}

function viewOf(contract: Contract, media: MediaType | undefined): SchemaView | undefined {
  return media?.schema === undefined ? undefined : schemaView(contract, media.schema, 'request')
}

function objectSchema(view: SchemaView | undefined): JsonObject | undefined {
  return isJsonObject(view?.schema) ? view.schema : undefined
}

function multipart(
  mediaType: string,
  value: Json,
  documented: MediaType | undefined,
  view: SchemaView | undefined,
): EncodedBody {
  const schema = objectSchema(view)
  const schemaOf = (name: string): JsonObject | undefined => schema && memberSchema(schema, schema, name)
  const { content, boundary } = encodeMultipart(value, { encodings: documented?.encoding ?? {}, schemaOf })
  return { contentType: `${essenceOf(mediaType)}; boundary=${boundary}`, content }
}

function xml(value: Json, view: SchemaView | undefined): string {
  const schema = objectSchema(view)
  return encodeXml(value, schema, schema === undefined ? 'root' : rootName(schema, view as SchemaView))
}

/** OpenAPI 3.1 §4.8.26: the document element is named after the component that describes it. */
function rootName(schema: JsonObject, view: SchemaView): string {
  const reference = typeof schema['$ref'] === 'string' ? schema['$ref'] : view.pointerOf(schema)
  const tokens = reference === undefined ? [] : tokensOf(reference)
  return ['schemas', '$defs'].includes(tokens.at(-2) ?? '') ? (tokens.at(-1) as string) : 'root'
}
