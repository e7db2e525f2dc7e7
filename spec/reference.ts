import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { child, memberOf, tokensOf } from '../core/json-pointer.ts'
import { splitPointer } from './document-pointer.ts'
import type { DocumentSet } from './document-set.ts'
import type { DocumentPointer } from './model.ts'
import { namedPlaces } from './named-places.ts'

/** A value and where it stands: its own place, not that of a `$ref` which led there. */
export interface Located {
  readonly pointer: DocumentPointer
  readonly node: Json
}

/** Why a `$ref` could not be followed. */
export interface BrokenReference {
  readonly kind: 'broken'
  readonly reason: 'missing' | 'remote' | 'unreadable' | 'circular'
  /** The `$ref` as written, and where it stands. */
  readonly reference: string
  readonly pointer: DocumentPointer
  /** Only for `unreadable`. */
  readonly detail?: string
}

export type Resolution = (Located & { readonly kind: 'found' }) | BrokenReference

/** A place in a document with the `$ref` that stands there. */
export interface ReferenceHolder {
  readonly pointer: DocumentPointer
  readonly node: JsonObject & { readonly $ref: string }
}

const MOST_HOPS = 100

/** How many `$ref`s may lead through the inside of each other; a circle of them ends here. */
const DEEPEST_DETOUR = 6

/** Whether a node is a reference to another. */
export function isReference(node: Json | undefined): node is JsonObject & { readonly $ref: string } {
  return isJsonObject(node) && typeof node['$ref'] === 'string'
}

/** What a node leads to: itself, unless it is a `$ref`, which is followed to its end. */
export function follow(set: DocumentSet, start: Located): Resolution {
  let at = start
  for (let hops = 0; hops < MOST_HOPS; hops++) {
    if (!isReference(at.node)) return { kind: 'found', ...at }
    const next = followOnce(set, { pointer: at.pointer, node: at.node })
    if (next.kind === 'broken') return next
    at = next
  }
  const reference = isReference(start.node) ? start.node.$ref : ''
  return { kind: 'broken', reason: 'circular', reference, pointer: start.pointer }
}

/** One step along a `$ref`. */
export function followOnce(set: DocumentSet, holder: ReferenceHolder, depth = 0): Resolution {
  const reference = holder.node.$ref
  const broken = (reason: BrokenReference['reason'], detail?: string): BrokenReference => ({
    kind: 'broken',
    reason,
    reference,
    pointer: holder.pointer,
    ...(detail === undefined ? {} : { detail }),
  })
  const ended = (found: Located | undefined): Resolution =>
    found === undefined ? broken('missing') : { kind: 'found', ...found }

  if (depth > DEEPEST_DETOUR) return broken('circular')
  const { id: from, fragment: place } = splitPointer(holder.pointer)
  const hash = reference.indexOf('#')
  const filePart = hash < 0 ? reference : reference.slice(0, hash)
  const fragment = hash < 0 ? '' : reference.slice(hash + 1)

  if (filePart === '') {
    return ended(findFragment(set, from, fragment, depth) ?? findBelowAncestors(set, from, place, fragment, depth))
  }
  const embedded = namedPlaces(set.documents[from]).ids.get(filePart)
  if (embedded !== undefined) {
    const base = locatePointer(set, `${from}${embedded}`)
    return ended(base === undefined ? undefined : walk(set, base, tokensOf(fragment), depth))
  }
  const opened = set.open(filePart, from)
  if (opened.kind === 'remote') return broken('remote')
  if (opened.kind === 'unreadable') return broken('unreadable', opened.reason)
  return ended(findFragment(set, opened.id, fragment, depth))
}

/** The value at a document pointer, or `undefined`. A `$ref` on the way is followed, one at the end is not. */
export function locatePointer(set: DocumentSet, pointer: DocumentPointer): Located | undefined {
  const { id, fragment } = splitPointer(pointer)
  return locateTokens(set, id, tokensOf(fragment), 0)
}

function findFragment(set: DocumentSet, id: string, fragment: string, depth: number): Located | undefined {
  if (fragment !== '' && !fragment.startsWith('/')) {
    const anchored = namedPlaces(set.documents[id]).anchors.get(decoded(fragment))
    return anchored === undefined ? undefined : locatePointer(set, `${id}${anchored}`)
  }
  const tokens = tokensOf(fragment)
  const asWritten = locateTokens(set, id, tokens, depth)
  if (asWritten !== undefined) return asWritten
  if (fragment.includes('%')) return locateTokens(set, id, tokens.map(decoded), depth)
  // What Swagger 2.0 calls definitions is where converters and authors still look for schemas.
  if (tokens[0] !== 'definitions') return undefined
  return locateTokens(set, id, ['components', 'schemas', ...tokens.slice(1)], depth)
}

/** A schema with an `$id` is the root of the pointers within it. */
function findBelowAncestors(
  set: DocumentSet,
  id: string,
  place: string,
  fragment: string,
  depth: number,
): Located | undefined {
  const tokens = tokensOf(place)
  for (let length = tokens.length; length > 0; length--) {
    const ancestor = locateTokens(set, id, tokens.slice(0, length), depth)
    if (ancestor === undefined || !isJsonObject(ancestor.node)) continue
    if (typeof ancestor.node['$id'] !== 'string' && typeof ancestor.node['id'] !== 'string') continue
    const found = walk(set, ancestor, tokensOf(fragment), depth)
    if (found !== undefined) return found
  }
  return undefined
}

function locateTokens(set: DocumentSet, id: string, tokens: readonly string[], depth: number): Located | undefined {
  const root = set.documents[id]
  return root === undefined ? undefined : walk(set, { pointer: `${id}#`, node: root }, tokens, depth)
}

function walk(set: DocumentSet, start: Located, tokens: readonly string[], depth: number): Located | undefined {
  let at: Located | undefined = start
  for (const token of tokens) {
    at = step(set, at, token, depth)
    if (at === undefined) return undefined
  }
  return at
}

function step(set: DocumentSet, start: Located, token: string, depth: number): Located | undefined {
  let at = start
  for (let hops = 0; hops < MOST_HOPS; hops++) {
    // A cast: what JSON holds is JSON.
    const value = memberOf(at.node, token) as Json | undefined
    if (value !== undefined) return { pointer: child(at.pointer, token), node: value }
    if (!isReference(at.node)) return undefined
    const next = followOnce(set, { pointer: at.pointer, node: at.node }, depth + 1)
    if (next.kind === 'broken') return undefined
    at = next
  }
  return undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
