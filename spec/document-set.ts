import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from '../core/json.ts'
import { documentId, pathOfDocument } from './document-pointer.ts'
import type { Contract } from './model.ts'

/** Parsed documents and how one names another. */
export interface DocumentSet {
  readonly documents: Readonly<Record<string, Json>>
  /** The document that the file part of a `$ref` names, seen from the document with the id `from`. */
  open(filePart: string, from: string): OpenedDocument
}

export type OpenedDocument =
  | { readonly kind: 'opened'; readonly id: string }
  | { readonly kind: 'remote' }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** The documents of a loaded contract; loading has read every file that its operations need. */
export function documentSetOf({ documents, location }: Contract): DocumentSet {
  return {
    documents,
    open: (filePart, from) => {
      const path = pathOf(filePart, from, location)
      if (path === undefined) return { kind: 'remote' }
      const id = path === location ? '' : documentId(path)
      return documents[id] === undefined ? { kind: 'unreadable', reason: 'it was not loaded' } : { kind: 'opened', id }
    },
  }
}

/** The absolute path that the file part of a `$ref` means, or `undefined` where it is remote. */
export function pathOf(filePart: string, from: string, location: string | undefined): string | undefined {
  const base = from === '' ? location : pathOfDocument(from)
  if (base === undefined || /^https?:/i.test(base)) return undefined
  if (/^file:/i.test(filePart)) return URL.canParse(filePart) ? fileURLToPath(filePart) : undefined
  // Two letters at least: `C:\` is a path.
  if (/^[a-z][a-z\d+.-]+:/i.test(filePart) || filePart.startsWith('//')) return undefined
  return resolve(dirname(base), decoded(filePart))
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
