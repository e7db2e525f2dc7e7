import { judgeExchange } from '../checks/all.ts'
import type { Judged } from '../checks/check.ts'
import type { Case } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import { fingerprintOf, type DocumentExcerpt, type Finding } from '../core/finding.ts'
import type { Verdict } from '../core/verdict.ts'
import type { Contract, Operation } from '../spec/model.ts'
import type { Target } from './target.ts'

/** What was concluded of one case. */
export interface Judgement {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly mockDefects: readonly string[]
  /** Checks that were put to the test, by code; those whose finding is the mock's own fault are left out. */
  readonly asked: readonly string[]
  /** Why nothing could be concluded, or what of the answer was not judged. */
  readonly reason?: string
}

export interface JudgeParts {
  readonly contract: Contract
  readonly target: Target
  readonly seed: number
  readonly strict: boolean
  /** Line of a document pointer; may be expensive, asked only for findings. */
  lineOf(pointer: string): Promise<number | undefined>
  /** The lines around it. */
  excerptOf(pointer: string): Promise<DocumentExcerpt | undefined>
  /** The request as a shell command, secrets as variables. */
  curlOf(exchange: Exchange): string
  /** The command that sends the case again. */
  commandFor(planned: Case): string
}

/** Judges the last exchange of a case by every check that applies. */
export async function judgeCase(
  parts: JudgeParts,
  operation: Operation,
  planned: Case,
  exchange: Exchange,
): Promise<Judgement> {
  const { contract, target } = parts
  const judged: Judged = { contract, operation, case: planned, exchange, target: target.summary }
  const { findings: drafts, crashed, asked } = judgeExchange(judged)
  const mockDefects: string[] = []
  const excused = new Set<string>()
  const findings: Finding[] = []
  for (const { check, draft } of drafts) {
    const defect = target.recognise(check.code, draft, judged)
    if (defect !== undefined) {
      mockDefects.push(defect)
      excused.add(check.code)
      continue
    }
    const line = await parts.lineOf(draft.document)
    const excerpt = await parts.excerptOf(draft.document)
    findings.push({
      fingerprint: fingerprintOf(check.code, operation.operationId, draft.key),
      code: check.code,
      severity: draft.severity ?? check.severity,
      faults: draft.faults ?? check.faults,
      title: draft.title,
      message: draft.message,
      operationId: operation.operationId,
      phase: planned.phase,
      expected: draft.expected,
      actual: draft.actual,
      document: {
        pointer: draft.document,
        ...(line !== undefined && { line }),
        ...(excerpt !== undefined && { excerpt }),
      },
      ...(draft.payload !== undefined && { payload: { pointer: draft.payload } }),
      reproduction: {
        seed: parts.seed,
        caseId: planned.id,
        curl: parts.curlOf(exchange),
        command: parts.commandFor(planned),
      },
      request: exchange.request,
      response: exchange.outcome,
      occurrences: 1,
    })
  }
  const failed = findings.some(
    (finding) => finding.severity === 'error' || (parts.strict && finding.severity === 'warning'),
  )
  const reason = failed ? undefined : (unjudgedReason(planned, exchange) ?? crashed[0])
  return {
    verdict: failed ? 'fail' : reason === undefined ? 'pass' : 'inconclusive',
    findings,
    mockDefects: [...new Set(mockDefects)],
    asked: excused.size === 0 ? asked : asked.filter((code) => !excused.has(code)),
    ...(reason !== undefined && { reason }),
  }
}

/** Answers that say nothing about the data sent: no answer at all, refused credentials, too many requests. */
function unjudgedReason({ intent }: Case, { outcome }: Exchange): string | undefined {
  if (outcome.kind === 'no-response') return `no response: ${outcome.message}`
  // Where the credentials are what is wrong, refusing them is the answer.
  if (intent.kind === 'invalid' && intent.constraint.kind?.startsWith('authentication') === true) return undefined
  switch (outcome.status) {
    case 401:
      return 'credentials refused (401)'
    case 403:
      return 'not permitted with these credentials (403)'
    case 429:
      return 'too many requests (429)'
    default:
      return undefined
  }
}
