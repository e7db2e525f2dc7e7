import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import { cyclicSchemas } from './cycles.ts'
import { GenerationFailed } from './errors.ts'
import { openIdentifiers, type Place, type Resource, type SchemaFiles } from './identifiers.ts'
import { isSchema, subschemasOf } from './subschemas.ts'

/**
 * A schema within its document. One schema object is one node, so that nodes compare by identity; except that a schema
 * reached on different ways is as many nodes as `$dynamicRef` makes a difference between them.
 */
export interface SchemaNode {
  readonly id: number
  readonly schema: JsonObject | boolean
  readonly pointer: string
  readonly resource: Resource
  readonly scope: DynamicScope
  /** Stands in no document. */
  readonly made?: boolean
}

/** The resources on the way to a schema, as far as they matter: where each `$dynamicAnchor` first occurred. */
export interface DynamicScope {
  readonly nodes: Map<object | boolean, SchemaNode>
  /** Resources that add nothing, or nothing more. */
  readonly entered: Set<Resource>
  readonly anchors: () => ReadonlyMap<string, Place>
}

export type ReferenceKeyword = '$ref' | '$dynamicRef'

export const REFERENCES: readonly ReferenceKeyword[] = ['$ref', '$dynamicRef']

/** A schema document with its references. */
export interface SchemaDocument {
  readonly root: SchemaNode
  /** The node of a schema below another one. */
  below(parent: SchemaNode, schema: Json | undefined, ...tokens: readonly (string | number)[]): SchemaNode
  /** The node of a schema that stands in no document, made while merging; its parts may be schemas of nodes. */
  made(schema: JsonObject | boolean, near: SchemaNode): SchemaNode
  /** Where the reference of a schema leads; `undefined` where it has none. */
  target(from: SchemaNode, keyword: ReferenceKeyword): SchemaNode | undefined
  /** Whether the schema leads back to itself. */
  inCycle(node: SchemaNode): boolean
}

/**
 * Opens a schema document: references of any kind (pointers, anchors, embedded `$id`s, dynamic ones), cycles allowed.
 *
 * @param files - other documents that references may lead to, by their URIs
 */
export function openDocument(root: JsonObject | boolean, files: SchemaFiles = {}): SchemaDocument {
  const identifiers = openIdentifiers(root, files)
  const scopes = new Map<string, DynamicScope>()
  const targets = { $ref: new Map<SchemaNode, SchemaNode>(), $dynamicRef: new Map<SchemaNode, SchemaNode>() }
  let count = 0
  let cycles: Set<object> | undefined
  const rootPlace = identifiers.root
  const rootScope: DynamicScope = {
    nodes: new Map(),
    entered: new Set([rootPlace.resource]),
    anchors: () => identifiers.dynamicAnchorsOf(rootPlace.resource),
  }
  const rootNode = nodeAt(rootPlace, rootScope)

  function nodeAt({ schema, pointer, resource }: Place, outer: DynamicScope): SchemaNode {
    const scope = enter(outer, resource)
    const known = scope.nodes.get(schema)
    if (known !== undefined) return known
    const node = { id: count++, schema, pointer, resource, scope }
    scope.nodes.set(schema, node)
    return node
  }

  function enter(scope: DynamicScope, resource: Resource): DynamicScope {
    if (scope.entered.has(resource)) return scope
    const held = scope.anchors()
    const added = [...identifiers.dynamicAnchorsOf(resource)].filter(([name]) => !held.has(name))
    if (added.length === 0) {
      scope.entered.add(resource)
      return scope
    }
    const anchors = new Map([...held, ...added])
    const key = [...anchors]
      .map(([name, place]) => `${name} ${place.resource.uri}`)
      .toSorted()
      .join('\n')
    const known = scopes.get(key) ?? { nodes: new Map(), entered: new Set([resource]), anchors: () => anchors }
    scopes.set(key, known)
    return known
  }

  function made(schema: JsonObject | boolean, near: SchemaNode): SchemaNode {
    const known = near.scope.nodes.get(schema)
    if (known !== undefined) return known
    const { pointer, resource, scope } = near
    const node = { id: count++, schema, pointer, resource, scope, made: true }
    scope.nodes.set(schema, node)
    return node
  }

  function below(parent: SchemaNode, schema: Json | undefined, ...tokens: readonly (string | number)[]): SchemaNode {
    const part = isSchema(schema) ? schema : true
    const known = parent.scope.nodes.get(part)
    if (known !== undefined) return known
    const pointer = child(parent.pointer, ...tokens)
    const resource = identifiers.resourceAt(part, pointer, parent.resource)
    const node = nodeAt({ schema: part, pointer, resource }, parent.scope)
    parent.scope.nodes.set(part, node)
    return node
  }

  function target(from: SchemaNode, keyword: ReferenceKeyword): SchemaNode | undefined {
    const known = targets[keyword].get(from)
    if (known !== undefined) return known
    const reference = typeof from.schema === 'boolean' ? undefined : from.schema[keyword]
    if (typeof reference !== 'string') return undefined
    const place = identifiers.find(from.resource, reference)
    if (place === undefined) throw new GenerationFailed(from.pointer, `the reference ${reference} leads nowhere`)
    const found = nodeAt(keyword === '$dynamicRef' ? outermost(from, reference, place) : place, from.scope)
    targets[keyword].set(from, found)
    return found
  }

  /** The first schema on the way here that has the same `$dynamicAnchor`. */
  function outermost(from: SchemaNode, reference: string, place: Place): Place {
    const anchor = isJsonObject(place.schema) ? place.schema['$dynamicAnchor'] : undefined
    if (typeof anchor !== 'string' || !reference.endsWith(`#${anchor}`)) return place
    return from.scope.anchors().get(anchor) ?? place
  }

  function inCycle(node: SchemaNode): boolean {
    if (typeof node.schema === 'boolean') return false
    cycles ??= cyclicSchemas(rootNode, (parent) => {
      if (typeof parent.schema === 'boolean') return []
      const next = [...subschemasOf(parent.schema)].map(({ tokens, schema }) => below(parent, schema, ...tokens))
      return [...next, ...REFERENCES.flatMap((keyword) => target(parent, keyword) ?? [])]
    })
    if (cycles.has(node.schema)) return true
    // A schema made while merging is in no cycle itself, its parts may be.
    return node.made === true && [...subschemasOf(node.schema)].some(({ schema }) => inCycle(made(schema, node)))
  }

  return { root: rootNode, below, made, target, inCycle }
}
