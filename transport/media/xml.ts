import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { textOf } from '../text.ts'
import { followReference, memberSchema } from './property.ts'

/** Deeper values than this are cut: no schema of a real XML body describes them. */
const MAX_DEPTH = 64

/**
 * An XML document by the `xml` hints of the schema (name, prefix, namespace, attribute, wrapped). What has no hint is
 * an element named after its property.
 *
 * @param rootName - of the document element where the schema does not name it
 */
export function encodeXml(value: Json, schema: JsonObject | undefined, rootName: string): string {
  const root = schema ?? {}
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(rootName, value, followReference(root, schema), root, MAX_DEPTH)}`
}

function element(name: string, value: Json, schema: JsonObject | undefined, root: JsonObject, depth: number): string {
  const hints = hintsOf(schema)
  const tag = xmlName(hints, name)
  const opening = `${tag}${namespaceOf(hints)}`
  if (depth === 0 || value === null) return `<${opening}/>`
  if (Array.isArray(value)) {
    const items = followReference(root, schema?.['items'])
    const inner = value.map((item) => element(tag, item, items, root, depth - 1)).join('')
    return `<${opening}>${inner}</${tag}>`
  }
  if (!isJsonObject(value)) return `<${opening}>${escaped(textOf(value))}</${tag}>`
  let attributes = ''
  let children = ''
  for (const [member, item] of Object.entries(value)) {
    const described = memberSchema(root, schema, member)
    const memberHints = hintsOf(described)
    if (memberHints['attribute'] === true) attributes += ` ${xmlName(memberHints, member)}="${escaped(textOf(item))}"`
    else children += memberElement(member, item, described, root, depth - 1)
  }
  return `<${opening}${attributes}>${children}</${tag}>`
}

/** An array is its items side by side, each under the property's name, unless it is `wrapped`. */
function memberElement(
  name: string,
  value: Json,
  schema: JsonObject | undefined,
  root: JsonObject,
  depth: number,
): string {
  if (!Array.isArray(value)) return element(name, value, schema, root, depth)
  const hints = hintsOf(schema)
  const items = followReference(root, schema?.['items'])
  const itemName = hints['wrapped'] === true ? name : xmlName(hints, name)
  const inner = value.map((item) => element(itemName, item, items, root, depth - 1)).join('')
  if (hints['wrapped'] !== true) return inner
  const tag = xmlName(hints, name)
  return `<${tag}${namespaceOf(hints)}>${inner}</${tag}>`
}

function hintsOf(schema: JsonObject | undefined): JsonObject {
  const hints = schema?.['xml']
  return isJsonObject(hints) ? hints : {}
}

function xmlName(hints: JsonObject, fallback: string): string {
  const local = typeof hints['name'] === 'string' ? hints['name'] : fallback
  const legal = local.replace(/[^\p{L}\p{N}_.:-]/gu, '_').replace(/^(?![\p{L}_])/u, '_')
  return typeof hints['prefix'] === 'string' ? `${hints['prefix']}:${legal}` : legal
}

function namespaceOf(hints: JsonObject): string {
  if (typeof hints['namespace'] !== 'string') return ''
  const prefix = typeof hints['prefix'] === 'string' ? `:${hints['prefix']}` : ''
  return ` xmlns${prefix}="${escaped(hints['namespace'])}"`
}

/** XML 1.0 has no place for control characters, escaped or not: they become U+FFFD. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')
}
