import { isJsonObject, type Json } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'

/** Places of one document that a `$ref` may call by name, as `#/…` pointers. */
export interface NamedPlaces {
  /** By `$anchor` or `$dynamicAnchor`, or an `$id` of the old form `#name`. */
  readonly anchors: ReadonlyMap<string, string>
  /** By `$id`, as written. */
  readonly ids: ReadonlyMap<string, string>
}

const known = new WeakMap<object, NamedPlaces>()

/** The named places of a document. Scans it once. */
export function namedPlaces(document: Json | undefined): NamedPlaces {
  if (typeof document !== 'object' || document === null) return { anchors: new Map(), ids: new Map() }
  let places = known.get(document)
  if (places === undefined) {
    places = scan(document)
    known.set(document, places)
  }
  return places
}

function scan(root: object): NamedPlaces {
  const anchors = new Map<string, string>()
  const ids = new Map<string, string>()
  const seen = new Set<object>()
  const stack: { readonly node: object; readonly pointer: string }[] = [{ node: root, pointer: '#' }]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next.node)) continue
    seen.add(next.node)
    for (const [key, value] of Object.entries(next.node)) {
      if (typeof value === 'string') note(key, value, next.pointer)
      else if (typeof value === 'object' && value !== null && !isData(key, value)) {
        stack.push({ node: value, pointer: child(next.pointer, key) })
      }
    }
  }
  return { anchors, ids }

  function note(key: string, value: string, pointer: string): void {
    if (key === '$anchor' || key === '$dynamicAnchor') anchors.set(value, pointer)
    else if (key === '$id' && value.startsWith('#')) anchors.set(value.slice(1), pointer)
    // The root's own `$id` would catch the document's name for itself.
    else if (key === '$id' && pointer !== '#') ids.set(value.replace(/#$/, ''), pointer)
  }
}

/** Examples and defaults are data: what looks like a name in them is none. */
function isData(key: string, value: object): boolean {
  return key === 'example' || key === 'default' || key === 'enum' || (key === 'examples' && !isJsonObject(value))
}
