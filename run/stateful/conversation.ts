import type { SequenceCheck, SequenceDraft, SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { Case, Intent, RequestDraft } from '../../core/case.ts'
import type { Clock } from '../../core/clock.ts'
import type { RunEvent } from '../../core/event.ts'
import type { Exchange } from '../../core/exchange.ts'
import type { Finding, SequenceEntry } from '../../core/finding.ts'
import type { Operation } from '../../spec/model.ts'
import { findingOf } from '../finding-of.ts'
import type { LiveIds } from '../live-ids.ts'
import { judgeCase, type Judgement, type JudgeParts } from '../judge-case.ts'
import { packEvidence } from '../replay/evidence.ts'
import { sendCase, type SendParts } from '../send-case.ts'
import type { SendAgain } from './send-again.ts'
import { entryOf, partsIn, type Sending, type SequenceSubject } from '../sequence-entry.ts'

/** What every conversation with a target needs. */
export interface ConversationParts {
  readonly send: SendParts
  readonly judge: JudgeParts
  readonly clock: Clock
  /** Learns the ids that answers show, and forgets those of what is gone. */
  readonly ids?: LiveIds
  /** Sends what led to a finding once more; absent: nothing is. */
  readonly sendAgain?: SendAgain
  /** Ids of cases so far; none is used twice. */
  readonly taken: Set<string>
  emit(event: RunEvent): void
  stopped(): boolean
  /** The command that plays a sequence again, which asked these operations; that of a case where absent. */
  commandOver?(operationIds: readonly string[]): string
}

/** What is left of a family's requests; shared by its conversations. */
export interface Allowance {
  requests: number
}

/** A request that is one step of a sequence. */
export interface Ask {
  /** What the step is for: `create`, `read`. */
  readonly name: string
  readonly operation: Operation
  readonly draft: RequestDraft
  readonly intent?: Intent
}

/**
 * One sequence of requests, each judged by itself, and what is concluded of several together. Nothing is emitted before
 * the sequence is over, so that what was concluded later stands with the step that it is about.
 */
export interface Conversation {
  /** Sends a request; past the allowance, or when the run is to stop, nothing is sent and nothing can be concluded. */
  ask(ask: Ask): Promise<SequenceStep>
  /**
   * Follows a link by GET.
   *
   * @param operation that the link leads to; where the contract has none, the one that gave it, which promises nothing
   */
  follow(name: string, url: string, operation: Operation, isOwn?: boolean): Promise<SequenceStep>
  /** Judges what a promise needs to know, gathered again when it speaks against the target; yields the keys of findings. */
  conclude<E>(
    check: SequenceCheck<E>,
    gather: () => Promise<E | undefined>,
    options?: ConcludeOptions,
  ): Promise<readonly string[]>
  /** Sends what led to findings once more, and emits all steps, in order. */
  finish(): Promise<void>
  /** What was sent so far, what went before included. */
  steps(): readonly SequenceStep[]
}

export interface ConcludeOptions {
  /** Whether what came once is enough; otherwise it has to come again, since a target may need a moment. */
  readonly isConclusive?: boolean
}

/** Milliseconds after which what speaks against a target is looked at again: it may take a moment to show what it did. */
const PATIENCE = [150, 700]

/** Findings of one sequence of which all that led to them is sent once more. */
const MOST_REPEATED = 5

interface Kept {
  /** Steps that are sent at once may be answered in any order. */
  readonly order: number
  readonly planned: Case
  readonly step: SequenceStep
  readonly exchanges: readonly Exchange[]
  readonly judgement: Judgement
  readonly findings: Finding[]
  /** Promises about several steps that were judged when this was the last one. */
  readonly concluded: string[]
}

/** @param before what happened already and belongs to the record: how a parent was made */
export function createConversation(
  parts: ConversationParts,
  sequence: string,
  allowance: Allowance,
  before: readonly SequenceStep[] = [],
): Conversation {
  const kept: Kept[] = []
  const founded = [...before]
  const sendings = new Map<SequenceStep, Sending>()
  let waited = 0
  let inFlight = 0
  let asked = 0
  let repeats = 0

  /** What the request names was made by requests that belong to the record, too. */
  const found = (operation: Operation, draft: RequestDraft): void => {
    const known = new Set(log().map(({ exchange }) => exchange))
    for (const step of parts.ids?.originsOf(operation, draft) ?? []) if (!known.has(step.exchange)) founded.push(step)
  }

  /** Notes how a step is sent: after a pause, or beside another. */
  const sending = (): Sending & { readonly order: number } => {
    const pauseMs = waited
    waited = 0
    return { order: asked++, ...(pauseMs > 0 && { pauseMs }), ...(inFlight > 0 && { together: true }) }
  }

  const entries = (subject: SequenceSubject): readonly SequenceEntry[] => {
    const partOf = partsIn(subject)
    return log().map((step) => entryOf(step, sendings.get(step), partOf(step)))
  }

  const idFor = (operationId: string, name: string): string => {
    const plain = `${operationId}/stateful/${sequence}/${name}`
    let id = plain
    for (let count = 2; parts.taken.has(id); count++) id = `${plain}-${count}`
    parts.taken.add(id)
    return id
  }

  const keep = async (
    operation: Operation,
    planned: Case,
    exchanges: readonly Exchange[],
    { order, ...how }: ReturnType<typeof sending>,
    isJudged = true,
  ): Promise<SequenceStep> => {
    const exchange = exchanges.at(-1) ?? UNSENT
    const step: SequenceStep = { operation, exchange }
    sendings.set(step, how)
    if (exchange.outcome.kind === 'no-response' && exchange.outcome.cause === 'aborted') return step
    const judgement = isJudged ? await judgeCase(parts.judge, operation, planned, exchange) : UNJUDGED
    const entry: Kept = { order, planned, step, exchanges, judgement, findings: [], concluded: [] }
    kept.push(entry)
    kept.sort((one, other) => one.order - other.order)
    // What is wrong with one answer may depend on what went before.
    const sequence = judgement.findings.length === 0 ? [] : entries({ at: exchange })
    for (const finding of judgement.findings) entry.findings.push({ ...finding, sequence })
    return step
  }

  const isOver = (): boolean => parts.stopped() || allowance.requests <= 0

  const log = (): readonly SequenceStep[] => [...founded, ...kept.map(({ step }) => step)]

  const record = async (check: SequenceCheck<never>, draft: SequenceDraft, evidence: unknown): Promise<void> => {
    const entry = kept.find(({ step }) => step === draft.at) ?? kept.at(-1)
    if (entry === undefined) return
    entry.findings.push(
      await findingOf(parts.judge, {
        check,
        draft,
        operation: draft.at.operation,
        exchange: draft.at.exchange,
        phase: 'stateful',
        origin: entry.planned.id,
        command:
          parts.commandOver?.(kept.map(({ planned }) => planned.operationId)) ?? parts.judge.commandFor(entry.planned),
        intent: entry.planned.intent,
        evidence: packEvidence(evidence, log()),
        sequence: entries({ at: draft.at.exchange, shownBy: draft.shownBy?.exchange, evidence }),
      }),
    )
  }

  const tried = async (
    found: readonly Finding[],
  ): Promise<{ readonly findings: readonly Finding[]; readonly requests: number }> => {
    const findings: Finding[] = []
    let requests = 0
    for (const finding of found) {
      const again = repeats < MOST_REPEATED ? await parts.sendAgain?.(finding) : undefined
      if (again !== undefined && again.requests > 0) repeats++
      requests += again?.requests ?? 0
      findings.push(again?.flaky === undefined ? finding : { ...finding, flaky: again.flaky })
    }
    return { findings, requests }
  }

  return {
    async ask({ name, operation, draft, intent = { kind: 'valid' } }) {
      if (isOver()) return { operation, exchange: UNSENT }
      allowance.requests--
      const { operationId } = operation
      const planned: Case = { id: idFor(operationId, name), operationId, phase: 'stateful', intent, draft }
      found(operation, draft)
      const how = sending()
      inFlight++
      const exchanges = await sendCase(parts.send, operation, draft)
      inFlight--
      const step = await keep(operation, planned, exchanges, how)
      parts.ids?.observe(operation, draft, step.exchange)
      return step
    },
    async follow(name, url, operation, isOwn = true) {
      if (isOver()) return { operation, exchange: UNSENT }
      allowance.requests--
      const { operationId } = operation
      const draft: RequestDraft = { operationId, path: {}, query: {}, header: {}, cookie: {} }
      const id = idFor(operationId, name)
      const planned: Case = { id, operationId, phase: 'stateful', intent: { kind: 'valid' }, draft }
      const { transport, credentials, signal } = parts.send
      const request = await credentials.apply(operation, { method: 'GET', url, headers: [['Accept', '*/*']] })
      const how = sending()
      const exchange = await transport.send(request, signal === undefined ? {} : { signal })
      return keep(operation, planned, [exchange], how, isOwn)
    },
    async conclude(check, gather, { isConclusive = false } = {}) {
      const context = { contract: parts.judge.contract, target: parts.judge.target.summary }
      let evidence = await gather()
      if (evidence !== undefined) kept.at(-1)?.concluded.push(check.code)
      let drafts = await judged(check, evidence, context)
      for (const pause of isConclusive ? [] : PATIENCE) {
        if (drafts.length === 0 || isOver()) break
        await parts.clock.sleep(pause)
        waited += pause
        evidence = await gather()
        const again = await judged(check, evidence, context)
        drafts = again.filter(({ key }) => drafts.some((draft) => draft.key === key))
      }
      for (const draft of drafts) await record(check, draft, evidence)
      return drafts.map(({ key }) => key)
    },
    async finish() {
      for (const { planned, exchanges, judgement, concluded, ...entry } of kept) {
        const { findings, requests } = await tried(entry.findings)
        const isBroken = findings.some(
          ({ severity }) => severity === 'error' || (parts.judge.strict && severity === 'warning'),
        )
        parts.emit({
          type: 'case-finished',
          caseId: planned.id,
          operationId: planned.operationId,
          phase: 'stateful',
          intent: planned.intent,
          verdict: isBroken ? 'fail' : judgement.verdict,
          exchanges,
          findings,
          mockDefects: judgement.mockDefects,
          asked: [...judgement.asked, ...concluded],
          ...(requests > 0 && { shrinkRequests: requests }),
          ...(!isBroken && judgement.reason !== undefined && { reason: judgement.reason }),
        })
      }
      kept.length = 0
    },
    steps: log,
  }
}

async function judged<E>(
  check: SequenceCheck<E>,
  evidence: E | undefined,
  context: Parameters<SequenceCheck<E>['judge']>[1],
): Promise<readonly SequenceDraft[]> {
  return evidence === undefined ? [] : check.judge(evidence, context)
}

const UNJUDGED: Judgement = { verdict: 'pass', findings: [], mockDefects: [], asked: [] }

const UNSENT: Exchange = {
  request: { method: 'GET', url: '', headers: [] },
  outcome: { kind: 'no-response', cause: 'aborted', message: 'not sent' },
  timings: { startedAt: 0, durationMs: 0 },
  attempt: 1,
  redactions: [],
  echoedSecrets: [],
}
