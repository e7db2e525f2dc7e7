import {
  type RefusedChange,
  refusedChangeDraft,
  saidIn,
  validRequestIsAccepted,
} from '../checks/valid-request-is-accepted.ts'
import type { Case } from '../core/case.ts'
import type { Refusal } from '../core/event.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Finding } from '../core/finding.ts'
import { type Fact, placeOf } from '../generators/shown-facts.ts'
import type { Operation } from '../spec/model.ts'
import { findingOf } from './finding-of.ts'
import type { JudgeParts, Judgement } from './judge-case.ts'
import { entryOf } from './sequence-entry.ts'
import { isConflict, refusesData } from './data-verdict.ts'
import type { RefusedFact } from './weigh-refusals.ts'

/** A valid request that the target refused, while no check objects. */
export interface RefusedCase {
  readonly planned: Case
  readonly exchange: Exchange
}

/** Statuses that say nothing of the request, or are judged at once. */
const NOT_REFUSALS = new Set([401, 403, 404, 405, 406, 407, 411, 415, 429])

/** The case, where its refusal is one that has to be weighed or at least listed. */
export function refusalOf(planned: Case, exchange: Exchange, { findings }: Judgement): RefusedCase | undefined {
  if (planned.intent.kind !== 'valid' || exchange.outcome.kind !== 'response') return undefined
  const { status } = exchange.outcome
  if (status < 400 || status >= 500 || NOT_REFUSALS.has(status)) return undefined
  return findings.some(({ severity }) => severity === 'error') ? undefined : { planned, exchange }
}

/** Those that may be against the contract. */
export function ofData(refused: readonly RefusedCase[]): readonly Case[] {
  return refused.filter(({ exchange }) => refusesData(exchange)).map(({ planned }) => planned)
}

/** Reasons told apart per operation; a server that invents texts must not fill the report. */
const MOST_REASONS = 8

/** What is left unexplained, by what the server says. */
export function refusalsBy(refused: readonly RefusedCase[]): readonly Refusal[] {
  const reasons = new Map<string, Refusal>()
  for (const { exchange } of refused) {
    if (exchange.outcome.kind !== 'response') continue
    const { status } = exchange.outcome
    const text = saidIn(exchange).replace(/^: /, '')
    const says = reasons.has(`${status} ${text}`) || reasons.size < MOST_REASONS ? text : 'other reasons'
    const key = `${status} ${says}`
    reasons.set(key, { status, says, cases: (reasons.get(key)?.cases ?? 0) + 1 })
  }
  return [...reasons.values()].toSorted((one, other) => other.cases - one.cases)
}

function changeOf(kind: Fact['kind']): RefusedChange['kind'] {
  return kind === 'absent' || kind === 'present' || kind === 'branch' ? kind : 'value'
}

/** The finding of a fact that the target refuses. */
export function refusedFactFinding(
  parts: JudgeParts,
  operation: Operation,
  { fact, refused, base }: RefusedFact,
): Promise<Finding> {
  const { key, place, promise, kind, document } = fact
  const change = { key, place: placeOf(place), promise, kind: changeOf(kind), isDuplicate: isConflict(base), document }
  const origins = parts.originsOf?.(operation, refused.planned.draft) ?? []
  return findingOf(parts, {
    check: validRequestIsAccepted,
    draft: refusedChangeDraft(change, refused.exchange),
    operation,
    exchange: refused.exchange,
    phase: refused.planned.phase,
    origin: refused.planned.id,
    command: parts.commandFor(refused.planned),
    intent: refused.planned.intent,
    sequence: [...origins, { operation, exchange: base }, { operation, exchange: refused.exchange }].map((step) =>
      entryOf(step),
    ),
  })
}
