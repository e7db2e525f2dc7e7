import { isJsonObject, type Json } from '../../core/json.ts'
import { deriveSeed } from '../../core/seed.ts'

/** Puts other marks into a text: what an earlier request left behind must not be taken for what this one did. */
export type FreshMarks = (text: string) => string

/** As sequences mark what they create; between the words may stand what a URL makes of a space. */
const MARK = /(\bconformance(?: |%20|\+))([a-z]{14})/g

/** @param evidence may name marks that are too short to be known by their form */
export function createFreshMarks(salt: number, evidence: Json | undefined): FreshMarks {
  const short = evidence === undefined ? [] : tracesIn(evidence)
  return (text) => {
    const marked = text.replace(MARK, (_, word: string, letters: string) => word + freshLetters(salt, letters))
    return short.reduce((current, mark) => current.replaceAll(mark, freshLetters(salt, mark)), marked)
  }
}

/** Marks that consist of nothing but letters. */
function tracesIn(evidence: Json): readonly string[] {
  if (Array.isArray(evidence)) return evidence.flatMap((item: Json) => tracesIn(item))
  if (!isJsonObject(evidence)) return []
  const { trace } = evidence
  const value = isJsonObject(trace ?? null) ? (trace as { readonly value?: Json }).value : undefined
  const own = typeof value === 'string' && /^[a-z]{6,14}$/.test(value) ? [value] : []
  return [...own, ...Object.values(evidence).flatMap(tracesIn)]
}

function freshLetters(salt: number, letters: string): string {
  return Array.from(letters, (_, i) => String.fromCharCode(97 + (deriveSeed(salt, letters, i) % 26))).join('')
}
