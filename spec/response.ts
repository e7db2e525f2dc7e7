import { isJsonObject, type JsonObject } from '../core/json.ts'
import { contentOf } from './media-type-object.ts'
import type { HeaderModel, ResponseModel } from './model.ts'
import {
  entriesAt,
  isSet,
  type LocatedObject,
  type ModelContext,
  resolved,
  resolvedObject,
  textAt,
} from './model-context.ts'
import type { Located } from './reference.ts'
import { leftoverSchema, schemaAt } from './schema-place.ts'

/** The documented responses of an operation, in document order; keys that are no status are noted and left out. */
export function responsesOf(context: ModelContext, operation: LocatedObject): readonly ResponseModel[] {
  const found = new Map<string, ResponseModel>()
  for (const [key, at] of entriesAt(context, operation, 'responses')) {
    const status = normalStatus(key)
    if (status === undefined) context.warn(at.pointer, `"${key}" is not a status, a range such as 2XX, or default`)
    else found.set(status, responseOf(context, status, at))
  }
  // Numbers among the keys come first in JavaScript; the map keeps them, and the order says nothing.
  return [...found.values()]
}

/** `200`, `2XX` or `default` however it was written, or `undefined`. */
function normalStatus(key: string): string | undefined {
  const text = key.trim().toUpperCase()
  if (text === 'DEFAULT') return 'default'
  return /^[1-5](?:\d\d|XX)$/.test(text) ? text : undefined
}

function responseOf(context: ModelContext, status: string, at: Located): ResponseModel {
  const found = resolvedObject(context, at, 'a response')
  if (found === undefined) return { status, description: '', headers: [], content: [], links: {}, pointer: at.pointer }
  return {
    status,
    description: textAt(found, 'description') ?? '',
    headers: entriesAt(context, found, 'headers').flatMap(([name, header]) => headerOf(context, name, header)),
    content: contentOf(context, found),
    links: linksOf(context, found),
    pointer: found.pointer,
  }
}

function headerOf(context: ModelContext, name: string, at: Located): readonly HeaderModel[] {
  // OAS 4.8.17: a response header named Content-Type SHALL be ignored.
  if (name.toLowerCase() === 'content-type') return []
  const found = resolvedObject(context, at, 'a header')
  if (found === undefined) return [{ name, required: false, explode: false, pointer: at.pointer }]
  const [content] = contentOf(context, found)
  const schema = (schemaAt(context, found, 'schema') ?? leftoverSchema(found))?.pointer
  const schemaPointer = content === undefined ? schema : content.schema
  return [
    {
      name,
      required: isSet(found.node['required']),
      explode: isSet(found.node['explode']),
      ...(content === undefined ? {} : { mediaType: content.mediaType }),
      ...(schemaPointer === undefined ? {} : { schema: schemaPointer }),
      pointer: found.pointer,
    },
  ]
}

function linksOf(context: ModelContext, response: LocatedObject): JsonObject {
  return Object.fromEntries(
    entriesAt(context, response, 'links').flatMap(([name, at]) => {
      const { node } = resolved(context, at)
      return isJsonObject(node) ? [[name, node]] : []
    }),
  )
}
