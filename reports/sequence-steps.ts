import type { NoResponse, RecordedResponse } from '../core/exchange.ts'
import type { Finding, SequenceEntry, SequencePart } from '../core/finding.ts'

/** One exchange of a finding's sequence, numbered from 1. */
export interface NumberedStep {
  readonly number: number
  readonly entry: SequenceEntry
}

/** What led to a finding, where that is more than one exchange. */
export function stepsOf({ sequence = [] }: Finding): readonly NumberedStep[] {
  return sequence.length < 2 ? [] : sequence.map((entry, index) => ({ number: index + 1, entry }))
}

/** The step whose answer shows the broken promise; absent where there is one exchange only, or an older recording. */
export function stepThatShows(finding: Finding): NumberedStep | undefined {
  return stepsOf(finding).find(({ entry }) => entry.part === 'shows')
}

/** The answer that a pointer of the finding leads into. */
export function answerThatShows(finding: Finding): RecordedResponse | NoResponse {
  return stepThatShows(finding)?.entry.response ?? finding.response
}

/** What a step has to do with its finding, for readers. */
export const PARTS: Readonly<Record<SequencePart, string>> = {
  asked: 'the promise is about this one',
  shows: 'here it is broken',
  compared: 'compared with it',
}

/** `POST /v1/payments → 201`. */
export function stepText({ request, response }: SequenceEntry): string {
  const answer = response.kind === 'response' ? String(response.status) : response.cause
  return `${request.method} ${pathOf(request.url)} → ${answer}`
}

/** Path and query of a URL. */
export function pathOf(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? url : parsed.pathname + parsed.search
}
