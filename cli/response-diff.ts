import { structuredPatch } from 'diff'
import type { NoResponse, RecordedResponse } from '../core/exchange.ts'
import { responseText } from '../reports/http-text.ts'

/** Fields that differ between any two answers and say nothing of what was promised. */
const ALWAYS_OTHER = new Set([
  'date',
  'age',
  'expires',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'set-cookie',
  'server-timing',
  'x-request-id',
  'x-correlation-id',
  'x-amzn-trace-id',
  'x-amzn-requestid',
  'x-runtime',
  'x-response-time',
  'cf-ray',
  'traceparent',
  'request-id',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'ratelimit',
])

/** Lines of a difference that are shown. */
const MOST_LINES = 80

/**
 * What is other in the answer of now, as lines that begin with `-` for then and `+` for now; none where nothing is.
 *
 * @param bases of the target; that its links lead elsewhere now is no difference
 */
export function responseDiff(
  then: RecordedResponse | NoResponse,
  now: RecordedResponse | NoResponse,
  bases: { readonly then: string; readonly now: string },
): readonly string[] {
  const before = comparable(then).replaceAll(bases.then, bases.now)
  const { hunks } = structuredPatch('then', 'now', before, comparable(now), '', '', { context: 2 })
  const lines = hunks.flatMap((hunk, i) => [
    ...(i === 0 ? [] : ['…']),
    ...hunk.lines.filter((line) => !line.startsWith('\\')),
  ])
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} more lines`]
}

/** The answer without what is always other, its JSON with a member a line. */
function comparable(outcome: RecordedResponse | NoResponse): string {
  if (outcome.kind === 'no-response') return `${responseText(outcome)}\n`
  const headers = outcome.headers
    .filter(([name]) => !ALWAYS_OTHER.has(name.toLowerCase()))
    .map(([name, value]) => [name.toLowerCase(), value] as const)
  const { body } = outcome
  const shown = body?.encoding === 'text' ? { ...body, content: laidOut(body.content) } : body
  return `${responseText({ ...outcome, headers, ...(shown !== undefined && { body: shown }) })}\n`
}

function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
