import { intentChecks } from '../../checks/all.ts'
import { pagesAreDisjointAndComplete } from '../../checks/sequences/pages-are-disjoint-and-complete.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import { validRequestIsAccepted } from '../../checks/valid-request-is-accepted.ts'
import type { Case, DraftBody, Intent } from '../../core/case.ts'
import type { NoResponse, RecordedRequest, RecordedResponse } from '../../core/exchange.ts'
import { fingerprintOf, type Finding, type SequenceEntry } from '../../core/finding.ts'
import { judgeCase } from '../judge-case.ts'
import { type Conclusion, intentOf, type ReplayParts } from './recorded-finding.ts'
import { stepsOfEvidence, unpackEvidence } from './evidence.ts'
import { jsonOf } from './known-value.ts'
import { areSamePages } from './same-pages.ts'
import { nameOf } from './wire-again.ts'

/** What was sent again. */
export interface SentAgain {
  readonly entries: readonly SequenceEntry[]
  /** By position; pages that a list does not have now are absent. */
  readonly steps: readonly (SequenceStep | undefined)[]
  /** Whether pages are absent. */
  readonly isCut: boolean
  /** Position of the exchange that the finding is about. */
  readonly at: number
  textNow(text: string): string
}

/**
 * What the answers of now say of a finding. That a check is silent is not enough to call it fixed: the answer must be of
 * a sort that puts the promise to the test again, and what had to come before must have gone as it went then.
 */
export async function conclusionOf(parts: ReplayParts, finding: Finding, sent: SentAgain): Promise<Conclusion> {
  const { evidence } = finding.reproduction
  const isFailing = await failsAgain(parts, finding, sent)
  if (isFailing === 'crashed') return { kind: 'unjudged', reason: `${finding.code} could not judge what came` }
  if (isFailing === 'otherwise') return { kind: 'unjudged', reason: `${finding.code} is broken in another way now` }
  if (evidence !== undefined && !areSamePages(parts.judge.contract, evidence, sent.entries, sent.steps)) {
    return { kind: 'unjudged', reason: 'the list that it was judged by has other pages now; run it again as a whole' }
  }
  if (isFailing) return { kind: 'failing' }
  if (evidence !== undefined && sent.isCut && finding.code === pagesAreDisjointAndComplete.code) {
    return { kind: 'unjudged', reason: 'the list has fewer pages now' }
  }
  for (const position of setupOf(finding, sent)) {
    const entry = sent.entries[position]
    if (entry === undefined) continue
    const [then, now] = [statusOf(entry.response), statusOf(sent.steps[position]?.exchange.outcome)]
    if (isGood(then) && !isGood(now)) {
      return {
        kind: 'unjudged',
        reason: `${nameOf(entry, position)} was answered with ${named(then)}, and now with ${named(now)}`,
      }
    }
  }
  const now = sent.steps[sent.at]?.exchange.outcome
  if (now === undefined || now.kind === 'no-response') {
    return { kind: 'unjudged', reason: `no response: ${now?.message ?? 'not sent'}` }
  }
  if (isTestedBy(finding, now.status, isLikeThen(finding, sent))) return { kind: 'kept' }
  const then = statusOf(finding.response)
  return {
    kind: 'unjudged',
    reason: `the answer was ${named(then)} and is now ${now.status}, which says nothing of ${finding.code}`,
  }
}

/** Positions of the steps that must go well before anything can be concluded. */
function setupOf({ reproduction: { evidence } }: Finding, { entries, steps, at }: SentAgain): readonly number[] {
  if (evidence === undefined) {
    return entries.flatMap(({ request }, position) => (position < at && !READING.has(request.method) ? [position] : []))
  }
  const told = stepsOfEvidence(evidence).filter((position) => steps[position] !== undefined)
  // What the last step shows is what is asked.
  return told.filter((position) => position !== at && position !== Math.max(...told))
}

/** Whether a whole sequence went as it did then up to the step in question: the state is the same, too. */
function isLikeThen({ phase }: Finding, { entries, steps, at }: SentAgain): boolean {
  if (phase !== 'stateful' || at === 0) return false
  return entries.slice(0, at).every(({ response }, i) => statusOf(response) === statusOf(steps[i]?.exchange.outcome))
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

async function failsAgain(
  parts: ReplayParts,
  finding: Finding,
  sent: SentAgain,
): Promise<boolean | 'otherwise' | 'crashed'> {
  const { code, fingerprint, reproduction } = finding
  const { contract, target } = parts.judge
  const step = sent.steps[sent.at]
  if (step === undefined) return false
  const check = reproduction.evidence === undefined ? undefined : parts.checkOf(code)
  if (check !== undefined && reproduction.evidence !== undefined) {
    try {
      const evidence = unpackEvidence(reproduction.evidence, sent.steps, sent.textNow)
      const drafts = check.judge(evidence, { contract, target: target.summary })
      if (drafts.some(({ at, key }) => fingerprintOf(code, at.operation.operationId, key) === fingerprint)) return true
      return drafts.length > 0 && 'otherwise'
    } catch {
      return 'crashed'
    }
  }
  const planned = plannedOf(finding, sent.entries[sent.at]?.request ?? finding.request)
  const { findings } = await judgeCase(parts.judge, step.operation, planned, step.exchange)
  if (findings.some((found) => found.fingerprint === fingerprint)) return true
  // A refusal that was weighed against accepted requests: which fact it is about was found out then.
  return (
    code === validRequestIsAccepted.code &&
    statusOf(step.exchange.outcome) === statusOf(finding.response) &&
    statusOf(finding.response) >= 400
  )
}

/** The case as far as checks look at it. */
function plannedOf(finding: Finding, { body }: RecordedRequest): Case {
  const { operationId, phase, reproduction } = finding
  const value = jsonOf(body?.content)
  const draftBody: DraftBody | undefined =
    value === undefined ? undefined : { kind: 'value', mediaType: 'application/json', value }
  return {
    id: reproduction.caseId,
    operationId,
    phase,
    intent: intentOf(finding),
    draft: {
      operationId,
      path: {},
      query: {},
      header: {},
      cookie: {},
      ...(draftBody !== undefined && { body: draftBody }),
    },
  }
}

/** Checks whose findings are about the status itself. */
const ABOUT_STATUS = new Set(['no-server-error', 'status-code-is-documented', ...intentChecks.map(({ code }) => code)])

/** Refusals that a state or a lack of rights explains. */
const OF_STATE = new Set([401, 403, 404, 408, 409, 410, 412, 423, 425, 429])

/** Whether an answer with this status tells that the promise of a finding is kept now. */
function isTestedBy(finding: Finding, now: number, isSameState: boolean): boolean {
  const then = statusOf(finding.response)
  const intent = intentOf(finding)
  if (finding.reproduction.evidence !== undefined || (isSameState && ABOUT_STATUS.has(finding.code))) {
    return now !== 401 && now !== 403 && now !== 429 && now < 500
  }
  if (now === then) return true
  if (now >= 500) return false
  if (isAboutAccess(intent)) return now >= 400
  if (OF_STATE.has(now)) return false
  if (ABOUT_STATUS.has(finding.code)) return true
  return Math.floor(now / 100) === Math.floor(then / 100)
}

function isAboutAccess(intent: Intent): boolean {
  return intent.kind === 'invalid' && intent.constraint.kind?.startsWith('authentication') === true
}

function statusOf(outcome: RecordedResponse | NoResponse | undefined): number {
  return outcome?.kind === 'response' ? outcome.status : 0
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300
}

function named(status: number): string {
  return status === 0 ? 'nothing' : String(status)
}
