import { child } from '../../core/json-pointer.ts'
import type { Edit } from './edits.ts'
import type { Hit } from './hit.ts'
import { findInJson } from './json-text.ts'
import { maskText } from './mask.ts'
import type { Needles } from './needles.ts'
import type { SecretNames } from './secret-names.ts'
import { isSecretValue } from './secret-value.ts'

/** Finds secrets in the parts of a multipart body by the name of the part, and within parts that are JSON. */
export function findInMultipart(
  text: string,
  names: SecretNames,
  needles: Needles,
): { readonly edits: readonly Edit[]; readonly hits: readonly Hit[] } {
  const edits: Edit[] = []
  const hits: Hit[] = []
  for (const { name, start, end } of partsOf(text)) {
    const value = text.slice(start, end)
    const kind = names.field(name)
    if (kind !== undefined && isSecretValue(value, kind, name)) {
      edits.push({ start, end, mask: maskText })
      hits.push({ kind, pointer: child('', name), value })
    } else if (/^\s*[[{]/.test(value)) {
      const inner = findInJson(value, names, needles)
      edits.push(...inner.edits.map((edit) => ({ ...edit, start: edit.start + start, end: edit.end + start })))
      hits.push(...inner.hits.map((hit) => ({ ...hit, pointer: child('', name) + hit.pointer })))
    }
  }
  return { edits, hits }
}

/** Where the contents of the named parts stand. */
function* partsOf(text: string): Generator<{ readonly name: string; readonly start: number; readonly end: number }> {
  const boundary = /^\s*--[^\r\n]*/.exec(text)?.[0].trim()
  if (boundary === undefined) return
  for (let at = text.indexOf(boundary); at >= 0;) {
    const headersEnd = text.indexOf('\r\n\r\n', at)
    const next = text.indexOf(`\r\n${boundary}`, Math.max(headersEnd, at))
    if (headersEnd < 0) return
    const name = /\bname="([^"]*)"/i.exec(text.slice(at, headersEnd))?.[1]
    if (name !== undefined) yield { name, start: headersEnd + 4, end: next < 0 ? text.length : next }
    at = next < 0 ? -1 : next + 2
  }
}
