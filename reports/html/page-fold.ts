import { PHASES, type Phase } from '../../core/case.ts'
import type { CaseFinished, CheckSummary, RunEvent } from '../../core/event.ts'
import type { Exchange, RecordedBody } from '../../core/exchange.ts'
import type { Finding } from '../../core/finding.ts'
import { createLatencyHistogram, type LatencyHistogram } from './latency.ts'

/** What the page shows beyond the result: aggregates of the events, of a size that does not grow with the run. */
export interface PageData {
  /** Empty where the events were not at hand or come of an older version. */
  readonly checks: readonly CheckSummary[]
  operation(operationId: string): OperationData | undefined
  /** Occurrences of a finding by the phase they were met in; empty where they were not counted. */
  phasesOf(fingerprint: string): Readonly<Partial<Record<Phase, number>>>
}

export interface OperationData {
  readonly documentedStatuses: readonly string[]
  /** How many answers put each check to the test, by code; absent where the operation was not finished. */
  readonly asked: Readonly<Record<string, number>> | undefined
  readonly latency: LatencyHistogram
  /** One exchange for each status that came, in ascending order. */
  readonly examples: readonly { readonly status: number; readonly exchange: Exchange }[]
}

/** Takes a run's events one by one. */
export interface PageFold {
  add(event: RunEvent): void
  readonly data: PageData
}

/** Statuses of one operation that are shown with an example; a server that makes up more says no more with them. */
const MAX_EXAMPLES = 20

/** Characters of a body kept in an example. */
const MAX_BODY = 6000

/** Findings whose phases are counted. */
const MAX_FINDINGS = 10_000

interface OperationState {
  documentedStatuses: readonly string[]
  asked: Readonly<Record<string, number>> | undefined
  readonly latency: LatencyHistogram
  readonly examples: Map<number, Exchange>
}

/** A fold in bounded memory: operations times statuses. */
export function createPageFold(): PageFold {
  let checks: readonly CheckSummary[] = []
  const operations = new Map<string, OperationState>()
  const phases = new Map<string, Partial<Record<Phase, number>>>()

  const stateOf = (operationId: string): OperationState => {
    const known = operations.get(operationId)
    if (known !== undefined) return known
    const made = { documentedStatuses: [], asked: undefined, latency: createLatencyHistogram(), examples: new Map() }
    operations.set(operationId, made)
    return made
  }
  const addCase = (event: CaseFinished): void => {
    const state = stateOf(event.operationId)
    const { latency, examples } = state
    for (const code of event.asked ?? []) state.asked = { ...state.asked, [code]: (state.asked?.[code] ?? 0) + 1 }
    for (const exchange of event.exchanges) {
      latency.add(exchange.timings.durationMs)
      if (exchange.outcome.kind === 'response') keepExample(examples, exchange.outcome.status, exchange)
    }
    countPhases(event.findings)
  }
  const countPhases = (findings: readonly Finding[]): void => {
    for (const { fingerprint, phase, occurrences } of findings) {
      if (phases.size >= MAX_FINDINGS && !phases.has(fingerprint)) continue
      const counts = phases.get(fingerprint) ?? {}
      counts[phase] = (counts[phase] ?? 0) + occurrences
      phases.set(fingerprint, counts)
    }
  }

  return {
    add(event) {
      switch (event.type) {
        case 'run-started':
          checks = event.checks ?? []
          break
        case 'operation-started':
          stateOf(event.operationId).documentedStatuses = event.documentedStatuses ?? []
          break
        case 'case-finished':
          addCase(event)
          break
        case 'scenario-finished':
          countPhases(event.findings)
          break
        case 'operation-finished':
          stateOf(event.operationId).asked = event.asked
          break
        default:
          break
      }
    },
    data: {
      get checks() {
        return checks
      },
      operation: (operationId) => {
        const state = operations.get(operationId)
        return state === undefined ? undefined : { ...state, examples: inOrder(state.examples) }
      },
      phasesOf: (fingerprint) => {
        const counts = phases.get(fingerprint) ?? {}
        return Object.fromEntries(
          PHASES.flatMap((phase) => (counts[phase] === undefined ? [] : [[phase, counts[phase]]])),
        )
      },
    },
  }
}

/** The first exchange of a status, unless it is too long to be shown whole and a shorter one comes. */
function keepExample(examples: Map<number, Exchange>, status: number, exchange: Exchange): void {
  const known = examples.get(status)
  if (known === undefined ? examples.size >= MAX_EXAMPLES : !isLong(known) || isLong(exchange)) return
  examples.set(status, withShortBodies(exchange))
}

function isLong({ request, outcome }: Exchange): boolean {
  const bodies = [request.body, outcome.kind === 'response' ? outcome.body : undefined]
  return bodies.some((body) => body !== undefined && (body.truncated || body.content.length > MAX_BODY))
}

function withShortBodies(exchange: Exchange): Exchange {
  if (!isLong(exchange)) return exchange
  const { request, outcome } = exchange
  return {
    ...exchange,
    request: { ...request, ...(request.body !== undefined && { body: shortened(request.body) }) },
    outcome:
      outcome.kind === 'response' && outcome.body !== undefined
        ? { ...outcome, body: shortened(outcome.body) }
        : outcome,
  }
}

function shortened(body: RecordedBody): RecordedBody {
  if (body.content.length <= MAX_BODY) return body
  // A slice alone would keep the whole text in memory.
  const content = Buffer.from(body.content.slice(0, MAX_BODY)).toString()
  return { ...body, content, truncated: true }
}

function inOrder(examples: ReadonlyMap<number, Exchange>): OperationData['examples'] {
  return [...examples].map(([status, exchange]) => ({ status, exchange })).toSorted((a, b) => a.status - b.status)
}
