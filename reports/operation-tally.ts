import { PHASES, type Phase } from '../core/case.ts'
import type { CaseFinished, OperationFinished, OperationStarted, PoolSource } from '../core/event.ts'
import { worst, type Verdict } from '../core/verdict.ts'
import type { OperationResult } from './run-result.ts'

/** What is counted of one operation while its events come in. */
export interface OperationTally {
  start(event: OperationStarted): void
  count(event: CaseFinished): void
  finish(event: OperationFinished): void
  result(): OperationResult
  /** Requests by phase, as {@link OperationResult.requests} counts them. */
  readonly requestsByPhase: Readonly<Partial<Record<Phase, number>>>
  readonly inconclusiveCases: number
  /** Milliseconds since the epoch when its last exchange ended; 0 before the first. */
  readonly lastActivity: number
}

/** A tally in constant memory, whatever the number of cases. */
export function createOperationTally(operationId: string): OperationTally {
  let about: Pick<OperationStarted, 'method' | 'path' | 'tags'> = { method: '', path: '', tags: [] }
  let concluded: OperationFinished | undefined
  let soFar: Verdict = 'skipped'
  /** Of cases that belong to sequences over several operations, which come when the operation itself is over. */
  let late: Verdict = 'skipped'
  let cases = 0
  let requests = 0
  let unanswered = 0
  let firstActivity = Number.POSITIVE_INFINITY
  let lastActivity = 0
  let inconclusiveCases = 0
  let reason: string | undefined
  const statuses = new Map<number, number>()
  const casesByPhase: Partial<Record<Phase, number>> = {}
  const requestsByPhase: Partial<Record<Phase, number>> = {}
  const pools = new Map<string, Record<PoolSource, number>>()
  let validAnswered = 0
  let beyond404 = 0

  return {
    requestsByPhase,
    get inconclusiveCases() {
      return inconclusiveCases
    },
    get lastActivity() {
      return lastActivity
    },
    start({ method, path, tags }) {
      about = { method, path, tags }
    },
    count({ phase, intent, verdict, exchanges, ids = [], reason: why, shrinkRequests = 0 }) {
      const sent = exchanges.length + shrinkRequests
      cases++
      soFar = worst([soFar, verdict])
      if (concluded !== undefined) late = worst([late, verdict])
      if (verdict === 'inconclusive') {
        inconclusiveCases++
        reason ??= why
      }
      requests += sent
      casesByPhase[phase] = (casesByPhase[phase] ?? 0) + 1
      requestsByPhase[phase] = (requestsByPhase[phase] ?? 0) + sent
      for (const { pool, source } of ids) {
        const uses = pools.get(pool) ?? { testData: 0, examples: 0, seen: 0, random: 0 }
        uses[source]++
        pools.set(pool, uses)
      }
      const last = exchanges.at(-1)?.outcome
      if (intent.kind === 'valid' && last?.kind === 'response') {
        validAnswered++
        if (last.status !== 404) beyond404++
      }
      for (const { outcome, timings } of exchanges) {
        if (outcome.kind === 'response') statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1)
        else unanswered++
        firstActivity = Math.min(firstActivity, timings.startedAt)
        lastActivity = Math.max(lastActivity, timings.startedAt + timings.durationMs)
      }
    },
    finish(event) {
      concluded = event
      requests += event.probes ?? 0
      if (event.probes !== undefined) requestsByPhase.boundaries = (requestsByPhase.boundaries ?? 0) + event.probes
    },
    result: () => ({
      operationId,
      ...about,
      verdict: concluded === undefined ? soFar : withLate(concluded.verdict, late),
      ...(reason !== undefined && { reason }),
      cases,
      requests,
      statuses: Object.fromEntries([...statuses].toSorted(([a], [b]) => a - b)),
      unanswered,
      exercised: statuses.size > 0 && !(validAnswered > 0 && beyond404 === 0),
      beyond404,
      pools: Object.fromEntries(pools),
      refused: concluded?.refused ?? [],
      coverage: {
        phases: inPhaseOrder(casesByPhase),
        ...(concluded?.constraints !== undefined && { constraints: concluded.constraints }),
        ...(concluded?.notBroken !== undefined && { notBroken: concluded.notBroken }),
      },
      durationMs: concluded?.durationMs ?? (lastActivity === 0 ? 0 : lastActivity - firstActivity),
      ...(Number.isFinite(firstActivity) && { startedAt: new Date(firstActivity).toISOString() }),
    }),
  }
}

/** What could be judged of an operation is judged; what could not be of a sequence does not take it back. */
function withLate(verdict: Verdict, late: Verdict): Verdict {
  return late === 'inconclusive' && verdict === 'pass' ? verdict : worst([verdict, late])
}

function inPhaseOrder(counts: Readonly<Partial<Record<Phase, number>>>): Partial<Record<Phase, number>> {
  return Object.fromEntries(PHASES.flatMap((phase) => (counts[phase] === undefined ? [] : [[phase, counts[phase]]])))
}
