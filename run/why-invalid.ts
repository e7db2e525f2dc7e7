import { actualOf, expectationOf } from '../checks/expectation.ts'
import { validatorFor } from '../checks/schema-validator.ts'
import { violationsOf, type Violation } from '../checks/violation.ts'
import type { Json } from '../core/json.ts'
import type { Contract, DocumentPointer } from '../spec/model.ts'
import type { Side } from '../spec/schema-view.ts'

/** Why a value breaks a schema of the contract, in one line; `undefined` when it does not. */
export function whyInvalid(contract: Contract, pointer: DocumentPointer, side: Side, value: Json): string | undefined {
  if (validatorFor(contract, pointer, side).accepts(value)) return undefined
  const [violation] = violationsOfValue(contract, pointer, side, value)
  if (violation === undefined) return 'it is not valid'
  const place = violation.payload === '' ? 'the value' : violation.payload
  return `${place}: expected ${expectationOf(violation)}, found ${actualOf(violation)}`
}

/** Every broken keyword of a value; of branches, those of the branch that was meant. */
export function violationsOfValue(
  contract: Contract,
  pointer: DocumentPointer,
  side: Side,
  value: Json,
): readonly Violation[] {
  const validator = validatorFor(contract, pointer, side)
  return validator.accepts(value) ? [] : violationsOf(validator, value, () => false)
}
