import { isJsonObject, type Json } from '../core/json.ts'
import { placeOf, type Fact } from '../generators/shown-facts.ts'

/** What the guides of an API demand although its document leaves it open: who enforces it breaks no promise. */
export interface GuideRule {
  /** Operation ids. */
  readonly operations: readonly string[]
  /** As in findings, without indices: `/source/secCode`. */
  readonly place: string
  readonly kind: Fact['kind']
}

/** Whether the guides say that a server may refuse the fact. */
export function isForbiddenByGuides(rules: readonly GuideRule[], operationId: string, { place, kind }: Fact): boolean {
  return rules.some(
    (rule) => rule.kind === kind && rule.place === placeOf(place) && rule.operations.includes(operationId),
  )
}

/**
 * Whether the document's own words take back what its schema allows: "we accept only `credit`" beside a list of three
 * values, "required when …" at a member that is optional. No schema says when such words apply, so a refusal that they
 * explain is not held against the server.
 */
export function isRestrictedInWords({ kind, value, parts }: Fact): boolean {
  const sentences = parts.flatMap(({ description }) =>
    typeof description === 'string' ? sentencesOf(description) : [],
  )
  if (kind === 'absent') return sentences.some((sentence) => DEMANDS.test(sentence) && !WAIVES.test(sentence))
  if (kind !== 'enum') return false
  const others = parts.flatMap((part) => listedValues(part)).filter((listed) => listed !== value)
  return sentences.some(
    (sentence) =>
      /\bonly\b/i.test(sentence) && !names(sentence, value) && others.some((other) => names(sentence, other)),
  )
}

const DEMANDS = /\b(?:required|mandatory|must)\b/i
const WAIVES = /\b(?:not|n't|no longer|never)\s+(?:be\s+)?(?:required|mandatory)\b/i

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+|\n/)
}

function listedValues(part: { readonly [name: string]: Json }): readonly Json[] {
  return isJsonObject(part) && Array.isArray(part['enum']) ? (part['enum'] as readonly Json[]) : []
}

/** Whether a text quotes a value; a bare word may be one of the language. */
function names(text: string, value: Json | undefined): boolean {
  return ['`', '"', "'", '’'].some((quote) => text.includes(`${quote}${String(value)}${quote}`))
}
