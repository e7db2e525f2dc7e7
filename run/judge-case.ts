import { intentChecks, judgeExchange } from '../checks/all.ts'
import type { Judged } from '../checks/check.ts'
import type { SequenceStep } from '../checks/sequences/sequence-check.ts'
import type { Case, RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import { isFailure, type Finding } from '../core/finding.ts'
import type { Verdict } from '../core/verdict.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { findingOf, type FindingParts } from './finding-of.ts'
import { entryOf } from './sequence-entry.ts'
import type { Target } from './target.ts'

/** What was concluded of one case. */
export interface Judgement {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
  readonly mockDefects: readonly string[]
  /** Checks that were put to the test, by code; those whose finding is the mock's own fault are left out. */
  readonly asked: readonly string[]
  /** Why nothing could be concluded, why the target is not held to it, or what of the answer was not judged. */
  readonly reason?: string
}

export interface JudgeParts extends FindingParts {
  readonly contract: Contract
  readonly target: Target
  readonly strict: boolean
  /** The command that sends the case again. */
  commandFor(planned: Case): string
  /** How what a request names was made, in order: what has to be there before it can be sent elsewhere. */
  originsOf?(operation: Operation, draft: RequestDraft): readonly SequenceStep[]
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
  const unchecked = target.unchecked?.(operation, planned)
  const mockDefects: string[] = []
  const excused = new Set<string>()
  const findings: Finding[] = []
  for (const { check, draft } of drafts) {
    if (unchecked !== undefined && ofIntent.has(check.code)) {
      excused.add(check.code)
      continue
    }
    const defect = target.recognise(check.code, draft, judged)
    if (defect !== undefined) {
      mockDefects.push(defect)
      excused.add(check.code)
      continue
    }
    const origins = parts.originsOf?.(operation, planned.draft) ?? []
    findings.push(
      await findingOf(parts, {
        check,
        draft,
        operation,
        exchange,
        phase: planned.phase,
        origin: planned.id,
        command: parts.commandFor(planned),
        intent: planned.intent,
        ...(origins.length > 0 && {
          sequence: [...origins.map((step) => entryOf(step)), entryOf({ operation, exchange }, {}, 'shows')],
        }),
        ...(isAbout(planned, draft.document) && { constraint: planned.intent.constraint }),
      }),
    )
  }
  const failed = findings.some((finding) => isFailure(finding, parts.strict))
  const reason = failed ? undefined : (unjudgedReason(planned, exchange) ?? crashed[0])
  const skipped = failed || excused.size === 0 ? undefined : unchecked?.describe
  const said = reason ?? skipped
  return {
    verdict: failed ? 'fail' : reason !== undefined ? 'inconclusive' : skipped !== undefined ? 'skipped' : 'pass',
    findings,
    mockDefects: [...new Set(mockDefects)],
    asked: excused.size === 0 ? asked : asked.filter((code) => !excused.has(code)),
    ...(said !== undefined && { reason: said }),
  }
}

/** Judge whether an invalid request was refused. */
const ofIntent = new Set(intentChecks.map(({ code }) => code))

/** Whether what a finding is about is what the request breaks on purpose. */
function isAbout(planned: Case, document: string): planned is Case & { intent: { kind: 'invalid' } } {
  return planned.intent.kind === 'invalid' && planned.intent.constraint.document === document
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
