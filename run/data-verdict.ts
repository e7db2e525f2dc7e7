import type { Exchange } from '../core/exchange.ts'
import { isAccepted } from './accepted-requests.ts'
import type { Probed } from './probe.ts'

/** Statuses by which a server may refuse the data; others speak of state, credentials, pace or the protocol. */
const OF_DATA = new Set([400, 422])

/** Whether an answer refuses the data that was sent. */
export function refusesData({ outcome }: Exchange): boolean {
  return outcome.kind === 'response' && OF_DATA.has(outcome.status)
}

/**
 * What an answer to a probe says of the data that was sent. A conflict is no refusal of the data: what was accepted once
 * may be a duplicate the second time.
 */
export function verdictOf(probed: Probed | undefined): 'accepted' | 'refused' | 'other' {
  if (probed === undefined) return 'other'
  return isAccepted(probed.exchange) || isConflict(probed.exchange)
    ? 'accepted'
    : refusesData(probed.exchange)
      ? 'refused'
      : 'other'
}

/** Whether something else stood in the way than the data. */
export function isConflict({ outcome }: Exchange): boolean {
  return outcome.kind === 'response' && outcome.status === 409
}
