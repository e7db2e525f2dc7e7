import { applyEdits, type Edit } from './edits.ts'
import { decoded, findInForm } from './form-text.ts'
import type { Hit, RedactedText } from './hit.ts'
import { redactPlain } from './body-text.ts'
import { maskEncoded } from './mask.ts'
import type { Needles } from './needles.ts'
import type { SecretNames } from './secret-names.ts'
import { isSecretValue } from './secret-value.ts'

/** Replaces what is secret in a URL: a password before the host, segments after a secret name, query values, card numbers. */
export function redactUrl(url: string, names: SecretNames, needles: Needles): RedactedText {
  const edits: Edit[] = []
  const hits: Hit[] = []
  const userInfo = /^[a-z][a-z\d+.-]*:\/\/([^/?#@]*)@/i.exec(url)
  if (userInfo !== null) {
    const start = userInfo[0].length - 1 - (userInfo[1] ?? '').length
    edits.push({ start, end: userInfo[0].length - 1, mask: maskEncoded })
    hits.push({ kind: 'credential', pointer: '', value: url.slice(start, userInfo[0].length - 1) })
  }
  if (names.scan(url).hasName || COLLECTION.test(url)) {
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    findInPath(path, names, edits, hits)
    if (mark >= 0) {
      const query = findInForm(url.slice(mark + 1), names)
      edits.push(...query.edits.map((edit) => ({ ...edit, start: edit.start + mark + 1, end: edit.end + mark + 1 })))
      hits.push(...query.hits)
    }
  }
  const text = applyEdits(url, edits)
  const rest = redactPlain(text, names, needles)
  return { text: rest.text, hits: rest.hits.length === 0 ? hits : [...hits, ...rest.hits] }
}

/** Collections are named in the plural. */
const COLLECTION = /(?:numbers|nos|ibans|pans|ids|ssns|passports|keys|secrets|tokens)\//i

function findInPath(path: string, names: SecretNames, edits: Edit[], hits: Hit[]): void {
  let position = 0
  let previous = ''
  for (const segment of path.split('/')) {
    const kind = previous === '' ? undefined : (names.field(previous) ?? names.field(previous.replace(/s$/, '')))
    const value = decoded(segment)
    // A resource below is a word; a value has digits.
    if (kind !== undefined && /\d/.test(value) && isSecretValue(value, kind, previous)) {
      edits.push({ start: position, end: position + segment.length, mask: maskEncoded })
      hits.push({ kind, pointer: '', value })
    }
    previous = value
    position += segment.length + 1
  }
}
