import { isJsonObject, type Json } from '../../core/json.ts'
import { child, valueAt } from '../../core/json-pointer.ts'
import { headerOf, type NoResponse, type RecordedResponse } from '../../core/exchange.ts'

/** A scalar somewhere in a message: pointer into its body, or `header: etag`. */
export interface Leaf {
  readonly at: string
  readonly name: string
  readonly value: string | number
}

/** Leaves of one message that are looked at. */
const MOST_LEAVES = 5_000

/** The texts and numbers of a JSON value. */
export function leavesOf(value: Json | undefined): readonly Leaf[] {
  const leaves: Leaf[] = []
  const visit = (current: Json, at: string, name: string): void => {
    if (leaves.length >= MOST_LEAVES) return
    if (typeof current === 'string' || typeof current === 'number') leaves.push({ at, name, value: current })
    else if (Array.isArray(current)) current.forEach((item: Json, i) => visit(item, child(at, i), name))
    else if (isJsonObject(current)) {
      for (const [member, inner] of Object.entries(current)) visit(inner, child(at, member), member)
    }
  }
  if (value !== undefined) visit(value, '', '')
  return leaves
}

/** What a response told that a later request could name: its body's values, its headers. */
export function toldBy(response: RecordedResponse | NoResponse): readonly Leaf[] {
  if (response.kind === 'no-response') return []
  const headers = response.headers
    .filter(([name]) => TELLING.has(name.toLowerCase()))
    .flatMap(([name, value]): readonly Leaf[] => {
      const at = `header: ${name.toLowerCase()}`
      if (name.toLowerCase() !== 'link') return [{ at, name, value }]
      return linksIn(value).map((link, i) => ({ at: `${at} ${i}`, name, value: link }))
    })
  const told = [...headers, ...leavesOf(jsonOf(response.body?.content))]
  // An id may be given in a link alone.
  return [...told, ...told.flatMap(({ at, value }) => segmentsOf(value).map((part, i) => segmentLeaf(at, i, part)))]
}

function segmentLeaf(at: string, i: number, value: string): Leaf {
  return { at: `${at}${SEGMENT}${i}`, name: 'Id', value }
}

const SEGMENT = ' segment '

/** The path segments of a text that is a link. */
function segmentsOf(value: string | number): readonly string[] {
  if (typeof value === 'number' || !/^(?:https?:\/\/[^/]+)?\/\S*$/.test(value)) return []
  return value
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/[?#].*$/, '')
    .split('/')
    .map(decoded)
}

/** A path segment without its percent-encoding. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The targets of a `Link` field (RFC 8288 §3). */
function linksIn(field: string): readonly string[] {
  return [...field.matchAll(/<([^<>]*)>/g)].map((match) => match[1] ?? '')
}

/** The value at a leaf's place in another response to the same request. */
export function toldNow(
  response: RecordedResponse | NoResponse,
  body: string | undefined,
  at: string,
): string | number | undefined {
  if (response.kind === 'no-response') return undefined
  if (at.startsWith('header: link ')) {
    return linksIn(headerOf(response.headers, 'link') ?? '')[Number(at.slice('header: link '.length))]
  }
  if (at.startsWith('header: ')) return headerOf(response.headers, at.slice('header: '.length))
  const value = valueAt(jsonOf(body), at)
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

export function jsonOf(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined
  try {
    // `JSON.parse` returns JSON; its declared result is `any`.
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/**
 * Whether a value is one that a server gave: what is named like an id, or is too odd to be met by chance. Plain words
 * and small numbers are equal without any connection.
 */
export function isGiven(name: string, value: string | number): boolean {
  const isNamed = GIVEN_NAMES.test(name)
  if (typeof value === 'number') return isNamed
  return value !== '' && (isNamed || (value.length >= 8 && /\d/.test(value)))
}

const GIVEN_NAMES =
  /(?:^|[_-])(?:id|key|token|cursor|after|before|next|page|etag|match)$|(?:Id|ID|Key|Token|Cursor|Number|Etag)$|^if-/

const TELLING = new Set(['location', 'content-location', 'etag', 'last-modified', 'link'])
