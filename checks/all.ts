import type { FindingDraft } from '../core/finding.ts'
import { bodyMatchesSchema } from './body-matches-schema.ts'
import type { Check, Judged } from './check.ts'
import { contentTypeIsDocumented } from './content-type-is-documented.ts'
import { headersMatchSchema } from './headers-match-schema.ts'
import { linksAreSound } from './links-are-sound.ts'
import { noLinkToProduction } from './no-link-to-production.ts'
import { noSensitiveDataInResponse } from './no-sensitive-data-in-response.ts'
import { noServerError } from './no-server-error.ts'
import { noStackTraceInResponse } from './no-stack-trace-in-response.ts'
import { noUndocumentedFields } from './no-undocumented-fields.ts'
import { problemIsWellFormed } from './problem-is-well-formed.ts'
import { responseIsWellFormed } from './response-is-well-formed.ts'
import { statusCodeIsDocumented } from './status-code-is-documented.ts'
import { invalidRequestIsRejected } from './invalid-request-is-rejected.ts'
import { missingAuthenticationIsRejected } from './missing-authentication-is-rejected.ts'
import { invalidTokenIsRejected } from './invalid-token-is-rejected.ts'
import { unsupportedMethodIsRejected } from './unsupported-method-is-rejected.ts'
import { unsupportedMediaTypeIsRejected } from './unsupported-media-type-is-rejected.ts'
import { notAcceptableIsAnswered } from './not-acceptable-is-answered.ts'
import { missingIdempotencyKeyIsRejected } from './missing-idempotency-key-is-rejected.ts'
import { malformedIdempotencyKeyIsRejected } from './malformed-idempotency-key-is-rejected.ts'
import { validRequestIsAccepted } from './valid-request-is-accepted.ts'

/** What holds for every response. Which of them speaks when several could is decided in `answer.ts`. */
export const everyExchangeChecks: readonly Check[] = [
  noServerError,
  statusCodeIsDocumented,
  contentTypeIsDocumented,
  responseIsWellFormed,
  problemIsWellFormed,
  bodyMatchesSchema,
  headersMatchSchema,
  linksAreSound,
  noLinkToProduction,
  noSensitiveDataInResponse,
  noStackTraceInResponse,
  noUndocumentedFields,
]

/** What holds because of what the request was meant to be. */
export const intentChecks: readonly Check[] = [
  validRequestIsAccepted,
  invalidRequestIsRejected,
  missingAuthenticationIsRejected,
  invalidTokenIsRejected,
  unsupportedMethodIsRejected,
  unsupportedMediaTypeIsRejected,
  notAcceptableIsAnswered,
  missingIdempotencyKeyIsRejected,
  malformedIdempotencyKeyIsRejected,
]

/** Every check of single exchanges, in the order in which reports show them. */
export const CHECKS: readonly Check[] = [...everyExchangeChecks, ...intentChecks]

/** What was concluded of one exchange. */
export interface Judgements {
  readonly findings: readonly { readonly check: Check; readonly draft: FindingDraft }[]
  /** Why a check could say nothing, a sentence each; the exchange is then inconclusive, not passed. */
  readonly crashed: readonly string[]
  /** Checks that the exchange put to the test, by code, whatever came of it. */
  readonly asked: readonly string[]
}

/**
 * Every broken promise of one exchange. A check that throws (a schema that cannot be compiled, a body nested too
 * deeply) takes nothing down with it.
 */
export function judgeExchange(judged: Judged): Judgements {
  const findings: { readonly check: Check; readonly draft: FindingDraft }[] = []
  const crashed: string[] = []
  const asked: string[] = []
  const isAnswered = judged.exchange.outcome.kind === 'response'
  for (const check of CHECKS) {
    try {
      const drafts = check.judge(judged)
      for (const draft of drafts) findings.push({ check, draft })
      if (drafts.length > 0 || (isAnswered && (check.applies?.(judged) ?? true))) asked.push(check.code)
    } catch (error) {
      crashed.push(
        `${check.code} could not judge the response: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
  return { findings, crashed, asked }
}
