import { child } from '../core/json-pointer.ts'
import { examplesOf } from './example.ts'
import { contentOf, styleOf } from './media-type-object.ts'
import type { DocumentPointer, Parameter, ParameterStyle } from './model.ts'
import { isSet, itemsAt, type LocatedObject, type ModelContext, resolvedObject, textAt } from './model-context.ts'
import { leftoverSchema, schemaAt } from './schema-place.ts'

/** OAS 4.8.12.1: "If in is "header" and the name field is "Accept", "Content-Type" or "Authorization", the parameter definition SHALL be ignored." */
const IGNORED_HEADERS: readonly string[] = ['accept', 'content-type', 'authorization']

const STYLES: Readonly<Record<Parameter['in'], readonly ParameterStyle[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
}

const DEFAULT_STYLES: Readonly<Record<Parameter['in'], ParameterStyle>> = {
  path: 'simple',
  query: 'form',
  header: 'simple',
  cookie: 'form',
}

/**
 * The parameters of an operation: those of its path item, each replaced by the operation's own of the same name and
 * place; what the path template names and nobody declares is added without a schema.
 */
export function parametersOf(
  context: ModelContext,
  pathItem: LocatedObject,
  operation: LocatedObject,
  path: string,
): readonly Parameter[] {
  const found = new Map<string, Parameter>()
  for (const at of [...itemsAt(context, pathItem, 'parameters'), ...itemsAt(context, operation, 'parameters')]) {
    const declared = resolvedObject(context, at, 'a parameter')
    const parameter = declared === undefined ? undefined : parameterOf(context, declared)
    if (parameter !== undefined) found.set(keyOf(parameter), parameter)
  }
  for (const name of templateNames(path)) {
    const parameter = undeclared(name, operation.pointer)
    if (found.has(keyOf(parameter))) continue
    context.warn(operation.pointer, `path parameter {${name}} is not declared`)
    found.set(keyOf(parameter), parameter)
  }
  return [...found.values()]
}

/** The names between braces, in the order of the template. */
function templateNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] as string)
}

function keyOf({ name, in: place }: Parameter): string {
  return `${place} ${place === 'header' ? name.toLowerCase() : name}`
}

function parameterOf(context: ModelContext, at: LocatedObject): Parameter | undefined {
  const { node, pointer } = at
  const name = typeof node['name'] === 'number' ? String(node['name']) : node['name']
  const place = node['in']
  if (typeof name !== 'string' || !isPlace(place)) {
    context.warn(pointer, `a parameter needs a name and one of in: ${Object.keys(STYLES).join(', ')}`)
    return undefined
  }
  if (place === 'header' && IGNORED_HEADERS.includes(name.toLowerCase())) return undefined
  const style = STYLES[place].find((allowed) => allowed === styleOf(node['style'])) ?? DEFAULT_STYLES[place]
  const [content] = contentOf(context, at)
  const schema = content === undefined ? (schemaAt(context, at, 'schema') ?? leftoverSchema(at)) : undefined
  const schemaPointer = content === undefined ? schema?.pointer : content.schema
  const own = examplesOf(context, at, schema)
  const description = textAt(at, 'description')
  return {
    name,
    in: place,
    required: place === 'path' || isSet(node['required']),
    deprecated: isSet(node['deprecated']),
    allowEmptyValue: place === 'query' && isSet(node['allowEmptyValue']),
    allowReserved: place === 'query' && isSet(node['allowReserved']),
    style,
    explode: node['explode'] === undefined ? style === 'form' : isSet(node['explode']),
    ...(content === undefined ? {} : { mediaType: content.mediaType }),
    ...(schemaPointer === undefined ? {} : { schema: schemaPointer }),
    ...(description === undefined ? {} : { description }),
    examples: own.length > 0 ? own : (content?.examples ?? []),
    pointer,
  }
}

function isPlace(value: unknown): value is Parameter['in'] {
  return typeof value === 'string' && Object.hasOwn(STYLES, value)
}

function undeclared(name: string, operation: DocumentPointer): Parameter {
  return {
    name,
    in: 'path',
    required: true,
    deprecated: false,
    allowEmptyValue: false,
    allowReserved: false,
    style: 'simple',
    explode: false,
    examples: [],
    pointer: child(operation, 'parameters'),
  }
}
