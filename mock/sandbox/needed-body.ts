import type { JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import type { Call } from './call.ts'
import { refuseValue } from './problem.ts'

/** The body of a call that can do nothing without one, although the contract does not call it required. */
export function neededBody({ body }: Pick<Call, 'body'>): JsonObject {
  return isJsonObject(body) ? body : refuseValue('body', 'Expected a body')
}
