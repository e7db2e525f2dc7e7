import { isJsonObject, type Json, type JsonObject, jsonEquals } from '../core/json.ts'
import { openDocument, REFERENCES, type SchemaNode } from '../generators/schema/document.ts'
import type { SchemaFiles } from '../generators/schema/identifiers.ts'
import { satisfies } from '../generators/schema/evaluate.ts'

/**
 * What a value shows of its schema: members of enums, both booleans, branches, optional members there and not there, and
 * lengths, counts and numbers at their bounds. Read off the value, whatever made it.
 */
export function featuresOf(schema: JsonObject | boolean, files: SchemaFiles = {}): (value: Json) => readonly string[] {
  const document = openDocument(schema, files)

  function walk(node: SchemaNode, value: Json, found: string[]): void {
    if (typeof node.schema === 'boolean') return
    const { schema: own, pointer } = node
    const show = (what: string): void => void found.push(`${pointer} ${what}`)
    for (const keyword of REFERENCES) {
      const target = document.target(node, keyword)
      if (target !== undefined) walk(target, value, found)
    }
    for (const [index, part] of partsOf(own['allOf'])) walk(document.below(node, part, 'allOf', index), value, found)
    for (const keyword of ['oneOf', 'anyOf'] as const) {
      for (const [index, part] of partsOf(own[keyword])) {
        const branch = document.below(node, part, keyword, index)
        if (!satisfies(document, branch, value)) continue
        show(`${keyword} ${index}`)
        walk(branch, value, found)
      }
    }
    const member = partsOf(own['enum']).find(([, each]) => jsonEquals(each, value))
    if (member !== undefined) show(`enum ${member[0]}`)
    if (own['type'] !== undefined && (typeof value === 'boolean' || value === null)) show(String(value))
    for (const [keyword, size] of sizesOf(value)) if (own[keyword] === size) show(keyword)
    if (Array.isArray(value)) {
      const items = own['items']
      for (const item of value) if (items !== undefined) walk(document.below(node, items, 'items'), item as Json, found)
    } else if (isJsonObject(value) && isJsonObject(own['properties'])) {
      for (const [name, part] of Object.entries(own['properties'])) {
        show(`${name} ${Object.hasOwn(value, name) ? 'present' : 'absent'}`)
        const inner = value[name]
        if (inner !== undefined) walk(document.below(node, part, 'properties', name), inner, found)
      }
    }
  }

  return (value) => {
    const found: string[] = []
    walk(document.root, value, found)
    return found
  }
}

function partsOf(list: Json | undefined): readonly (readonly [number, Json])[] {
  return Array.isArray(list) ? [...(list as readonly Json[]).entries()] : []
}

function sizesOf(value: Json): readonly (readonly [string, number])[] {
  if (typeof value === 'number')
    return [
      ['minimum', value],
      ['maximum', value],
    ]
  if (typeof value === 'string') {
    const length = Array.from(value).length
    return [
      ['minLength', length],
      ['maxLength', length],
    ]
  }
  if (Array.isArray(value))
    return [
      ['minItems', value.length],
      ['maxItems', value.length],
    ]
  return []
}
