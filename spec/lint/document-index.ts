import type { DocumentPointer } from '../model.ts'
import { child, escapeToken, memberOf, tokensOf } from '../../core/json-pointer.ts'
import { splitPointer } from '../document-pointer.ts'

/** Where the objects of parsed documents stand, by identity: YAML aliases put one object in many places. */
export interface DocumentIndex {
  /** The first place in document order, which for an aliased object is where its anchor is. */
  pointerOf(node: object): DocumentPointer
  /** The same place by way of the first places of the objects on its path. */
  anchorOf(pointer: DocumentPointer): DocumentPointer
  /** How many more places the object stands in; one for each path that leads to it. */
  otherPlaces(node: object): number
}

interface Entry {
  readonly parent: object | undefined
  readonly key: string
  readonly document: string
  /** Parents of the places after the first. */
  further?: object[]
}

/** Indexes every object and array of the documents, each once. */
export function indexDocuments(documents: Readonly<Record<string, unknown>>): DocumentIndex {
  const entries = new Map<object, Entry>()
  for (const [document, root] of Object.entries(documents)) indexDocument(document, root, entries)
  const places = new Map<object, number>()

  const countPlaces = (node: object): number => {
    const known = places.get(node)
    if (known !== undefined) return known
    // A cycle of aliases counts as one place.
    places.set(node, 1)
    const entry = entries.get(node)
    const parents = entry?.parent === undefined ? [] : [entry.parent, ...(entry.further ?? [])]
    const count = parents.length === 0 ? 1 : parents.reduce((sum, parent) => sum + countPlaces(parent), 0)
    places.set(node, Math.min(count, Number.MAX_SAFE_INTEGER))
    return count
  }

  const pointerOf = (node: object): DocumentPointer => {
    let path = ''
    let entry = entries.get(node)
    if (entry === undefined) return '#'
    const { document } = entry
    while (entry?.parent !== undefined) {
      path = `/${escapeToken(entry.key)}${path}`
      entry = entries.get(entry.parent)
    }
    return `${document}#${path}`
  }

  return {
    pointerOf,
    anchorOf: (pointer) => {
      const { id, fragment } = splitPointer(pointer)
      let node: unknown = documents[id]
      let rest: string[] = []
      let last: object | undefined
      for (const token of tokensOf(fragment)) {
        if (typeof node === 'object' && node !== null) {
          last = node
          rest = []
        }
        rest.push(token)
        node = memberOf(node, token)
      }
      if (typeof node === 'object' && node !== null) return pointerOf(node)
      return last === undefined ? pointer : child(pointerOf(last), ...rest)
    },
    otherPlaces: (node) => countPlaces(node) - 1,
  }
}

/** Walks in document order with a stack of its own: documents may be deeper than the call stack. */
function indexDocument(document: string, root: unknown, entries: Map<object, Entry>): void {
  const stack: { node: unknown; parent: object | undefined; key: string }[] = [
    { node: root, parent: undefined, key: '' },
  ]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, parent, key } = next
    if (typeof node !== 'object' || node === null) continue
    const known = entries.get(node)
    if (known !== undefined) {
      if (parent !== undefined) (known.further ??= []).push(parent)
      continue
    }
    entries.set(node, { parent, key, document })
    for (const [name, value] of Object.entries(node).toReversed()) {
      if (typeof value === 'object' && value !== null) stack.push({ node: value, parent: node, key: name })
    }
  }
}
