import type { JsonObject } from '../../core/json.ts'
import type { Call } from './call.ts'
import { refuseValue } from './problem.ts'

/**
 * Payroc documents in words that an account of a funding recipient takes credit only, although the schema allows more;
 * `recipientAccountUse` decides which of the two counts.
 */
export function checkUse({ options }: Pick<Call, 'options'>, account: JsonObject, parameter: string): void {
  if (options.recipientAccountUse === 'credit' && account.use !== 'credit') {
    refuseValue(parameter, 'The account of a funding recipient takes only credit')
  }
}
