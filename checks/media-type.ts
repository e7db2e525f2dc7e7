import { parseMediaType as takeApart, type ParsedMediaType } from '../core/media-type.ts'

/** A media type or media range with what checks ask of it. */
export interface MediaTypeName extends ParsedMediaType {
  /** `json` of `application/vnd.pet+json`; for `application/json` itself there is none. */
  readonly suffix: string | undefined
}

/** The same few content types are asked for again and again; the bound is there for a hostile server. */
const parsed = new Map<string, MediaTypeName | undefined>()
const PARSED_LIMIT = 2_000

/** The parts of a `Content-Type` value or of a key under `content`; `undefined` when it is not a media type. */
export function parseMediaType(text: string): MediaTypeName | undefined {
  const known = parsed.get(text)
  if (known !== undefined || parsed.has(text)) return known
  const result = parse(text)
  if (parsed.size < PARSED_LIMIT) parsed.set(text, result)
  return result
}

/** Whether a name stands for JSON text: `application/json`, `text/json`, or any subtype with the suffix `+json`. */
export function isJsonMediaType(name: MediaTypeName): boolean {
  return name.subtype === 'json' || name.subtype === 'x-json' || name.suffix === 'json'
}

/** Whether a name is RFC 9457's `application/problem+json`. */
export function isProblemMediaType(name: MediaTypeName): boolean {
  return name.type === 'application' && name.subtype === 'problem+json'
}

/**
 * The documented entry that covers a content type best, or `undefined` when none does. Exact names win over suffix
 * ranges (`application/*+json`), those over `application/*`, and those over the range of everything. Parameters never
 * exclude; where two entries differ only in them, the one that agrees in more wins. A key that is no media type at
 * all covers anything: whoever wrote it promised nothing that could be broken.
 */
export function bestMatch<T extends { readonly mediaType: string }>(
  documented: readonly T[],
  actual: MediaTypeName,
): T | undefined {
  let best: T | undefined
  let bestScore = 0
  for (const candidate of documented) {
    const score = coverage(parseMediaType(candidate.mediaType), actual)
    if (score > bestScore) {
      best = candidate
      bestScore = score
    }
  }
  return best
}

/** 0 when not covered; a tenth for each agreeing parameter. */
function coverage(documented: MediaTypeName | undefined, actual: MediaTypeName): number {
  if (documented === undefined) return 0.5
  const base = baseCoverage(documented, actual)
  if (base === 0) return 0
  let agreeing = 0
  for (const [name, value] of Object.entries(documented.parameters)) if (actual.parameters[name] === value) agreeing++
  return base + Math.min(agreeing, 9) / 10
}

function baseCoverage(documented: MediaTypeName, actual: MediaTypeName): number {
  if (documented.type === '*') return 1
  if (documented.type !== actual.type) return 0
  if (documented.subtype === actual.subtype) return 4
  if (documented.subtype === `*+${actual.suffix}`) return 3
  return documented.subtype === '*' ? 2 : 0
}

function parse(text: string): MediaTypeName | undefined {
  const name = takeApart(text)
  if (name === undefined) return undefined
  const plus = name.subtype.lastIndexOf('+')
  return { ...name, suffix: plus === -1 ? undefined : name.subtype.slice(plus + 1) }
}
