import { child } from '../../core/json-pointer.ts'
import { findCardNumbers } from './card-number.ts'
import type { Edit } from './edits.ts'
import type { Hit } from './hit.ts'
import { maskEncoded } from './mask.ts'
import type { SecretNames } from './secret-names.ts'
import { isSecretValue } from './secret-value.ts'

/** Finds secrets in `name=value` pairs: a query, or a body of type `application/x-www-form-urlencoded`. */
export function findInForm(
  text: string,
  names: SecretNames,
): { readonly edits: readonly Edit[]; readonly hits: readonly Hit[] } {
  const edits: Edit[] = []
  const hits: Hit[] = []
  let position = 0
  for (const field of text.split('&')) {
    const equals = field.indexOf('=')
    if (equals > 0) {
      const name = decoded(field.slice(0, equals))
      const value = decoded(field.slice(equals + 1))
      const kind = names.field(name)
      const isNamed = kind !== undefined && isSecretValue(value, kind, name)
      const found = isNamed ? kind : findCardNumbers(value).length > 0 ? 'card-number' : undefined
      if (found !== undefined) {
        edits.push({ start: position + equals + 1, end: position + field.length, mask: maskEncoded })
        hits.push({ kind: found, pointer: child('', name), value, ...(!isNamed && { isGuess: true }) })
      }
    }
    position += field.length + 1
  }
  return { edits, hits }
}

/** Percent-encoding and plus signs undone; what is not well-formed stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
