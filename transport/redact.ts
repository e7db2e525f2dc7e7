import type { HeaderList, Redaction, SecretKind } from '../core/exchange.ts'
import { headerOf } from '../core/exchange.ts'
import { redactBodyText } from './redact/body-text.ts'
import { redactHeaders } from './redact/headers.ts'
import type { KnownSecret } from './redact/hit.ts'
import { createNeedles, type Needles } from './redact/needles.ts'
import { createSecretNames, type SecretNames } from './redact/secret-names.ts'
import { isSecretValue } from './redact/secret-value.ts'
import { redactUrl } from './redact/url-text.ts'

export type { KnownSecret } from './redact/hit.ts'

export interface RedactorOptions {
  /** Values that must not be recorded wherever they occur, also in base64 or URL-encoded; under 4 characters ignored. */
  readonly secrets?: readonly KnownSecret[]
  /** Names of members, parameters and headers that are secret beside the built-in ones. */
  readonly fields?: Readonly<Record<string, SecretKind>>
}

/** The text parts of a message; a body that is no text is given as latin1. */
export interface RequestText {
  readonly url: string
  readonly headers: HeaderList
  readonly body: string | undefined
  /** Path parameters by name, unencoded. */
  readonly pathValues?: readonly (readonly [name: string, value: string])[]
}

export interface ResponseText {
  readonly headers: HeaderList
  readonly body: string | undefined
}

export interface RedactedRequest extends RequestText {
  readonly redactions: readonly Redaction[]
  /** What was found, to be recognised in the response; never recorded. */
  readonly secrets: readonly KnownSecret[]
}

export interface RedactedResponse extends ResponseText {
  readonly redactions: readonly Redaction[]
  readonly echoed: readonly SecretKind[]
}

/** Replaces secrets, in place and of the same length; the only gate between the network and the record. */
export interface Redactor {
  request(request: RequestText): RedactedRequest
  response(response: ResponseText, requestSecrets: readonly KnownSecret[]): RedactedResponse
  /** Adds a value that became known later, such as a token just issued. */
  learn(secret: KnownSecret): void
}

/** A redactor for the exchanges of one run. */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  const names = createSecretNames(options.fields)
  const known = [...(options.secrets ?? [])]
  let needles = createNeedles(known)

  return {
    request: ({ url, headers, body, pathValues = [] }) => {
      const redactions: Redaction[] = []
      const secrets: KnownSecret[] = []
      const inPath = secretsAmong(pathValues, names)
      const inUrl = redactUrl(url, names, inPath.length === 0 ? needles : both(needles, createNeedles(inPath)))
      for (const { kind, value, isGuess } of inUrl.hits) {
        redactions.push({ kind, at: { part: 'url' } })
        if (!isGuess) secrets.push({ kind, value })
      }
      const inHeaders = redactHeaders(headers, names, needles)
      for (const { kind, name, value } of inHeaders.hits) {
        redactions.push({ kind, at: { part: 'request-header', name } })
        secrets.push({ kind, value })
      }
      if (body === undefined)
        return { url: inUrl.text, headers: inHeaders.headers, body, redactions: merged(redactions), secrets }
      const inBody = redactBodyText(body, headerOf(headers, 'content-type'), names, needles)
      for (const { kind, pointer, value, isGuess } of inBody.hits) {
        redactions.push({ kind, at: { part: 'request-body', pointer } })
        if (!isGuess) secrets.push({ kind, value })
      }
      return { url: inUrl.text, headers: inHeaders.headers, body: inBody.text, redactions: merged(redactions), secrets }
    },
    response: ({ headers, body }, requestSecrets) => {
      const distinct = requestSecrets.filter(isDistinct)
      const search = distinct.length === 0 ? needles : both(needles, createNeedles(distinct))
      const redactions: Redaction[] = []
      const inHeaders = redactHeaders(headers, names, search)
      for (const { kind, name } of inHeaders.hits) redactions.push({ kind, at: { part: 'response-header', name } })
      const contentType = headerOf(headers, 'content-type')
      const inBody = body === undefined ? { text: body, hits: [] } : redactBodyText(body, contentType, names, search)
      for (const { kind, pointer } of inBody.hits) redactions.push({ kind, at: { part: 'response-body', pointer } })
      const repeated = [...inHeaders.hits, ...inBody.hits].filter((hit) => isRepeated(hit, requestSecrets))
      return {
        headers: inHeaders.headers,
        body: inBody.text,
        redactions: merged(redactions),
        echoed: [...new Set(repeated.map(({ kind }) => kind))],
      }
    },
    learn: (secret) => {
      if (known.some(({ value }) => value === secret.value)) return
      known.push(secret)
      needles = createNeedles(known)
    },
  }
}

/** The values that stand under a secret's name. */
export function secretsAmong(
  values: readonly (readonly [name: string, value: string])[],
  names: SecretNames = createSecretNames(),
): readonly KnownSecret[] {
  return values.flatMap(([name, value]) => {
    const kind = names.field(name) ?? names.header(name)
    return kind !== undefined && isSecretValue(value, kind, name) ? [{ kind, value }] : []
  })
}

/** A hit repeats a secret when it is its value, or holds it (a URL with the token in it). */
function isRepeated(hit: KnownSecret, requestSecrets: readonly KnownSecret[]): boolean {
  return requestSecrets.some(
    ({ kind, value }) =>
      kind === hit.kind && (hit.value === value || (isDistinct({ kind, value }) && hit.value.includes(value))),
  )
}

/** Whether a value is long and odd enough that finding it elsewhere is no coincidence. */
export function isDistinct({ value }: KnownSecret): boolean {
  if (value.length < 8) return false
  return /\d/.test(value) ? new Set(value).size > 3 : value.length >= 20
}

function both(first: Needles, second: Needles): Needles {
  return {
    findIn: (text) => {
      const found = first.findIn(text)
      const more = second.findIn(text)
      return more.length === 0 ? found : [...found, ...more]
    },
  }
}

/** Each place once per kind. */
function merged(redactions: readonly Redaction[]): readonly Redaction[] {
  if (redactions.length < 2) return redactions
  const seen = new Map<string, Redaction>()
  for (const redaction of redactions) {
    const { at } = redaction
    const place = at.part === 'url' ? '' : 'pointer' in at ? at.pointer : at.name
    const key = `${redaction.kind} ${at.part} ${place}`
    if (!seen.has(key)) seen.set(key, redaction)
  }
  return [...seen.values()]
}
