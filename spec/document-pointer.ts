import { unescapeToken } from '../core/json-pointer.ts'
import type { DocumentPointer } from './model.ts'

/** A document pointer in its two parts: the id of the document (`''` is the root) and the pointer within, with its `#`. */
export interface SplitPointer {
  readonly id: string
  readonly fragment: string
}

/** Takes a document pointer apart: `/abs/common.yaml#/Pet` is `/abs/common.yaml` and `#/Pet`. */
export function splitPointer(pointer: DocumentPointer): SplitPointer {
  const hash = pointer.indexOf('#')
  // Ids have their own `#` escaped, so the first one starts the fragment.
  return hash < 0 ? { id: '', fragment: pointer } : { id: pointer.slice(0, hash), fragment: pointer.slice(hash) }
}

/** The id of a file among a contract's documents: its absolute path, in which `#` would end the id. */
export function documentId(path: string): string {
  return path.replaceAll('#', '%23')
}

/** Undoes {@link documentId}. */
export function pathOfDocument(id: string): string {
  return id.replaceAll('%23', '#')
}

/** The name a schema or response goes by: the last token of its pointer, or that of its file. */
export function lastToken(pointer: DocumentPointer): string {
  const token = pointer.slice(pointer.lastIndexOf('/') + 1)
  return unescapeToken(token.replace(/(?:\.\w+)?#$/, ''))
}
