import type { SecretKind } from '../../core/exchange.ts'
import { maskEncoded, maskEscaped, maskNumber } from './mask.ts'
import { nameBefore } from './quick-scan.ts'
import type { SecretNames } from './secret-names.ts'
import { isSecretValue } from './secret-value.ts'

/** A value that is given to a secret name within a text. */
export interface Assignment {
  readonly kind: SecretKind
  /** As it stands in the text, of the name. */
  readonly name: string
  readonly start: number
  readonly end: number
  readonly mask: (text: string) => string
}

/**
 * Finds values by name in any text: `cvv=123`, `"cvv": "123"` also in escaped or percent-encoded JSON, `<cvv>123</cvv>`.
 * A bare word after a colon counts only with a digit in it, because prose has colons too.
 */
export function findAssignments(text: string, names: SecretNames): readonly Assignment[] {
  const found: Assignment[] = []
  for (const match of text.matchAll(names.assigned)) {
    const [whole, between = '', quote = ''] = match
    const nameEnd = match.index + whole.length - between.length
    const name = nameBefore(text, nameEnd)
    const kind = names.field(name)
    const start = match.index + whole.length
    const isEndTag = between.endsWith('>') && text[nameEnd - name.length - 1] === '/'
    if (kind === undefined || isEndTag) continue
    const end = endOf(text, start, between, quote)
    const value = text.slice(start, end)
    const isLoose = quote === '' && !between.endsWith('>') && !between.includes('=')
    if (isLoose && !/\d{3}/.test(value)) continue
    const isEncoded = /%[0-9A-Fa-f]{2}/.test(value)
    const decoded = isEncoded ? decode(value) : value
    if (!isSecretValue(decoded, kind, name)) continue
    const isNumber = isLoose && between.includes(':') && /^-?\d+$/.test(value)
    found.push({ kind, name, start, end, mask: isEncoded ? maskEncoded : isNumber ? maskNumber : maskEscaped })
  }
  return found
}

function endOf(text: string, start: number, between: string, quote: string): number {
  if (quote !== '') {
    const end = text.indexOf(quote, start)
    return end < 0 ? text.length : end
  }
  const stop = between.endsWith('>') ? /</g : /[\s,;&<>"'\\}\])]|%2[26C]/gi
  stop.lastIndex = start
  return stop.exec(text)?.index ?? text.length
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
