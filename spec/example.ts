import { isJsonObject, type Json } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { Example } from './model.ts'
import { entriesAt, type LocatedObject, memberAt, type ModelContext, resolved } from './model-context.ts'
import { follow, type Located } from './reference.ts'

/**
 * The examples of a parameter, header or media type: `examples` and `example`; where there is none, the first of the
 * schema's own, named `schema-example`. External values are left out.
 */
export function examplesOf(context: ModelContext, at: LocatedObject, schema: Located | undefined): readonly Example[] {
  const named = entriesAt(context, at, 'examples').flatMap(([name, example]) => namedExample(context, name, example))
  const single = memberAt(at, 'example')
  const found = single === undefined ? named : [...named, singleExample(context, single)]
  if (found.length > 0 || schema === undefined) return found
  return schemaExample(context, schema)
}

function namedExample(context: ModelContext, name: string, at: Located): readonly Example[] {
  const { pointer, node } = resolved(context, at)
  if (node === null) return []
  // Some documents put the value where the Example Object belongs.
  if (!isJsonObject(node)) return [{ name, value: node, pointer }]
  const value = node['value']
  return value === undefined ? [] : [{ name, value, pointer: child(pointer, 'value') }]
}

/** `example: { $ref }` is not in the standard, but what its authors mean is clear. */
function singleExample(context: ModelContext, at: Located): Example {
  const end = follow(context.set, at)
  if (end.kind === 'broken' || end.pointer === at.pointer)
    return { name: 'example', value: at.node, pointer: at.pointer }
  const value: Json | undefined = isJsonObject(end.node) ? end.node['value'] : undefined
  return value === undefined
    ? { name: 'example', value: end.node, pointer: end.pointer }
    : { name: 'example', value, pointer: child(end.pointer, 'value') }
}

function schemaExample(context: ModelContext, schema: Located): readonly Example[] {
  // What a schema's reference is worth is checked with all of them.
  const end = follow(context.set, schema)
  if (end.kind === 'broken' || !isJsonObject(end.node)) return []
  const { pointer, node } = end
  const name = 'schema-example'
  const { example, examples } = node
  if (example !== undefined) return [{ name, value: example, pointer: child(pointer, 'example') }]
  const first = Array.isArray(examples) ? (examples as readonly Json[])[0] : undefined
  return first === undefined ? [] : [{ name, value: first, pointer: child(pointer, 'examples', 0) }]
}
