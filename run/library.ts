import type { Arbitrary } from 'fast-check'
import type { RequestDraft } from '../core/case.ts'
import { HarnessError } from '../core/harness-error.ts'
import { didYouMean } from '../core/nearest.ts'
import {
  type BoundaryOptions,
  type BoundaryPlan,
  boundaryCases as planBoundaryCases,
} from '../generators/boundaries.ts'
import { type InvalidOptions, type InvalidPlan, invalidCases as planInvalidCases } from '../generators/invalid.ts'
import { requestArbitrary as draftsOf, type RequestOptions } from '../generators/request.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { serialize } from '../transport/serialize.ts'
import type { WireRequest } from '../transport/wire-request.ts'
import { violationsOfValue, whyInvalid } from './why-invalid.ts'

/** An operation of a contract, or its `operationId`. */
export type OperationChoice = Operation | string

/** {@link boundaryCases}: everything has a default. */
export type BoundaryCaseOptions = Partial<BoundaryOptions>

/** {@link invalidCases}: everything has a default, the judge that confirms each case included. */
export type InvalidCaseOptions = Partial<InvalidOptions>

const SEED = 1

/**
 * Valid requests of an operation, as a fast-check arbitrary: they shrink towards the required parts alone, each as
 * plain as can be.
 *
 * @throws HarnessError `usage` for an operation that the contract does not have
 * @throws UnsatisfiableSchema where a required part cannot be generated
 */
export function requestArbitrary(
  contract: Contract,
  operation: OperationChoice,
  options: RequestOptions = {},
): Arbitrary<RequestDraft> {
  return draftsOf(contract, operationOf(contract, operation), options)
}

/**
 * Valid requests that show every constraint of an operation at its bound and just inside, and which constraints they
 * show. Each is confirmed by ajv, unless another judge is given.
 *
 * @throws HarnessError `usage` for an operation that the contract does not have
 * @throws UnsatisfiableSchema where a required part cannot be generated
 */
export function boundaryCases(
  contract: Contract,
  operation: OperationChoice,
  options: BoundaryCaseOptions = {},
): BoundaryPlan {
  return planBoundaryCases(contract, operationOf(contract, operation), {
    seed: SEED,
    isValid: (pointer, side, value) => whyInvalid(contract, pointer, side, value),
    ...options,
  })
}

/**
 * Requests that break exactly one constraint of an operation each, and what could not be broken. Each case about data
 * is confirmed by ajv, unless another judge is given.
 *
 * @throws HarnessError `usage` for an operation that the contract does not have
 */
export function invalidCases(
  contract: Contract,
  operation: OperationChoice,
  options: InvalidCaseOptions = {},
): InvalidPlan {
  return planInvalidCases(contract, operationOf(contract, operation), {
    seed: SEED,
    violations: (pointer, side, value) => violationsOfValue(contract, pointer, side, value),
    ...options,
  })
}

/**
 * A draft as it goes on the wire: method, URL, headers and body, without credentials. Ready for `fetch`.
 *
 * @param options.baseUrl - absolute: `https://api.example.com/v1`
 */
export function serializeRequest(
  contract: Contract,
  draft: RequestDraft,
  options: { readonly baseUrl: string },
): WireRequest {
  return serialize(contract, operationOf(contract, draft.operationId), draft, options)
}

function operationOf(contract: Contract, choice: OperationChoice): Operation {
  if (typeof choice !== 'string') return choice
  const found = contract.operations.find(({ operationId }) => operationId === choice)
  if (found !== undefined) return found
  const hint = didYouMean(
    choice,
    contract.operations.map(({ operationId }) => operationId),
  )
  throw new HarnessError('usage', `The contract has no operation "${choice}".`, hint === undefined ? {} : { hint })
}
