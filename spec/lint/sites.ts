import type { Json, JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import type { HttpMethod } from '../model.ts'
import type { Side } from '../schema-view.ts'
import { subschemasOf } from '../schema/subschemas.ts'

/** A media type object: what it is called, and the sides whose view its examples may follow. */
interface MediaTypeSite {
  readonly node: JsonObject
  readonly mediaType: string
  readonly sides: readonly Side[]
}

/** A parameter, or a header of a response. */
interface ParameterSite {
  readonly node: JsonObject
  readonly sides: readonly Side[]
}

interface ResponseSite {
  readonly node: JsonObject
  /** The key it stands under: a status, a range, `default`; absent under `components`. */
  readonly status?: string
}

export interface OperationSite {
  readonly node: JsonObject
  readonly method: HttpMethod
  /** Absent in callbacks and webhooks, which other servers serve. */
  readonly path?: string
  readonly pathItem: JsonObject
}

/** The objects of a contract by what they are, each distinct object once, `$ref`s followed, unused components included. */
export interface Sites {
  /** Schemas that say something of their own (in 3.0 nothing counts beside a `$ref`). */
  readonly schemas: readonly JsonObject[]
  /** Schemas with a `$ref`. */
  readonly references: readonly JsonObject[]
  /** Schemas that stand in an allOf, oneOf, anyOf, not, if, then or else: they tell only part of a value. */
  readonly partial: ReadonlySet<object>
  readonly parameters: readonly ParameterSite[]
  readonly headers: readonly ParameterSite[]
  readonly mediaTypes: readonly MediaTypeSite[]
  readonly responses: readonly ResponseSite[]
  readonly links: readonly JsonObject[]
  readonly operations: readonly OperationSite[]
}

const METHODS: readonly HttpMethod[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

const BOTH: readonly Side[] = ['request', 'response']

/**
 * Finds the sites of a document.
 *
 * @param resolve what the `$ref` of an object leads to, or the object itself
 */
export function collectSites(
  root: Json,
  dialect: 'oas-3.0' | 'json-schema-2020-12',
  resolve: (node: Json | undefined) => JsonObject | undefined,
): Sites {
  const schemas: JsonObject[] = []
  const references: JsonObject[] = []
  const partial = new Set<object>()
  const parameters: ParameterSite[] = []
  const headers: ParameterSite[] = []
  const mediaTypes: MediaTypeSite[] = []
  const responses: ResponseSite[] = []
  const links: JsonObject[] = []
  const operations: OperationSite[] = []
  const isNew = onceEach()

  const visitSchema = (start: Json | undefined): void => {
    const pending = [start]
    while (pending.length > 0) {
      const node = pending.pop()
      if (!isJsonObject(node) || !isNew(node, 'schema')) continue
      if (typeof node['$ref'] === 'string') {
        references.push(node)
        pending.push(resolve(node))
        if (dialect === 'oas-3.0' || Object.keys(node).length === 1) continue
      }
      schemas.push(node)
      for (const { node: inner, role } of subschemasOf(node)) {
        // What is about the same value tells only part of it.
        if (role !== 'inside') partial.add(resolve(inner) ?? schemas)
        pending.push(inner)
      }
      for (const keyword of ['$defs', 'definitions'])
        pending.push(...entriesOf(node[keyword]).map(([, inner]) => inner))
    }
  }

  const visitContent = (content: Json | undefined, sides: readonly Side[]): void => {
    for (const [mediaType, node] of entriesOf(content)) {
      if (!isJsonObject(node) || !isNew(node, `media type ${mediaType} ${sides.join()}`)) continue
      mediaTypes.push({ node, mediaType, sides })
      visitSchema(node['schema'])
      for (const [, encoding] of entriesOf(node['encoding'])) {
        if (isJsonObject(encoding)) visitHeaders(encoding['headers'], sides)
      }
    }
  }

  const visitParameter = (reference: Json, sides: readonly Side[], list: ParameterSite[]): void => {
    const node = resolve(reference)
    if (node === undefined || !isNew(node, `parameter ${sides.join()}`)) return
    list.push({ node, sides })
    visitSchema(node['schema'])
    visitContent(node['content'], sides)
  }

  const visitHeaders = (map: Json | undefined, sides: readonly Side[]): void => {
    for (const [, header] of entriesOf(map)) visitParameter(header, sides, headers)
  }

  const visitRequestBody = (reference: Json | undefined, sides: readonly Side[]): void => {
    const node = resolve(reference)
    if (node !== undefined && isNew(node, `body ${sides.join()}`)) visitContent(node['content'], sides)
  }

  const visitResponse = (reference: Json, sides: readonly Side[], status?: string): void => {
    const node = resolve(reference)
    if (node === undefined || !isNew(node, `response ${status} ${sides.join()}`)) return
    responses.push(status === undefined ? { node } : { node, status })
    visitHeaders(node['headers'], sides)
    visitContent(node['content'], sides)
    for (const [, link] of entriesOf(node['links'])) visitLink(link)
  }

  const visitLink = (reference: Json): void => {
    const node = resolve(reference)
    if (node !== undefined && isNew(node, 'link')) links.push(node)
  }

  const visitCallback = (reference: Json): void => {
    const node = resolve(reference)
    if (node === undefined || !isNew(node, 'callback')) return
    for (const [, pathItem] of fixedEntriesOf(node)) visitPathItem(pathItem)
  }

  const visitPathItem = (reference: Json, path?: string): void => {
    const pathItem = resolve(reference)
    if (pathItem === undefined || !isNew(pathItem, `path item ${path}`)) return
    // Whoever receives a callback is not the server: both readings of readOnly and writeOnly are met.
    const here: readonly Side[] = path === undefined ? BOTH : ['request']
    const back: readonly Side[] = path === undefined ? BOTH : ['response']
    for (const parameter of itemsOf(pathItem['parameters'])) visitParameter(parameter, here, parameters)
    for (const [key, node] of entriesOf(pathItem)) {
      const method = METHODS.find((candidate) => candidate === key)
      if (method === undefined || !isJsonObject(node)) continue
      operations.push(path === undefined ? { node, method, pathItem } : { node, method, path, pathItem })
      for (const parameter of itemsOf(node['parameters'])) visitParameter(parameter, here, parameters)
      visitRequestBody(node['requestBody'], here)
      for (const [status, response] of fixedEntriesOf(node['responses'])) visitResponse(response, back, status)
      for (const [, callback] of entriesOf(node['callbacks'])) visitCallback(callback)
    }
  }

  const document = isJsonObject(root) ? root : {}
  const components = isJsonObject(document['components']) ? document['components'] : {}
  for (const [path, pathItem] of fixedEntriesOf(document['paths'])) visitPathItem(pathItem, path)
  for (const [, pathItem] of entriesOf(document['webhooks'])) visitPathItem(pathItem)
  for (const [, schema] of entriesOf(components['schemas'])) visitSchema(schema)
  for (const [, parameter] of entriesOf(components['parameters'])) visitParameter(parameter, ['request'], parameters)
  for (const [, body] of entriesOf(components['requestBodies'])) visitRequestBody(body, ['request'])
  for (const [, response] of entriesOf(components['responses'])) visitResponse(response, ['response'])
  visitHeaders(components['headers'], ['response'])
  for (const [, link] of entriesOf(components['links'])) visitLink(link)
  for (const [, callback] of entriesOf(components['callbacks'])) visitCallback(callback)
  for (const [, pathItem] of entriesOf(components['pathItems'])) visitPathItem(pathItem)
  return { schemas, references, partial, parameters, headers, mediaTypes, responses, links, operations }
}

/** Whether an object is met for the first time in a role. */
function onceEach(): (node: object, role: string) => boolean {
  const roles = new Map<object, Set<string>>()
  return (node, role) => {
    const known = roles.get(node)
    if (known === undefined) roles.set(node, new Set([role]))
    else if (known.has(role)) return false
    else known.add(role)
    return true
  }
}

function entriesOf(map: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(map) ? Object.entries(map) : []
}

/** Without extensions, where the specification allows them beside the names (a header may be called `x-…`). */
function fixedEntriesOf(map: Json | undefined): readonly (readonly [string, Json])[] {
  return entriesOf(map).filter(([name]) => !name.startsWith('x-'))
}

function itemsOf(list: Json | undefined): readonly Json[] {
  return Array.isArray(list) ? list : []
}
