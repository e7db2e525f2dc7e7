import type { BrokenConstraint, ConstraintKind } from '../core/case.ts'
import type { RecordedResponse } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import { answerOf, wasAskedFor } from './answer.ts'
import type { Judged } from './check.ts'

/** A request with a broken constraint that the server took for a good one. */
export interface Accepted {
  readonly constraint: BrokenConstraint
  readonly response: RecordedResponse
}

/**
 * Whether a request that breaks a constraint of one of these kinds was accepted; `undefined` when it was refused, when
 * nothing can be concluded, or when the request breaks something else.
 *
 * - Accepted: any 2xx, and 303, which says where to find what was done.
 * - Refused: any 4xx. Whether it is a documented one and its problem details are in order is for other checks to say.
 *   404 is one: what is unknown need not be validated.
 * - Neither: 401, 403, 407 and 429 (they say nothing of the data), other redirects, and 5xx, which is
 *   `no-server-error`'s.
 */
export function acceptedOf(judged: Judged, kinds: readonly ConstraintKind[]): Accepted | undefined {
  const intent = judged.case?.intent
  if (intent?.kind !== 'invalid' || !kinds.includes(intent.constraint.kind ?? 'data')) return undefined
  const answer = answerOf(judged)
  if (answer.kind === 'none' || answer.kind === 'server-error') return undefined
  const { response } = answer
  const { status } = response
  const isAccepted = (status >= 200 && status < 300) || status === 303
  if (!isAccepted || wasAskedFor(judged.exchange, status)) return undefined
  return { constraint: intent.constraint, response }
}

/**
 * The same for a request with broken credentials, which a conflict does not refuse, either: who documents refusals of
 * credentials and answers for the state of a resource has looked at it for somebody unknown.
 */
export function servedOf(judged: Judged, kinds: readonly ConstraintKind[]): Accepted | undefined {
  const { case: planned, operation } = judged
  const intent = planned?.intent
  const answer = answerOf(judged)
  if (intent?.kind !== 'invalid' || !kinds.includes(intent.constraint.kind ?? 'data')) return undefined
  if (answer.kind === 'none' || answer.response.status !== 409) return acceptedOf(judged, kinds)
  const isDocumented = operation.responses.some(({ status }) => ['401', '403'].includes(status))
  return isDocumented ? { constraint: intent.constraint, response: answer.response } : undefined
}

/** What became of a request with broken credentials, in words. */
export function treatmentOf({ response: { status } }: Accepted): string {
  return status === 409 ? 'held against the state of the server' : 'accepted'
}

/** Answers that say something of our credentials or of our pace, and nothing of the data. */
const NOT_OF_THE_DATA = new Set([401, 403, 407, 429])

/** Whether a request breaks a constraint of one of these kinds, and the answer says what the server makes of it. */
export function asksAbout(judged: Judged, kinds: readonly ConstraintKind[]): boolean {
  const intent = judged.case?.intent
  const kind = intent?.kind === 'invalid' ? (intent.constraint.kind ?? 'data') : undefined
  if (kind === undefined || !kinds.includes(kind)) return false
  const answer = answerOf(judged)
  if (answer.kind === 'none' || answer.kind === 'server-error') return false
  return kind.startsWith('authentication') || !NOT_OF_THE_DATA.has(answer.response.status)
}

/**
 * The key of a broken constraint: its place in the document, the member that it is about, and which promise is broken.
 * The same for every value that breaks it, and for every place of a request that the same promise of the contract covers.
 */
export function keyOfConstraint({ document, payload, breakage, kind }: BrokenConstraint): string {
  const member = payload.slice(payload.lastIndexOf('/') + 1)
  return `${promiseOf(breakage ?? kind ?? 'data')} ${document} ${/^\d+$/.test(member) ? '*' : member}`
}

/** Ways to break one and the same promise: what accepts `conformance` for a date accepts 30 February as well. */
const WAYS: readonly (readonly [way: RegExp, promise: string])[] = [
  [/^(?:null|wrong-type)$/, 'type'],
  [/^enum/, 'enum'],
  [/^discriminator/, 'discriminator'],
  [/^format/, 'format'],
  [/^pattern/, 'pattern'],
  [/^body-/, 'body'],
  [/^method-/, 'method'],
  [/^credentials-/, 'credentials'],
  [/^not-(?:a-uuid|v4)$/, 'key'],
]

function promiseOf(breakage: string): string {
  return WAYS.find(([way]) => way.test(breakage))?.[1] ?? breakage
}

/** The finding of an accepted request. */
export function acceptedDraft({ constraint, response }: Accepted, title: string, expected: string): FindingDraft {
  const { description, document } = constraint
  return {
    key: keyOfConstraint(constraint),
    title,
    message: `The contract asks for ${expected} (${description}), but the server answered ${response.status}.`,
    expected,
    actual: String(response.status),
    document,
  }
}
