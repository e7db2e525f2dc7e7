import { isJsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { DocumentSet } from '../document-set.ts'
import type { DocumentPointer } from '../model.ts'
import { followOnce, isReference } from '../reference.ts'

/** Which named schemas extend which: `allOf` with a `$ref` to the parent, as OpenAPI 3.0 writes inheritance. */
export interface Subtypes {
  /** Children, their children and so on, in document order of the first. */
  of(parent: DocumentPointer): readonly DocumentPointer[]
}

/** Reads the inheritance among the named schemas of all documents, when first asked. */
export function subtypesIn(set: DocumentSet): Subtypes {
  const known = new Map<DocumentPointer, readonly DocumentPointer[]>()
  let children: ReadonlyMap<DocumentPointer, readonly DocumentPointer[]> | undefined
  return {
    of: (parent) => {
      children ??= childrenByParent(set)
      let found = known.get(parent)
      if (found === undefined) {
        found = descendants(parent, children)
        known.set(parent, found)
      }
      return found
    },
  }
}

function childrenByParent(set: DocumentSet): ReadonlyMap<DocumentPointer, readonly DocumentPointer[]> {
  const children = new Map<DocumentPointer, DocumentPointer[]>()
  for (const [id, document] of Object.entries(set.documents)) {
    const components = isJsonObject(document) ? document['components'] : undefined
    const schemas = isJsonObject(components) ? components['schemas'] : undefined
    if (!isJsonObject(schemas)) continue
    for (const [name, schema] of Object.entries(schemas)) {
      const members = isJsonObject(schema) ? schema['allOf'] : undefined
      if (!Array.isArray(members)) continue
      const pointer = child(`${id}#/components/schemas`, name)
      members.forEach((member, index) => {
        if (!isReference(member)) return
        const parent = followOnce(set, { pointer: child(pointer, 'allOf', index), node: member })
        if (parent.kind === 'found') children.set(parent.pointer, [...(children.get(parent.pointer) ?? []), pointer])
      })
    }
  }
  return children
}

function descendants(
  parent: DocumentPointer,
  children: ReadonlyMap<DocumentPointer, readonly DocumentPointer[]>,
): readonly DocumentPointer[] {
  const found = new Set<DocumentPointer>()
  const pending = [...(children.get(parent) ?? [])]
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (next === parent || found.has(next)) continue
    found.add(next)
    pending.push(...(children.get(next) ?? []))
  }
  return [...found]
}
