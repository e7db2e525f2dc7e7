import type { Case } from '../core/case.ts'
import type { CaseFinished } from '../core/event.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Operation } from '../spec/model.ts'

/** A case that was answered with 403, until it is known whether the credentials or the resource are to blame. */
export interface KeptFrom {
  readonly planned: Case
  readonly exchange: Exchange
  readonly event: CaseFinished
}

/**
 * Whether a 403 may be about the resource that a request names: others of its kind may be open to the same credentials,
 * as an owner of one company is and that of another is not.
 */
export function mayBeOfResource({ path }: Operation, { intent }: Case, { outcome }: Exchange): boolean {
  return intent.kind === 'valid' && path.includes('{') && outcome.kind === 'response' && outcome.status === 403
}

/**
 * What becomes of them when the operation is over: where it was carried out with the same credentials, they are
 * permitted, and a documented 403 is a refusal like any other; else nothing was concluded.
 */
export function resolved(kept: KeptFrom, isPermitted: boolean): CaseFinished {
  if (!isPermitted || kept.event.verdict !== 'inconclusive') return kept.event
  const { reason: _, ...event } = kept.event
  return { ...event, verdict: 'pass' }
}
