import { judgeExchange } from '../../checks/all.ts'
import type { Judged } from '../../checks/check.ts'
import type { SequenceDraft } from '../../checks/sequences/sequence-check.ts'
import type { Exchange } from '../../core/exchange.ts'
import type { Finding, FindingDraft, SequenceEntry } from '../../core/finding.ts'
import type { Contract, Operation } from '../../spec/model.ts'
import { findingOf, type FindingParts } from '../finding-of.ts'
import type { Target } from '../target.ts'
import type { Promised } from './expectation.ts'

/** What judging the calls of a scenario needs. */
export interface CallJudgeParts extends FindingParts {
  readonly contract: Contract
  readonly target: Target
  readonly strict: boolean
  /** The command that plays the scenario again. */
  commandFor(scenarioId: string): string
}

/** Of which scenario and step something was concluded. */
export interface Origin {
  readonly scenarioId: string
  /** `<scenario id>/<step number>`. */
  readonly step: string
}

export interface CallJudgement {
  readonly findings: readonly Finding[]
  readonly mockDefects: readonly string[]
}

/**
 * Judges the answer of a call by every check that holds for any exchange.
 *
 * @param soFar what was sent up to it; asked for findings only
 */
export async function judgeCall(
  parts: CallJudgeParts,
  operation: Operation,
  exchange: Exchange,
  origin: Origin,
  soFar: () => readonly SequenceEntry[],
): Promise<CallJudgement> {
  const judged: Judged = { contract: parts.contract, operation, exchange, target: parts.target.summary }
  const findings: Finding[] = []
  const mockDefects: string[] = []
  for (const { check, draft } of judgeExchange(judged).findings) {
    const defect = parts.target.recognise(check.code, draft, judged)
    if (defect !== undefined) mockDefects.push(defect)
    else findings.push(await concluded(parts, { check, draft, operation, exchange, origin, sequence: soFar() }))
  }
  return { findings, mockDefects }
}

/** The finding of a draft, as one of a scenario. */
export async function concluded(
  parts: CallJudgeParts,
  what: {
    readonly check: Promised
    readonly draft: FindingDraft
    readonly operation: Operation
    readonly exchange: Exchange
    readonly origin: Origin
    readonly sequence?: readonly SequenceEntry[]
  },
): Promise<Finding> {
  const { origin, ...rest } = what
  return findingOf(parts, {
    ...rest,
    phase: 'stateful',
    scenarioId: origin.scenarioId,
    origin: origin.step,
    command: parts.commandFor(origin.scenarioId),
  })
}

/** A sequence draft names the step that it is about. */
export function placeOf({ at }: SequenceDraft): { readonly operation: Operation; readonly exchange: Exchange } {
  return { operation: at.operation, exchange: at.exchange }
}
