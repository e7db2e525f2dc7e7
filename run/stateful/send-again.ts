import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { Clock } from '../../core/clock.ts'
import type { NoResponse, RecordedResponse } from '../../core/exchange.ts'
import type { Finding, Flakiness } from '../../core/finding.ts'
import { deriveSeed } from '../../core/seed.ts'
import type { Operation } from '../../spec/model.ts'
import type { JudgeParts } from '../judge-case.ts'
import { replayOnce } from '../replay/attempt.ts'
import { sequenceCheckOf } from '../replay/replay-finding.ts'
import type { SendParts } from '../send-case.ts'

export interface SendAgainParts {
  readonly send: SendParts
  readonly judge: JudgeParts
  readonly clock: Clock
  /** Fingerprints of findings that were sent once more already; grows. */
  readonly known: Set<string>
  /** Whether an operation may be sent more often than was planned. */
  mayRepeat(operation: Operation): boolean
  stopped(): boolean
  /** Told of what was sent: it may have made something. */
  onSent(steps: readonly SequenceStep[]): void
}

export interface SentAgain {
  readonly requests: number
  readonly flaky?: Flakiness
}

/** Sends what led to a finding of a sequence once more. */
export type SendAgain = (finding: Finding) => Promise<SentAgain>

const NOT_SENT: SentAgain = { requests: 0 }

/** The whole sequence, with ids and keys of its own, once for each finding that is new to the run. */
export function createSendAgain(parts: SendAgainParts): SendAgain {
  const { send, judge, clock, known } = parts
  const replay = { send, judge, clock, recordedBase: send.baseUrl, checkOf: sequenceCheckOf }
  const isSendable = ({ sequence = [], response }: Finding): boolean =>
    response.kind === 'response' &&
    sequence.length > 0 &&
    sequence.every(({ operationId }) => {
      const operation = send.contract.operations.find((one) => one.operationId === operationId)
      return operation !== undefined && parts.mayRepeat(operation)
    })

  return async (finding) => {
    const { fingerprint } = finding
    if (known.has(fingerprint)) return NOT_SENT
    known.add(fingerprint)
    if (parts.stopped() || !isSendable(finding)) return NOT_SENT
    const attempt = await replayOnce(replay, finding, deriveSeed(judge.seed, 'once more', fingerprint))
    const sent = attempt.steps.filter((step) => step !== undefined)
    parts.onSent(sent)
    // A made-up card number is not the one that was sent.
    const isKept = attempt.conclusion.kind === 'kept' && attempt.standIns.length === 0
    const flaky = isKept ? flakinessOf(finding, attempt.steps) : undefined
    return { requests: sent.length, ...(flaky !== undefined && { flaky }) }
  }
}

/**
 * An answer that keeps the promise counts only where all that came before it went as it had gone the first time. A write
 * that was refused proves nothing: what the first one left behind may be why nothing more is left by this one.
 */
function flakinessOf({ sequence = [] }: Finding, steps: readonly (SequenceStep | undefined)[]): Flakiness | undefined {
  const position = sequence.findIndex(({ part }) => part === 'shows')
  const shown = steps[position]?.exchange
  if (shown === undefined || shown.outcome.kind === 'no-response') return undefined
  const isSame = sequence.slice(0, position).every(({ part, request, response }, i) => {
    const now = statusOf(steps[i]?.exchange.outcome)
    const isTelling = part === undefined || READING.has(request.method) || (now >= 200 && now < 300)
    return isTelling && statusOf(response) === now
  })
  if (!isSame) return undefined
  return { attempts: 2, failures: 1, otherRequest: shown.request, otherResponse: shown.outcome }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

function statusOf(outcome: RecordedResponse | NoResponse | undefined): number {
  return outcome?.kind === 'response' ? outcome.status : 0
}
