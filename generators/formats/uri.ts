import * as fc from 'fast-check'
import type { Format, StringConstraints } from '../registry.ts'
import { charsOf, DIGITS, LOWER } from './sized.ts'

type Lengths = Pick<StringConstraints, 'minLength' | 'maxLength'>

const BASES = ['https://example.com', 'https://www.example.org', 'http://example.net', 'https://api.example.com:8443']

const SEGMENT = `${LOWER}${DIGITS}-_`

const TAILS = ['', '', '?q=1', '?a=b&c=%20d', '#top']

/** RFC 3986 absolute URI: http(s) wherever the bounds leave room. */
export const uri: Format = { strings: (constraints) => absolute(constraints) }

/** An http(s) URL; nothing shorter than `http://a.co`. */
export const url: Format = {
  strings: (constraints) => (constraints.maxLength < 11 ? undefined : absolute(constraints)),
}

function absolute({ minLength, maxLength }: Lengths): fc.Arbitrary<string> | undefined {
  const bases = BASES.filter((base) => base.length <= maxLength)
  if (bases.length > 0) return fc.constantFrom(...bases).chain((base) => extended(base, { minLength, maxLength }))
  if (maxLength >= 11) return extended('http://a.co', { minLength, maxLength })
  return maxLength < 5
    ? undefined
    : charsOf(LOWER, Math.max(1, minLength - 4), maxLength - 4).map((name) => `urn:${name}`)
}

/** A base with a path, and a query or fragment where there is room for one. */
function extended(base: string, { minLength, maxLength }: Lengths): fc.Arbitrary<string> {
  const missing = minLength - base.length
  const room = maxLength - base.length
  if (room < 2) return fc.constant(missing > 0 ? `${base}/` : base)
  const tail = fc.constantFrom(...TAILS.filter((text) => text.length + Math.max(2, missing) <= room))
  const path = charsOf(SEGMENT, Math.max(1, missing - 1), Math.min(room - 1, Math.max(1, missing - 1) + 16))
  const withPath = fc.tuple(path, tail).map(([segment, end]) => `${base}/${segment}${lengthAllows(segment, end, room)}`)
  return missing > 0 ? withPath : fc.oneof({ withCrossShrink: true }, fc.constant(base), withPath)
}

function lengthAllows(segment: string, tail: string, room: number): string {
  return 1 + segment.length + tail.length <= room ? tail : ''
}

/** RFC 3986 URI or relative reference. */
export const uriReference: Format = {
  strings: ({ minLength, maxLength }) => {
    const full = minLength <= 200 ? absolute({ minLength, maxLength }) : undefined
    if (maxLength < 1) return fc.constant('')
    const relative = charsOf(SEGMENT, Math.max(0, minLength - 1), Math.max(0, maxLength - 1)).map((path) => `/${path}`)
    return full === undefined ? relative : fc.oneof({ withCrossShrink: true }, relative, full)
  },
}

/** RFC 3987: a URI, now and then with characters beyond ASCII in its path. */
export const iri: Format = {
  strings: (constraints) =>
    absolute(constraints)?.chain((text) => fc.constantFrom(text, text, text, beyondAscii(text))),
}

/** Replaces the last character of a path, which keeps the length in code points. */
function beyondAscii(text: string): string {
  return /[a-z]\/[\w-]+$/.test(text) ? `${text.slice(0, -1)}é` : text
}

/** RFC 6570, levels 1 to 4. */
export const uriTemplate: Format = {
  strings: ({ minLength, maxLength }) => {
    const parts = ['/items', '/{id}', '{/path}', '{?page,limit}', '{#part}', '/{name:3}', '{?list*}']
    const fitting = parts.filter((part) => part.length <= maxLength)
    if (fitting.length === 0) return undefined
    const padding = (text: string): string => text.padStart(minLength, 'a')
    return fc.array(fc.constantFrom(...fitting), { minLength: 1, maxLength: 3 }).map((chosen) => {
      let text = ''
      for (const part of chosen) if (text.length + part.length <= maxLength) text += part
      return padding(text)
    })
  },
}
