import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child, tokensOf } from '../../core/json-pointer.ts'
import { GenerationFailed } from './errors.ts'
import { isSchema, subschemasOf } from './subschemas.ts'

/** A schema within its document. One schema object is one node, so that nodes compare by identity. */
export interface SchemaNode {
  readonly id: number
  readonly schema: JsonObject | boolean
  readonly pointer: string
  readonly resource: Resource
  /** Stands in no document. */
  readonly made?: boolean
}

/** A schema with its own base URI; `#/…` references count from its root. */
export interface Resource {
  readonly uri: string
  readonly root: JsonObject | boolean
  readonly pointer: string
}

/** A schema document with its references. */
export interface SchemaDocument {
  readonly root: SchemaNode
  /** The node of a schema below another one. */
  below(parent: SchemaNode, schema: Json | undefined, ...tokens: readonly (string | number)[]): SchemaNode
  /** The node of a schema that stands in no document, made while merging; its parts may be schemas of nodes. */
  made(schema: JsonObject | boolean, near: SchemaNode): SchemaNode
  /** Follows `$ref` or `$dynamicRef`. */
  resolve(from: SchemaNode, reference: string, dynamic?: boolean): SchemaNode
  /** Whether the schema leads back to itself. */
  inCycle(node: SchemaNode): boolean
}

const NO_BASE = 'schema:///'

/** Opens a schema document: references of any local kind (pointers, anchors, embedded `$id`s), cycles allowed. */
export function openDocument(root: JsonObject | boolean): SchemaDocument {
  const nodes = new Map<object | boolean, SchemaNode>()
  let count = 0
  const rootResource: Resource = { uri: uriOf(root, NO_BASE), root, pointer: '#' }
  const rootNode = intern(root, '#', rootResource)
  let index: Map<string, SchemaNode> | undefined
  let cycles: Set<object> | undefined

  function intern(schema: JsonObject | boolean, pointer: string, resource: Resource): SchemaNode {
    const known = nodes.get(schema)
    if (known !== undefined) return known
    const node = { id: count++, schema, pointer, resource: resourceAt(schema, pointer, resource) }
    nodes.set(schema, node)
    return node
  }

  function resourceAt(schema: JsonObject | boolean, pointer: string, outer: Resource): Resource {
    const uri = uriOf(schema, outer.uri)
    return uri === outer.uri ? outer : { uri, root: schema, pointer }
  }

  function made(schema: JsonObject | boolean, near: SchemaNode): SchemaNode {
    const known = nodes.get(schema)
    if (known !== undefined) return known
    const node = { id: count++, schema, pointer: near.pointer, resource: near.resource, made: true }
    nodes.set(schema, node)
    return node
  }

  function below(parent: SchemaNode, schema: Json | undefined, ...tokens: readonly (string | number)[]): SchemaNode {
    const part = isSchema(schema) ? schema : true
    return nodes.get(part) ?? intern(part, child(parent.pointer, ...tokens), parent.resource)
  }

  function resolve(from: SchemaNode, reference: string, dynamic = false): SchemaNode {
    const target = reference.startsWith('#') ? local(from.resource, reference) : undefined
    const found = target ?? remote(from, reference)
    if (found === undefined) throw new GenerationFailed(from.pointer, `the reference ${reference} leads nowhere`)
    if (!dynamic || !isJsonObject(found.schema)) return found
    const anchor = found.schema['$dynamicAnchor']
    if (typeof anchor !== 'string' || !reference.endsWith(`#${anchor}`)) return found
    return anchors().get(`${rootResource.uri}#dynamic:${anchor}`) ?? found
  }

  function local(resource: Resource, reference: string): SchemaNode | undefined {
    if (reference === '#') return intern(resource.root, resource.pointer, resource)
    if (!reference.startsWith('#/')) return undefined
    const fragment = decoded(reference)
    return at(resource, fragment) ?? (resource === rootResource ? undefined : at(rootResource, fragment))
  }

  function at(resource: Resource, fragment: string): SchemaNode | undefined {
    let value: Json | undefined = resource.root
    let pointer = resource.pointer
    let current = resource
    for (const token of tokensOf(fragment)) {
      if (Array.isArray(value)) value = value[Number(token)]
      else if (isJsonObject(value) && Object.hasOwn(value, token)) value = value[token]
      else return undefined
      pointer = child(pointer, token)
      if (isJsonObject(value)) current = resourceAt(value, pointer, current)
    }
    return isSchema(value) ? intern(value, pointer, current) : undefined
  }

  function remote(from: SchemaNode, reference: string): SchemaNode | undefined {
    const url = URL.parse(reference, from.resource.uri)
    if (url === null) return undefined
    const known = anchors()
    const exact = known.get(withoutEmptyFragment(url.href))
    if (exact !== undefined || !url.hash.startsWith('#/')) return exact
    const base = known.get(url.href.slice(0, -url.hash.length))
    return base === undefined ? undefined : local(base.resource, url.hash)
  }

  /** Every `$id`, `$anchor` and `$dynamicAnchor`, read when the first reference needs them. */
  function anchors(): Map<string, SchemaNode> {
    if (index !== undefined) return index
    index = new Map()
    const pending = [rootNode]
    const seen = new Set<object>()
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (typeof node.schema === 'boolean' || seen.has(node.schema)) continue
      seen.add(node.schema)
      const base = node.resource.uri
      if (node.resource.root === node.schema) setOnce(index, withoutEmptyFragment(base), node)
      for (const keyword of ['$anchor', '$dynamicAnchor']) {
        const name = node.schema[keyword]
        if (typeof name !== 'string') continue
        setOnce(index, `${base}#${name}`, node)
        if (keyword === '$dynamicAnchor') setOnce(index, `${base}#dynamic:${name}`, node)
      }
      for (const { tokens, schema } of subschemasOf(node.schema)) pending.push(below(node, schema, ...tokens))
    }
    return index
  }

  function inCycle(node: SchemaNode): boolean {
    if (typeof node.schema === 'boolean') return false
    cycles ??= cyclicSchemas(rootNode, (parent) => {
      if (typeof parent.schema === 'boolean') return []
      const next = [...subschemasOf(parent.schema)].map(({ tokens, schema }) => below(parent, schema, ...tokens))
      for (const keyword of ['$ref', '$dynamicRef'] as const) {
        const reference = parent.schema[keyword]
        if (typeof reference === 'string') next.push(resolve(parent, reference, keyword === '$dynamicRef'))
      }
      return next
    })
    if (cycles.has(node.schema)) return true
    // A schema made while merging is in no cycle itself, its parts may be.
    return node.made === true && [...subschemasOf(node.schema)].some(({ schema }) => inCycle(made(schema, node)))
  }

  return {
    root: rootNode,
    below,
    made,
    resolve,
    inCycle,
  }
}

function uriOf(schema: JsonObject | boolean, base: string): string {
  if (!isJsonObject(schema) || typeof schema['$id'] !== 'string' || schema['$id'].startsWith('#')) return base
  return URL.parse(schema['$id'], base)?.href ?? base
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}

function withoutEmptyFragment(uri: string): string {
  return uri.endsWith('#') ? uri.slice(0, -1) : uri
}

function setOnce(index: Map<string, SchemaNode>, key: string, node: SchemaNode): void {
  if (!index.has(key)) index.set(key, node)
}

/** Tarjan's strongly connected components, without recursion: a document may nest deeper than the stack. */
function cyclicSchemas(root: SchemaNode, edges: (node: SchemaNode) => readonly SchemaNode[]): Set<object> {
  const cyclic = new Set<object>()
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const onStack = new Set<number>()
  const stack: SchemaNode[] = []
  const work: { node: SchemaNode; next: readonly SchemaNode[]; at: number }[] = []
  const open = (node: SchemaNode): void => {
    order.set(node.id, order.size)
    low.set(node.id, order.get(node.id) as number)
    stack.push(node)
    onStack.add(node.id)
    work.push({ node, next: safeEdges(node), at: 0 })
  }
  const safeEdges = (node: SchemaNode): readonly SchemaNode[] => {
    try {
      return edges(node)
    } catch {
      return []
    }
  }
  const lower = (node: SchemaNode, value: number): void => {
    if (value < (low.get(node.id) as number)) low.set(node.id, value)
  }

  open(root)
  for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
    const target = frame.next[frame.at++]
    if (target !== undefined) {
      if (!order.has(target.id)) open(target)
      else if (onStack.has(target.id)) lower(frame.node, order.get(target.id) as number)
      continue
    }
    work.pop()
    const { node, next } = frame
    const parent = work.at(-1)
    if (parent !== undefined) lower(parent.node, low.get(node.id) as number)
    if (low.get(node.id) !== order.get(node.id)) continue
    const component = stack.splice(stack.lastIndexOf(node))
    for (const member of component) {
      onStack.delete(member.id)
      const loops = component.length > 1 || next.includes(node)
      if (loops && typeof member.schema === 'object') cyclic.add(member.schema)
    }
  }
  return cyclic
}
