import type { Call } from './call.ts'
import { refuse } from './problem.ts'

/**
 * Refuses what the state of a resource does not allow. The contract has no problem type of its own for this: of the two
 * that it lists, 409 says what is meant; `wrongStateStatus` chooses the other.
 */
export function refuseState({ options }: Pick<Call, 'options'>, detail: string): never {
  return options.wrongStateStatus === 400
    ? refuse('bad-request', { detail, errors: [{ message: detail }] })
    : refuse('resource-already-exists', { detail })
}
