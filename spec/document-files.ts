import { createHash } from 'node:crypto'
import { HarnessError } from '../core/harness-error.ts'
import type { Json } from '../core/json.ts'
import { measureDocument } from './document-bounds.ts'
import { documentId, pathOfDocument } from './document-pointer.ts'
import { type DocumentSet, type OpenedDocument, pathOf } from './document-set.ts'
import { decodeText, parseText } from './parse.ts'
import { readFile } from './source.ts'

/** The documents of a contract while it is loaded: files are read when a `$ref` first leads to them. */
export interface DocumentFiles extends DocumentSet {
  /** Texts by document id, for positions in errors. */
  readonly texts: ReadonlyMap<string, string>
  /** Every file read besides the root, with the hash of its bytes. */
  readonly read: ReadonlyMap<string, string>
  readonly warnings: readonly string[]
}

/** Starts with the root document; `location` is its absolute path or URL. */
export function openDocuments(root: Json, text: string, location: string): DocumentFiles {
  const documents: Record<string, Json> = { '': root }
  const texts = new Map([['', text]])
  const read = new Map<string, string>()
  const warnings: string[] = []
  const unreadable = new Map<string, string>()

  const readDocument = (id: string): OpenedDocument => {
    const path = pathOfDocument(id)
    try {
      const bytes = readFile(path, path)
      const content = decodeText(bytes, path)
      const parsed = parseText(content, path)
      measureDocument(parsed.value, path)
      documents[id] = parsed.value
      texts.set(id, content)
      read.set(path, createHash('sha256').update(bytes).digest('hex'))
      warnings.push(...parsed.warnings)
      return { kind: 'opened', id }
    } catch (error) {
      // What is wrong inside the file is said with its own place.
      if (!(error instanceof HarnessError) || error.position !== undefined) throw error
      unreadable.set(id, error.message)
      return { kind: 'unreadable', reason: error.message }
    }
  }

  return {
    documents,
    texts,
    read,
    warnings,
    open: (filePart, from) => {
      const path = pathOf(filePart, from, location)
      if (path === undefined) return { kind: 'remote' }
      if (path === location) return { kind: 'opened', id: '' }
      const id = documentId(path)
      if (documents[id] !== undefined) return { kind: 'opened', id }
      const reason = unreadable.get(id)
      return reason === undefined ? readDocument(id) : { kind: 'unreadable', reason }
    },
  }
}
