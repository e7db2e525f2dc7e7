import type { NoResponse, RecordedResponse } from '../../core/exchange.ts'
import type { SequenceEntry } from '../../core/finding.ts'
import { decoded, isGiven, jsonOf, leavesOf, toldBy, toldNow } from './known-value.ts'

/** What the values of a record are now: later requests name what earlier answers gave, and those are other ones now. */
export interface Bindings {
  /** Notes what a step was answered now. @param body as it came, without masks */
  learn(step: number, response: RecordedResponse | NoResponse, body: string | undefined): void
  /** What stands now for a text that a request of the record names under a name; `undefined`: nothing gave it. */
  now(step: number, name: string, value: string | number): Bound | undefined
  /** The same for a text wherever it stands. */
  textNow(text: string): string
}

export type Bound =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'missing'; readonly from: number; readonly at: string }

interface Source {
  readonly step: number
  readonly at: string
  readonly name: string
}

/** Finds out which values of a record came from which of its answers: those that no earlier request had named. */
export function createBindings(entries: readonly SequenceEntry[]): Bindings {
  const sources = new Map<string, Source>()
  const named = new Set<string>()
  for (const [step, { request, response }] of entries.entries()) {
    for (const value of namedIn(request.url, request.body?.content)) named.add(value)
    for (const { at, name, value } of toldBy(response)) {
      const text = String(value)
      if (!named.has(text) && !sources.has(text)) sources.set(text, { step, at, name })
    }
  }
  const told = new Map<
    number,
    { readonly response: RecordedResponse | NoResponse; readonly body: string | undefined }
  >()

  const bound = (source: Source): Bound => {
    const answer = told.get(source.step)
    const value = answer === undefined ? undefined : toldNow(answer.response, answer.body, source.at)
    return value === undefined ? { kind: 'missing', from: source.step, at: source.at } : { kind: 'value', value }
  }

  return {
    learn: (step, response, body) => void told.set(step, { response, body }),
    now(step, name, value) {
      const source = sources.get(String(value))
      if (source === undefined || source.step >= step) return undefined
      return isGiven(name, value) || isGiven(source.name, value) ? bound(source) : undefined
    },
    textNow(text) {
      const source = sources.get(text)
      if (source === undefined || !(isGiven(source.name, text) || isGiven('', text))) return text
      const now = bound(source)
      return now.kind === 'value' ? String(now.value) : text
    },
  }
}

/** The values that a request names, decoded. */
function namedIn(url: string, body: string | undefined): readonly string[] {
  const parsed = URL.parse(url)
  const inUrl = parsed === null ? [] : [...parsed.pathname.split('/').map(decoded), ...parsed.searchParams.values()]
  return [...inUrl, ...leavesOf(jsonOf(body)).map(({ value }) => String(value))]
}
