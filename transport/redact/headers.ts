import type { HeaderList, SecretKind } from '../../core/exchange.ts'
import { isMadeUp } from '../../core/made-up-credential.ts'
import { redactPlain } from './body-text.ts'
import { maskText } from './mask.ts'
import type { Needles } from './needles.ts'
import type { SecretNames } from './secret-names.ts'
import { redactUrl } from './url-text.ts'

/** A secret of a header field. */
export interface HeaderHit {
  readonly kind: SecretKind
  /** In lower case. */
  readonly name: string
  readonly value: string
}

/** Replaces credentials by the name of the field, and whatever else is secret by its form. */
export function redactHeaders(
  headers: HeaderList,
  names: SecretNames,
  needles: Needles,
): { readonly headers: HeaderList; readonly hits: readonly HeaderHit[] } {
  const hits: HeaderHit[] = []
  const redacted = headers.map((header): readonly [string, string] => {
    const [name, value] = header
    const kind = value === '' ? undefined : names.header(name)
    const lower = name.toLowerCase()
    if (kind !== undefined) {
      const { text, secrets } = redactCredential(lower, value)
      for (const secret of secrets) hits.push({ kind, name: lower, value: secret })
      return [name, text]
    }
    if (FREE_OF_SECRETS.has(lower)) return header
    const found = URLS.has(lower) ? redactUrl(value, names, needles) : redactPlain(value, names, needles)
    if (found.hits.length === 0) return header
    for (const hit of found.hits) hits.push({ kind: hit.kind, name: lower, value: hit.value })
    return [name, found.text]
  })
  return { headers: redacted, hits }
}

/** Fields with a grammar of their own that no secret fits into; they are on almost every message. */
const FREE_OF_SECRETS = new Set([
  'host',
  'connection',
  'content-length',
  'content-type',
  'content-encoding',
  'accept',
  'accept-encoding',
  'date',
  'keep-alive',
  'transfer-encoding',
  'vary',
])

const URLS = new Set(['location', 'content-location', 'referer'])

/** A credential without what is no secret of it: the scheme, the names of cookies, the attributes of `Set-Cookie`. */
function redactCredential(name: string, value: string): { readonly text: string; readonly secrets: readonly string[] } {
  if (name === 'cookie' || name === 'set-cookie') {
    const [pair = '', ...attributes] = name === 'cookie' ? [value] : value.split(/(?=;)/)
    const secrets: string[] = []
    const text = pair.replace(/([^;=]*=)?([^;]*)/g, (whole: string, key: string | undefined, secret: string) => {
      if (secret === '' || isMadeUp(secret)) return whole
      secrets.push(secret)
      return (key ?? '') + maskText(secret)
    })
    return { text: text + attributes.join(''), secrets }
  }
  const scheme = name.endsWith('authorization') ? (/^[\w-]+ +(?=\S)/.exec(value)?.[0] ?? '') : ''
  const secret = value.slice(scheme.length)
  if (isMadeUp(secret)) return { text: value, secrets: [] }
  return { text: scheme + maskText(secret), secrets: [secret] }
}
