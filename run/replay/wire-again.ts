import { parseTree, getNodeValue, type Node } from 'jsonc-parser'
import { headerOf, type HeaderList, type RecordedRequest, type Redaction } from '../../core/exchange.ts'
import type { SequenceEntry } from '../../core/finding.ts'
import { maskedPlaces } from '../../core/masked-place.ts'
import { deriveSeed } from '../../core/seed.ts'
import { standInFor } from '../../core/stand-in.ts'
import { isIdempotencyKey, keyOf } from '../../generators/idempotency-key.ts'
import type { Operation } from '../../spec/model.ts'
import type { WireRequest } from '../../transport/wire-request.ts'
import type { Bindings, Bound } from './bindings.ts'
import type { FreshMarks } from './fresh-marks.ts'
import { decoded } from './known-value.ts'

/** What of a recorded request is other now. */
export interface Renewal {
  /** Tells this sending from all others. */
  readonly salt: number
  readonly bindings: Bindings
  readonly freshMarks: FreshMarks
  /** Base URL of the target then, and now. */
  readonly bases: { readonly then: string; readonly now: string }
}

export type Again =
  | { readonly kind: 'request'; readonly request: WireRequest; readonly standIns: readonly string[] }
  | { readonly kind: 'impossible'; readonly reason: string }

/** A recorded request as it is sent again: the same bytes, but for what must be fresh. */
export function wireAgain(
  entry: SequenceEntry,
  step: number,
  operation: Operation,
  { salt, bindings, freshMarks, bases }: Renewal,
): Again {
  const { request, redactions = [] } = entry
  if (request.body?.truncated === true) {
    return { kind: 'impossible', reason: `the body of ${nameOf(entry, step)} was too large to be recorded whole` }
  }
  const missing: Extract<Bound, { kind: 'missing' }>[] = []
  const nowOf = (name: string, value: string | number): string | number | undefined => {
    const bound = bindings.now(step, name, value)
    if (bound?.kind === 'missing') missing.push(bound)
    return bound?.kind === 'value' ? bound.value : undefined
  }
  const url = urlAgain(request.url, operation, redactions, bases, nowOf)
  const headers = headersAgain(request.headers, redactions, salt, nowOf)
  const body = bodyAgain(request, redactions, nowOf)
  const [gone] = missing
  if (gone !== undefined) {
    return {
      kind: 'impossible',
      reason: `${nameOf(entry, step)} names what step ${gone.from + 1} answered at ${gone.at}, and its answer does not have that now`,
    }
  }
  if (URL.parse(url)?.origin !== URL.parse(bases.now)?.origin) {
    return { kind: 'impossible', reason: `${nameOf(entry, step)} went to another host than the target` }
  }
  return {
    kind: 'request',
    request: {
      method: request.method,
      url: freshMarks(url),
      headers,
      ...(body !== undefined && { body: typeof body.content === 'string' ? freshMarks(body.content) : body.content }),
    },
    standIns: body?.standIns ?? [],
  }
}

/** `step 2 (getOrder)`. */
export function nameOf({ operationId }: SequenceEntry, step: number): string {
  return `step ${step + 1} (${operationId})`
}

type NowOf = (name: string, value: string | number) => string | number | undefined

function urlAgain(
  url: string,
  operation: Operation,
  redactions: readonly Redaction[],
  bases: Renewal['bases'],
  nowOf: NowOf,
): string {
  const within = withinBase(url, bases.then)
  // A link is followed as it is given now.
  for (const link of [url, within, pathAndQueryOf(url)]) {
    const now = link === undefined ? undefined : nowOf('link', link)
    const resolved = typeof now === 'string' ? URL.parse(now, `${bases.now}/`) : null
    if (resolved !== null) return resolved.href
  }
  if (within === undefined) return url
  const secrets = redactions.filter(({ at }) => at.part === 'url')
  const unmasked = (text: string): string =>
    secrets.length > 0 && isMask(text) ? standInFor(secrets[0]?.kind ?? 'credential', text) : text
  const [path = '', ...rest] = within.split('?')
  const template = operation.path.split('/')
  const segments = path.split('/')
  const isLike = template.length === segments.length
  const bound = segments.map((segment, i) => {
    const variable = /\{([^{}]+)\}/.exec(template[i] ?? '')?.[1]
    if (segment === '' || (isLike && variable === undefined)) return segment
    const now = nowOf(isLike ? `${variable ?? ''}Id` : '', decoded(segment))
    return now === undefined ? unmasked(segment) : encodeURIComponent(String(now))
  })
  const query = rest.join('?')
  if (query === '') return `${bases.now}${bound.join('/')}${within.includes('?') ? '?' : ''}`
  const pairs = query.split('&').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=')
    const text = value.join('=')
    const isCredential = secrets.some(({ kind }) => kind === 'access-token' || kind === 'api-key')
    // The credentials of now are added when it is sent.
    if (isCredential && isMask(text)) return []
    const now = nowOf(decoded(name), decoded(text.replaceAll('+', ' ')))
    if (now !== undefined) return [`${name}=${encodeURIComponent(String(now))}`]
    return [text === '' ? pair : `${name}=${unmasked(text)}`]
  })
  return `${bases.now}${bound.join('/')}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`
}

function pathAndQueryOf(url: string): string | undefined {
  const parsed = URL.parse(url)
  return parsed === null ? undefined : parsed.pathname + parsed.search
}

/** What follows the base of the target; on another path of the same host, nothing can be said. */
function withinBase(url: string, base: string): string | undefined {
  const rest = url.startsWith(base) ? url.slice(base.length) : undefined
  return rest !== undefined && /^(?:[/?]|$)/.test(rest) ? rest : undefined
}

function isMask(text: string): boolean {
  return text.length >= 3 && /^(?:[xX0]|%78|[^\p{L}\p{N}])+$/u.test(text)
}

/** Made for each connection by whoever sends. */
const NOT_SENT_AGAIN = new Set(['host', 'connection', 'content-length'])

function headersAgain(headers: HeaderList, redactions: readonly Redaction[], salt: number, nowOf: NowOf): HeaderList {
  const secret = new Set(redactions.flatMap(({ at }) => (at.part === 'request-header' ? [at.name] : [])))
  return headers.flatMap(([name, value]): readonly (readonly [string, string])[] => {
    const lower = name.toLowerCase()
    // The credentials of now are added when it is sent.
    if (NOT_SENT_AGAIN.has(lower) || secret.has(lower)) return []
    // A key that is no key is what its case is about.
    if (isIdempotencyKey(name) && UUID.test(value)) return [[name, keyOf(deriveSeed(salt, value))]]
    return [[name, String(nowOf(lower, value) ?? value)]]
  })
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

interface BodyAgain {
  readonly content: string | Uint8Array
  /** Where stand-ins stand for secrets. */
  readonly standIns: readonly string[]
}

function bodyAgain(request: RecordedRequest, redactions: readonly Redaction[], nowOf: NowOf): BodyAgain | undefined {
  const { body } = request
  if (body === undefined) return undefined
  if (body.encoding === 'base64') return { content: Buffer.from(body.content, 'base64'), standIns: [] }
  const text = body.content
  const isJson = /[/+]json\b/i.test(headerOf(request.headers, 'content-type') ?? '')
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = []
  const standIns: string[] = []
  for (const { start, end, name, value, isText } of isJson ? scalarsOf(parseTree(text), '') : []) {
    const now = nowOf(name, value)
    if (now !== undefined) edits.push({ start, end, text: isText ? JSON.stringify(String(now)) : String(now) })
  }
  for (const { start, end, kind, pointer } of maskedPlaces(request, text, redactions)) {
    // What an earlier answer gave needs no stand-in.
    if (edits.some((edit) => edit.start <= start && end <= edit.end)) continue
    edits.push({ start, end, text: standInFor(kind, text.slice(start, end)) })
    standIns.push(`${pointer} (${kind})`)
  }
  let content = ''
  let position = 0
  for (const edit of edits.toSorted((one, other) => one.start - other.start)) {
    content += text.slice(position, edit.start) + edit.text
    position = edit.end
  }
  return { content: content + text.slice(position), standIns }
}

interface Scalar {
  readonly start: number
  readonly end: number
  readonly name: string
  readonly value: string | number
  readonly isText: boolean
}

function scalarsOf(node: Node | undefined, name: string): readonly Scalar[] {
  if (node === undefined) return []
  if (node.type === 'string' || node.type === 'number') {
    const value = getNodeValue(node) as string | number
    return [{ start: node.offset, end: node.offset + node.length, name, value, isText: node.type === 'string' }]
  }
  if (node.type === 'property') return scalarsOf(node.children?.[1], String(node.children?.[0]?.value ?? ''))
  return (node.children ?? []).flatMap((inner) => scalarsOf(inner, node.type === 'array' ? name : ''))
}
