import { isJsonObject, type Json } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import { type DocumentSet } from '../document-set.ts'
import type { Contract, DocumentPointer } from '../model.ts'
import { followOnce, isReference, type Located, locatePointer } from '../reference.ts'
import { type SubschemaRole, subschemasOf } from './subschemas.ts'
import { type Subtypes, subtypesIn } from './subtypes.ts'

/** A schema that another applies to the same value by `$ref`, and in which role. */
export interface Edge {
  readonly to: DocumentPointer
  readonly role: Exclude<SubschemaRole, 'inside'>
}

/**
 * The schemas of a contract as a graph: which applies which to the same value. A circle in it never ends (a child that
 * includes its parent, whose branches are its children), while one through members or items is plain recursion.
 */
export interface SchemaGraph {
  readonly set: DocumentSet
  readonly dialect: Contract['dialect']
  readonly subtypes: Subtypes
  /**
   * The schema that a place stands for: what a mere `$ref` leads to, else what is there. In 3.1 a `$ref` with keywords
   * beside it is a schema of its own.
   */
  standsFor(at: Located): Located | undefined
  /** The schema that a `$ref` leads to, whatever stands beside it; `undefined` where it leads nowhere. */
  resolve(at: Located): Located | undefined
  /** What a `$ref` or `$dynamicRef` applies; `undefined` without one. */
  referenceTarget(at: Located): Located | undefined
  /** Whether the parent stands for its subtypes: it has a discriminator and no choice of its own. */
  standsForSubtypes(at: Located): boolean
  /** The edges that leave a schema that need not be the target of any `$ref`. */
  edgesOf(at: Located): readonly Edge[]
  /** The schemas reached from a `$ref` target over edges of one role, or of any; itself only by a circle. */
  reach(from: DocumentPointer, role?: Edge['role']): ReadonlySet<DocumentPointer>
}

/** Builds the graph; what is asked is found out when it is asked, and once. */
export function schemaGraph(contract: Contract, set: DocumentSet): SchemaGraph {
  const { dialect } = contract
  const edges = new Map<DocumentPointer, readonly Edge[]>()
  const reached = new Map<string, ReadonlySet<DocumentPointer>>()
  const subtypes = subtypesIn(set)

  const standsFor = (at: Located): Located | undefined => {
    let end = at
    for (let hops = 0; hops < MOST_HOPS; hops++) {
      const { node, pointer } = end
      if (!isReference(node) || (dialect !== 'oas-3.0' && Object.keys(node).length > 1)) return end
      const next = followOnce(set, { pointer, node })
      if (next.kind === 'broken') return undefined
      end = { pointer: next.pointer, node: next.node }
    }
    return undefined
  }

  const resolve = (at: Located): Located | undefined => {
    if (!isReference(at.node)) return at
    const next = followOnce(set, { pointer: at.pointer, node: at.node })
    return next.kind === 'broken' ? undefined : standsFor(next)
  }

  const standsForSubtypes = ({ node, pointer }: Located): boolean =>
    isJsonObject(node) &&
    node['discriminator'] !== undefined &&
    !isChoice(node['oneOf']) &&
    !isChoice(node['anyOf']) &&
    subtypes.of(pointer).length > 0

  const referenceTarget = (at: Located): Located | undefined => {
    if (isReference(at.node)) return resolve(at)
    const dynamic = dynamicTarget(set, at)
    return dynamic === undefined ? undefined : standsFor(dynamic)
  }

  const edgesOf = (start: Located): readonly Edge[] => {
    const found: Edge[] = []
    const pending: { readonly at: Located; readonly role: Edge['role'] }[] = [{ at: start, role: 'all' }]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { at, role } = next
      const { node, pointer } = at
      if (!isJsonObject(node)) continue
      const target = referenceTarget(at)
      if (target !== undefined) found.push({ to: target.pointer, role })
      if (isReference(node) && dialect === 'oas-3.0') continue
      if (standsForSubtypes(at)) for (const to of subtypes.of(pointer)) found.push({ to, role: combined(role, 'some') })
      for (const { tokens, node: inner, role: innerRole } of subschemasOf(node)) {
        if (innerRole === 'inside') continue
        pending.push({ at: { pointer: child(pointer, ...tokens), node: inner }, role: combined(role, innerRole) })
      }
    }
    return found
  }

  const edgesFrom = (pointer: DocumentPointer): readonly Edge[] => {
    let known = edges.get(pointer)
    if (known === undefined) {
      const at = locatePointer(set, pointer)
      known = at === undefined ? [] : edgesOf(at)
      edges.set(pointer, known)
    }
    return known
  }

  const reach = (from: DocumentPointer, role?: Edge['role']): ReadonlySet<DocumentPointer> => {
    const key = `${role ?? 'any'} ${from}`
    const known = reached.get(key)
    if (known !== undefined) return known
    const found = new Set<DocumentPointer>()
    const pending = [from]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const edge of edgesFrom(next)) {
        if ((role !== undefined && edge.role !== role) || found.has(edge.to)) continue
        found.add(edge.to)
        pending.push(edge.to)
      }
    }
    reached.set(key, found)
    return found
  }

  return { set, dialect, subtypes, standsFor, resolve, referenceTarget, standsForSubtypes, edgesOf, reach }
}

const MOST_HOPS = 100

/** What a `$dynamicRef` means when nothing overrides its anchor, which OpenAPI documents do not do. */
function dynamicTarget(set: DocumentSet, { pointer, node }: Located): Located | undefined {
  const reference: Json | undefined = isJsonObject(node) ? node['$dynamicRef'] : undefined
  if (typeof reference !== 'string') return undefined
  const end = followOnce(set, { pointer, node: { $ref: reference } })
  return end.kind === 'found' ? { pointer: end.pointer, node: end.node } : undefined
}

/** The role of a part of a part. */
export function combined(outer: Edge['role'], inner: Edge['role']): Edge['role'] {
  if (outer === 'test' || inner === 'test') return 'test'
  return outer === 'some' || inner === 'some' ? 'some' : 'all'
}

function isChoice(value: Json | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : isJsonObject(value)
}
