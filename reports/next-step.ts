import type { Finding } from '../core/finding.ts'

/** For findings of recordings whose checks did not say it yet. */
const ANY_CHECK =
  'The answer to the curl command, beside the marked line of the contract: one of the two has to change.'

const FLAKY = ' It came and went: then what differs between the two times (state, time, another node).'

/** What to look at next, for the reader of a finding: completes "look at". */
export function nextStepOf({ lookAt = ANY_CHECK, flaky }: Pick<Finding, 'lookAt' | 'flaky'>): string {
  return flaky === undefined ? lookAt : lookAt + FLAKY
}
