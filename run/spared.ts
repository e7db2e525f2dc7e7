import type { Operation } from '../spec/model.ts'
import type { Target } from './target.ts'

/** Words in a path or a tag that speak of money on the move. */
const OF_MONEY = /pay|refund|transfer|charge|capture|deposit|withdraw|payout|sale|transaction|fund/i

/**
 * Whether an operation of a target is sent no more often than was planned: what moves money on a shared test system is
 * not repeated to make a report shorter.
 */
export function isSpared({ summary }: Pick<Target, 'summary'>, { method, path, tags }: Operation): boolean {
  return summary.name === 'uat' && method === 'post' && [path, ...tags].some((text) => OF_MONEY.test(text))
}
