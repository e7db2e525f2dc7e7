import { actualOf, expectationOf } from '../checks/expectation.ts'
import { validatorFor } from '../checks/schema-validator.ts'
import { violationsOf } from '../checks/violation.ts'
import type { Json } from '../core/json.ts'
import type { Contract, DocumentPointer } from '../spec/model.ts'
import type { Side } from '../spec/schema-view.ts'

/** Why a value breaks a schema of the contract, in one line; `undefined` when it does not. */
export function whyInvalid(contract: Contract, pointer: DocumentPointer, side: Side, value: Json): string | undefined {
  const validator = validatorFor(contract, pointer, side)
  if (validator.accepts(value)) return undefined
  const [violation] = violationsOf(validator, value, () => false)
  if (violation === undefined) return 'it is not valid'
  const place = violation.payload === '' ? 'the value' : violation.payload
  return `${place}: expected ${expectationOf(violation)}, found ${actualOf(violation)}`
}
