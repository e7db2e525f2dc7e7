import { isJsonObject } from '../core/json.ts'
import { contentOf } from './media-type-object.ts'
import type { HttpMethod, Operation, RequestBody, Server } from './model.ts'
import {
  entriesAt,
  isSet,
  type LocatedObject,
  memberAt,
  type ModelContext,
  resolvedObject,
  textAt,
} from './model-context.ts'
import { parametersOf } from './parameter.ts'
import type { Located } from './reference.ts'
import { responsesOf } from './response.ts'
import { securityOf } from './security.ts'
import { serversOf } from './server.ts'

const METHODS: readonly HttpMethod[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** The operations of a contract, in document order. */
export function operationsOf(
  context: ModelContext,
  root: LocatedObject,
  servers: readonly Server[],
): readonly Operation[] {
  const taken = new Set<string>()
  const operations: Operation[] = []
  for (const [key, at] of entriesAt(context, root, 'paths')) {
    if (!key.startsWith('/')) context.warn(at.pointer, 'a path should begin with a slash')
    const path = key.startsWith('/') ? key : `/${key}`
    for (const pathItem of pathItemsOf(context, at)) {
      for (const method of Object.keys(pathItem.node)) {
        if (!isMethod(method)) continue
        const found = resolvedObject(context, memberAt(pathItem, method), 'an operation')
        if (found === undefined) continue
        const operationId = idOf(context, found, `${method} ${path}`, taken)
        operations.push(operationOf(context, { operationId, method, path, pathItem, at: found, root, servers }))
      }
    }
  }
  return operations
}

/** A path item may stand behind a `$ref`, and 3.1 lets members stand beside it. */
function pathItemsOf(context: ModelContext, at: Located): readonly LocatedObject[] {
  const target = resolvedObject(context, at, 'a path item')
  if (target === undefined) return []
  return target.pointer === at.pointer || !isJsonObject(at.node)
    ? [target]
    : [{ pointer: at.pointer, node: at.node }, target]
}

function isMethod(name: string): name is HttpMethod {
  return METHODS.some((method) => method === name)
}

function idOf(context: ModelContext, at: LocatedObject, made: string, taken: Set<string>): string {
  const declared = at.node['operationId']
  const text = typeof declared === 'number' ? String(declared) : declared
  const usable = typeof text === 'string' && text.trim() !== ''
  if (usable && taken.has(text))
    context.warn(at.pointer, `operationId ${text} is not unique; "${made}" is used instead`)
  let id = usable && !taken.has(text) ? text : made
  for (let count = 2; taken.has(id); count++) id = `${made} (${count})`
  taken.add(id)
  return id
}

interface OperationSource {
  readonly operationId: string
  readonly method: HttpMethod
  readonly path: string
  readonly pathItem: LocatedObject
  readonly at: LocatedObject
  readonly root: LocatedObject
  readonly servers: readonly Server[]
}

function operationOf(context: ModelContext, source: OperationSource): Operation {
  const { operationId, method, path, pathItem, at, root } = source
  const summary = textAt(at, 'summary')
  const tags = at.node['tags']
  const requestBody = requestBodyOf(context, at)
  const ownServers = serversOf(context, at)
  const pathServers = serversOf(context, pathItem)
  return {
    operationId,
    method,
    path,
    ...(summary === undefined ? {} : { summary }),
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    deprecated: isSet(at.node['deprecated']),
    servers: ownServers.length > 0 ? ownServers : pathServers.length > 0 ? pathServers : source.servers,
    security: securityOf(context, at, root) ?? securityOf(context, root, root) ?? [],
    parameters: parametersOf(context, pathItem, at, path),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: responsesOf(context, at),
    pointer: at.pointer,
  }
}

function requestBodyOf(context: ModelContext, operation: LocatedObject): RequestBody | undefined {
  const at = memberAt(operation, 'requestBody')
  const found = resolvedObject(context, at, 'a request body')
  if (found === undefined || !isJsonObject(found.node)) return undefined
  return { required: isSet(found.node['required']), content: contentOf(context, found), pointer: found.pointer }
}
