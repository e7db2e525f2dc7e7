import { isJsonObject } from '../../core/json.ts'
import type { SequenceStep } from './sequence-check.ts'
import { jsonOf, statusOf } from './step.ts'

/**
 * Whether a step was refused as a conflict: 409, 422 (where a key was used for another request), or any 4xx whose
 * problem details say so themselves, since some contracts list a problem of status 409 under HTTP 400.
 */
export function isConflict(step: SequenceStep): boolean {
  const status = statusOf(step)
  if (status === 409 || status === 422) return true
  if (status < 400 || status >= 500) return false
  const problem = jsonOf(step)
  if (!isJsonObject(problem)) return false
  const { status: said, type, code } = problem
  if (said === 409) return true
  return [type, code].some(
    (text) => typeof text === 'string' && /conflict|in-use|cannot-be|already|idempot/i.test(text),
  )
}
