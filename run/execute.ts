import { type Case, type Concern, CONCERNS, concernOf } from '../core/case.ts'
import type { Clock } from '../core/clock.ts'
import type { CaseFinished, RunEvent } from '../core/event.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Finding } from '../core/finding.ts'
import { worst, type Verdict } from '../core/verdict.ts'
import type { Operation } from '../spec/model.ts'
import { refusalOf, refusalsBy, type RefusedCase } from './refusals.ts'
import { type AcceptedRequests, createAcceptedRequests } from './accepted-requests.ts'
import type { CaseSource, SourceItem } from './case-source.ts'
import { createConsequences } from './consequences.ts'
import { inOrder } from './in-order.ts'
import { createFollowUps } from './follow-ups.ts'
import { type KeptFrom, mayBeOfResource, resolved } from './kept-from.ts'
import { createLessons, writes } from './lessons.ts'
import type { Bound, LiveIds } from './live-ids.ts'
import { judgeCase, type JudgeParts, type Judgement } from './judge-case.ts'
import { sendCase, type SendParts } from './send-case.ts'
import { createUnansweredProbe } from './unanswered.ts'
import type { UntakenTexts } from './untaken-texts.ts'
import type { GuideRule } from './restricted-in-words.ts'
import { createTurns, FREE, type Turns } from './turns.ts'

export interface ExecuteParts {
  readonly send: SendParts
  readonly judge: JudgeParts
  /** For a target that remembers: where the ids of its resources come from. */
  readonly ids?: LiveIds
  /** What it has accepted before. */
  readonly accepted?: AcceptedRequests
  readonly clock: Clock
  /** Cases in flight at a time. */
  readonly workers: number
  /** Most requests spent on making one finding smaller; 0 switches it off. */
  readonly shrinkBudget: number
  /** What the API's guides demand beyond the document. */
  readonly guideRules?: readonly GuideRule[] | undefined
  /** The way out of conflicts with what earlier requests have made. */
  readonly untaken?: UntakenTexts
  /** Fingerprints of findings that were looked into already; grows. */
  readonly known?: Set<string>
  /** Operations of which nothing is sent that was not planned. */
  spares?(operation: Operation): boolean
  emit(event: RunEvent): void
  /** Asked before each case; `true` ends the run early. */
  stopped(): boolean
}

/** What was done of one operation so far. */
interface Progress {
  readonly verdicts: Readonly<Record<Concern, Verdict[]>>
  unanswered: number
  /** Answers that put a check to the test, by code. */
  readonly asked: Record<string, number>
  /** Ids of the boundary cases that were sent. */
  readonly boundaries: Set<Case['id']>
  /** Valid requests that were refused, those of a fault that was found left out. */
  refused: readonly RefusedCase[]
  probes: number
  /** What was answered with 403, until the operation is over. */
  readonly kept: KeptFrom[]
  readonly startedAt: number
}

function nothingDone(startedAt: number): Progress {
  return {
    verdicts: { use: [], data: [], access: [] },
    unanswered: 0,
    asked: {},
    boundaries: new Set(),
    refused: [],
    probes: 0,
    kept: [],
    startedAt,
  }
}

type Step =
  | { readonly kind: 'start'; readonly source: CaseSource }
  | { readonly kind: 'item'; readonly source: CaseSource; readonly item: SourceItem }
  | { readonly kind: 'weigh'; readonly source: CaseSource }
  | { readonly kind: 'end'; readonly source: CaseSource }

/** A case as it was sent, and what came of it. */
interface Sent extends Bound {
  readonly exchanges: readonly Exchange[]
  readonly judgement: Judgement
  /** Where the request alone is never answered. */
  readonly unanswered?: Finding
}

type Performed = Step & { readonly sent?: Sent }

/** Sends and judges all cases of all sources and emits what happened, in the order of the plan whatever the workers do. */
export async function executeSources(parts: ExecuteParts, sources: Iterable<CaseSource>): Promise<void> {
  const progress = new Map<Operation, Progress>()
  const turns = parts.judge.target.summary.stateful ? createTurns() : FREE
  const { accepted = createAcceptedRequests() } = parts
  const consequences = createConsequences(parts.judge.strict)
  const lessons = createLessons(parts.ids)
  const probe = createUnansweredProbe(parts)
  const { smallest, weigh } = createFollowUps({ ...parts, accepted, lessons })

  const handle = async (step: Performed): Promise<void> => {
    try {
      await conclude(step)
    } catch (error) {
      turns.abandon()
      throw error
    }
    turns.leave()
  }

  const conclude = async ({ kind, source, ...step }: Performed & { item?: SourceItem }): Promise<void> => {
    const { operation } = source
    const { operationId } = operation
    if (kind === 'start') {
      lessons.learn()
      progress.set(operation, nothingDone(parts.clock.monotonic()))
      const { method, path, tags } = operation
      const documentedStatuses = operation.responses.map(({ status }) => status)
      parts.emit({
        type: 'operation-started',
        operationId,
        method,
        path,
        tags,
        cases: source.size,
        documentedStatuses,
      })
    } else if (kind === 'end') {
      const { verdicts, unanswered, asked, boundaries, probes, kept, startedAt, ...done } =
        progress.get(operation) ?? nothingDone(0)
      const isPermitted = accepted.of(operation).length > 0
      const refused = isPermitted ? [...done.refused, ...kept] : done.refused
      for (const one of kept) {
        const event = resolved(one, isPermitted)
        verdicts[concernOf(event.intent)].push(event.verdict)
        parts.emit(event)
      }
      accepted.trim(operation)
      progress.delete(operation)
      const durationMs = parts.clock.monotonic() - startedAt
      const constraints = source.coverage(boundaries)
      const notBroken = source.notBroken()
      parts.emit({
        type: 'operation-finished',
        operationId,
        verdict: overall(verdicts, unanswered),
        durationMs,
        asked,
        ...(constraints !== undefined && { constraints }),
        ...(notBroken.length > 0 && { notBroken }),
        ...(refused.length > 0 && { refused: refusalsBy(refused) }),
        ...(probes > 0 && { probes }),
      })
    } else if (kind === 'weigh') {
      const done = progress.get(operation)
      if (done === undefined || done.refused.length === 0 || parts.stopped()) return
      const { found, refused, probes } = await weigh(source, done.refused)
      done.refused = refused
      done.probes += probes
      for (const { planned, exchange, finding } of found) {
        done.verdicts.use.push('fail')
        const { id: caseId, phase, intent } = planned
        parts.emit({
          type: 'case-finished',
          caseId,
          operationId,
          phase,
          intent,
          verdict: 'fail',
          exchanges: [exchange],
          findings: [finding],
          mockDefects: [],
        })
      }
    } else if (step.item?.kind === 'skipped') {
      parts.emit({ type: 'skipped', what: step.item.what, operationId, reason: step.item.reason })
    } else if (step.item?.kind === 'case' && step.sent !== undefined) {
      const planned = { ...step.item.planned, case: step.sent.case }
      const { exchanges, ids } = step.sent
      // Cut off by the user: it says nothing of the target.
      if (isAborted(exchanges.at(-1))) return
      const last = exchanges.at(-1)
      const judgement =
        last === undefined ? step.sent.judgement : consequences.leftOut(planned.case, last, step.sent.judgement)
      if (last !== undefined) {
        accepted.observe(operation, planned.case, last)
        lessons.note(operation, planned.case.draft, last)
      }
      if (writes(operation, planned.case)) lessons.learn()
      const { findings: shown, requests } = await smallest(source, planned, ids, judgement, last)
      const { unanswered } = step.sent
      const findings = unanswered === undefined ? shown : [...shown, unanswered]
      const verdict = unanswered === undefined ? judgement.verdict : 'fail'
      const done = progress.get(operation)
      if (planned.case.phase === 'boundaries') done?.boundaries.add(planned.case.id)
      if (done !== undefined) for (const code of judgement.asked) done.asked[code] = (done.asked[code] ?? 0) + 1
      if (done !== undefined && unanswered === undefined && last?.outcome.kind === 'no-response') done.unanswered++
      const refusal = last === undefined ? undefined : refusalOf(planned.case, last, judgement)
      if (done !== undefined && refusal !== undefined && turns !== FREE) done.refused = [...done.refused, refusal]
      const event: CaseFinished = {
        type: 'case-finished',
        caseId: planned.case.id,
        operationId,
        phase: planned.case.phase,
        intent: planned.case.intent,
        verdict,
        exchanges,
        findings,
        mockDefects: judgement.mockDefects,
        ...(ids.length > 0 && { ids }),
        ...(requests > 0 && { shrinkRequests: requests }),
        ...(judgement.reason !== undefined && { reason: judgement.reason }),
      }
      if (
        done !== undefined &&
        last !== undefined &&
        turns !== FREE &&
        mayBeOfResource(operation, planned.case, last)
      ) {
        done.kept.push({ planned: planned.case, exchange: last, event })
        return
      }
      done?.verdicts[concernOf(planned.case.intent)].push(verdict)
      parts.emit(event)
    }
  }

  const bind = (operation: Operation, planned: Case): Bound =>
    parts.ids?.bind(operation, planned) ?? { case: planned, ids: [] }

  /** What may change the state goes alone, unless nobody is asked anything else for it. */
  const goesAlone = (step: Step): boolean => {
    const { operation } = step.source
    if (step.kind !== 'item') return true
    if (step.item.kind !== 'case' || !writes(operation, step.item.planned.case)) return false
    return parts.ids?.isInvolved(operation) ?? true
  }

  const perform = async (step: Step): Promise<Performed> => {
    const { operation } = step.source
    await turns.enter(goesAlone(step) ? 'write' : 'read')
    if (step.kind !== 'item' || step.item.kind !== 'case' || parts.stopped()) return step
    const first = bind(operation, step.item.planned.case)
    const sent = await sendCase(parts.send, operation, first.case.draft)
    const isRepeatable = goesAlone(step) && parts.spares?.(operation) !== true && first.case.intent.kind === 'invalid'
    const again = isRepeatable
      ? await parts.untaken?.sendAgain(operation, first.case, sent.at(-1), (draft) =>
          sendCase(parts.send, operation, draft),
        )
      : undefined
    const bound = again === undefined ? first : { ...first, case: again.planned }
    const exchanges = again === undefined ? sent : [...sent, ...again.exchanges]
    const last = exchanges.at(-1) as Exchange
    const judgement = await judgeCase(parts.judge, operation, bound.case, last)
    const control = accepted.first(operation) ?? step.source.plainest()?.value
    const unanswered = await probe.look(operation, bound.case, exchanges, control)
    return { ...step, sent: { ...bound, exchanges, judgement, ...(unanswered !== undefined && { unanswered }) } }
  }

  await inOrder(parts.workers, stepsOf(sources, parts.stopped, turns, accepted), perform, handle)
}

function isAborted(exchange: Exchange | undefined): boolean {
  return exchange?.outcome.kind === 'no-response' && exchange.outcome.cause === 'aborted'
}

/** What was put off of an operation is planned when it is known which of its other requests were accepted. */
async function* stepsOf(
  sources: Iterable<CaseSource>,
  stopped: () => boolean,
  turns: Turns,
  accepted: AcceptedRequests,
): AsyncGenerator<Step> {
  for (const source of sources) {
    if (stopped()) return
    yield { kind: 'start', source }
    for (const item of source.items()) {
      if (stopped()) break
      yield { kind: 'item', source, item }
    }
    if (turns !== FREE) yield { kind: 'weigh', source }
    await turns.settled()
    const usable = accepted.of(source.operation)
    // Without a body there is little to break.
    const base = usable.find(({ body }) => body?.kind === 'value') ?? usable[0]
    for (const item of source.lateItems(base)) {
      if (stopped()) break
      yield { kind: 'item', source, item }
    }
    yield { kind: 'end', source }
  }
}

/**
 * An operation with some cases judged is judged; what could not be concluded of the others is counted by the reports.
 * A request that had no answer is another matter: nobody knows what the server made of it, so it is never passed over.
 * What weighs most of what was asked decides; of the rest only what failed.
 */
function overall(verdicts: Progress['verdicts'], unanswered: number): Verdict {
  const all = CONCERNS.flatMap((concern) => verdicts[concern])
  if (unanswered > 0 || all.includes('fail')) return worst(all)
  const decisive = CONCERNS.map((concern) => verdicts[concern]).find((some) => worst(some) !== 'skipped') ?? []
  const conclusive = decisive.filter((verdict) => verdict !== 'inconclusive')
  return worst(conclusive) === 'skipped' ? worst(decisive) : worst(conclusive)
}
