import type { Json } from '../core/json.ts'
import { documentSetOf } from './document-set.ts'
import type { Contract, DocumentPointer } from './model.ts'
import { follow, type Located, locatePointer } from './reference.ts'

/** The value at a pointer, `$ref`s followed on the way and at the end; `undefined` where they lead nowhere. */
export function nodeAt(contract: Contract, pointer: DocumentPointer): Json | undefined {
  return locatedAt(contract, pointer)?.node
}

/** Like {@link nodeAt}, with the place where the value itself stands. */
export function locatedAt(contract: Contract, pointer: DocumentPointer): Located | undefined {
  const set = documentSetOf(contract)
  const start = locatePointer(set, pointer)
  if (start === undefined) return undefined
  const end = follow(set, start)
  return end.kind === 'found' ? { pointer: end.pointer, node: end.node } : undefined
}
