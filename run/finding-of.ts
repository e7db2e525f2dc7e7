import type { BrokenConstraint, Intent, Phase } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import {
  type BaselineMark,
  type DocumentExcerpt,
  fingerprintOf,
  type Finding,
  type FindingDraft,
  ofRequest,
  type SequenceEntry,
  type Severity,
} from '../core/finding.ts'
import type { Json } from '../core/json.ts'
import type { Operation } from '../spec/model.ts'

/** What turns the draft of a check into a finding that stands alone. */
export interface FindingParts {
  readonly seed: number
  /** Line of a document pointer; may be expensive, asked only for findings. */
  lineOf(pointer: string): Promise<number | undefined>
  /** The lines around it. */
  excerptOf(pointer: string): Promise<DocumentExcerpt | undefined>
  /** The request as a shell command, secrets as variables. */
  curlOf(exchange: Exchange): string
  /** What the baseline says of a fingerprint. */
  baselineOf?(fingerprint: string): BaselineMark | undefined
  /** The command that sends what led to a finding again; absent where nothing of the run is kept. */
  replayCommand?(fingerprint: string): string
}

/** Who concluded what, of which exchange, and how it is seen again. */
export interface Concluded {
  readonly check: {
    readonly code: string
    readonly severity: Severity
    readonly faults: readonly number[]
    readonly lookAt: string
  }
  readonly draft: FindingDraft
  readonly operation: Operation
  readonly exchange: Exchange
  readonly phase: Phase
  readonly scenarioId?: string
  /** Id of the case, or of the scenario's step. */
  readonly origin: string
  /** The command that repeats it. */
  readonly command: string
  /** What the request was meant to be. */
  readonly intent?: Intent
  /** What a promise about several exchanges was judged by. */
  readonly evidence?: Json
  readonly sequence?: readonly SequenceEntry[]
  /** What the request breaks on purpose. */
  readonly constraint?: BrokenConstraint
}

/** The finding of a check's draft. */
export async function findingOf(parts: FindingParts, concluded: Concluded): Promise<Finding> {
  const { check, draft, operation, exchange, phase, scenarioId, origin, sequence, constraint } = concluded
  const line = await parts.lineOf(draft.document)
  const excerpt = await parts.excerptOf(draft.document)
  const fingerprint = fingerprintOf(check.code, operation.operationId, draft.key)
  const baseline = parts.baselineOf?.(fingerprint)
  const redactions = ofRequest(exchange.redactions)
  return {
    fingerprint,
    code: check.code,
    severity: draft.severity ?? check.severity,
    faults: draft.faults ?? check.faults,
    title: draft.title,
    message: draft.message,
    operationId: operation.operationId,
    ...(scenarioId !== undefined && { scenarioId }),
    phase,
    expected: draft.expected,
    actual: draft.actual,
    document: {
      pointer: draft.document,
      ...(line !== undefined && { line }),
      ...(excerpt !== undefined && { excerpt }),
    },
    ...(draft.payload !== undefined && { payload: { pointer: draft.payload } }),
    ...(constraint !== undefined && {
      constraint: { description: constraint.description, payload: constraint.payload },
    }),
    reproduction: {
      seed: parts.seed,
      caseId: origin,
      curl: parts.curlOf(exchange),
      ...commandsFor(parts, concluded, fingerprint),
      ...(concluded.intent !== undefined && { intent: concluded.intent }),
      ...(redactions.length > 0 && { redactions }),
      ...(concluded.evidence !== undefined && { evidence: concluded.evidence }),
    },
    request: exchange.request,
    response: exchange.outcome,
    occurrences: 1,
    lookAt: check.lookAt,
    ...(sequence !== undefined && { sequence }),
    ...(baseline !== undefined && { baseline }),
  }
}

function commandsFor(
  { replayCommand }: FindingParts,
  { command }: Concluded,
  fingerprint: string,
): Pick<Finding['reproduction'], 'command' | 'rerun'> {
  const replay = replayCommand?.(fingerprint)
  return replay === undefined ? { command } : { command: replay, rerun: command }
}
