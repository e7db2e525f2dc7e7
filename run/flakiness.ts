import type { Exchange } from '../core/exchange.ts'
import type { Finding, Flakiness } from '../core/finding.ts'

/** The same request once more, and what was found in its answer. */
export interface Repetition {
  readonly exchange: Exchange
  readonly findings: readonly Finding[]
  /** Whether the first one may have changed what the second one met: a write to a resource that is there. */
  readonly mayHaveChanged: boolean
  /** Whether the request only reads. */
  readonly isReading: boolean
}

/**
 * Whether a finding came and went. An answer that keeps the promise counts only where the first request cannot be why:
 * a second capture is refused, and a second create meets what the first one made.
 */
export function flakinessOf(finding: Finding, repetition: Repetition): Flakiness | undefined {
  const { exchange, findings, mayHaveChanged, isReading } = repetition
  const { outcome } = exchange
  if (findings.some(({ fingerprint }) => fingerprint === finding.fingerprint)) return undefined
  if (outcome.kind === 'no-response' || (mayHaveChanged && !isReading)) return undefined
  const then = finding.response.kind === 'response' ? finding.response.status : 0
  const isGood = outcome.status >= 200 && outcome.status < 300
  const isRefusal = isReading && finding.phase === 'invalid' && REFUSED.has(outcome.status)
  if (outcome.status !== then && !isGood && !isRefusal) return undefined
  return { attempts: 2, failures: 1, otherRequest: exchange.request, otherResponse: outcome }
}

/** What a request that breaks the contract is refused with, whatever the state. */
const REFUSED = new Set([400, 405, 406, 415, 422])
