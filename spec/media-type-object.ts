import type { MediaType, ParameterStyle, PropertyEncoding } from './model.ts'
import { isJsonObject } from '../core/json.ts'
import { entriesAt, isSet, type LocatedObject, memberAt, type ModelContext, resolvedObject } from './model-context.ts'
import { examplesOf } from './example.ts'
import { schemaAt } from './schema-place.ts'

const STYLES: readonly ParameterStyle[] = [
  'matrix',
  'label',
  'simple',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
]

/** The media types under `content`, in document order. */
export function contentOf(context: ModelContext, at: LocatedObject): readonly MediaType[] {
  return entriesAt(context, at, 'content').map(([mediaType, entry]) => {
    const found = resolvedObject(context, entry, 'a media type')
    if (found === undefined) return { mediaType, examples: [], encoding: {}, pointer: entry.pointer }
    const schema = schemaAt(context, found, 'schema')
    return {
      mediaType,
      ...(schema === undefined ? {} : { schema: schema.pointer }),
      examples: examplesOf(context, found, schema),
      encoding: encodingOf(context, found),
      pointer: found.pointer,
    }
  })
}

function encodingOf(context: ModelContext, at: LocatedObject): Readonly<Record<string, PropertyEncoding>> {
  if (memberAt(at, 'encoding') === undefined) return {}
  return Object.fromEntries(
    entriesAt(context, at, 'encoding').flatMap(([property, { node }]) => {
      if (!isJsonObject(node)) return []
      const { contentType, explode, allowReserved } = node
      const style = styleOf(node['style'])
      const encoding: PropertyEncoding = {
        ...(typeof contentType === 'string' ? { contentType } : {}),
        ...(style === undefined ? {} : { style }),
        ...(explode === undefined ? {} : { explode: isSet(explode) }),
        ...(allowReserved === undefined ? {} : { allowReserved: isSet(allowReserved) }),
      }
      return [[property, encoding]]
    }),
  )
}

/** A style by its name, or `undefined`. */
export function styleOf(value: unknown): ParameterStyle | undefined {
  return STYLES.find((style) => style === value)
}
