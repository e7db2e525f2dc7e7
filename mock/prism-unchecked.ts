import { validatorFor } from '../checks/schema-validator.ts'
import type { BrokenConstraint, Case } from '../core/case.ts'
import { bodyKindOf } from '../core/media-type.ts'
import type { Contract, Operation } from '../spec/model.ts'

/** A constraint that Prism does not check. */
export interface PrismUnchecked {
  readonly id: string
  /** One sentence: what it does instead. */
  readonly describe: string
  /** Whether Prism never answers such a request, so that there is no sense in sending it. */
  readonly unanswered: boolean
  /** Whether this is what the request breaks. Errs on the side of no: behind a Prism may stand a faulty server. */
  isBrokenBy(broken: Broken): boolean
}

/** An invalid request, and what it is judged by. */
export interface Broken {
  readonly contract: Contract
  readonly operation: Operation
  readonly draft: Case['draft']
  readonly constraint: BrokenConstraint
}

/**
 * What Prism accepts or leaves without an answer though the contract forbids it, reviewed: each has a test against a
 * real Prism that fails when it no longer happens. Such a request counts as skipped, with the reason.
 */
export const PRISM_UNCHECKED: readonly PrismUnchecked[] = [
  {
    id: 'credentials-are-not-verified',
    describe: 'Prism looks whether there are credentials of the right scheme, not whether anybody issued them.',
    unanswered: false,
    isBrokenBy: ({ constraint: { breakage } }) =>
      breakage === 'credentials-garbage' || breakage === 'credentials-unsigned',
  },
  {
    id: 'words-are-not-read',
    describe: 'Prism knows the schema of an idempotency key, not what the description says of it.',
    unanswered: false,
    isBrokenBy: ({ contract, operation, draft, constraint }) => {
      const name = /^header: (.*)$/.exec(constraint.payload)?.[1]
      const parameter = operation.parameters.find((one) => one.in === 'header' && one.name === name)
      if (constraint.kind !== 'idempotency-key-malformed' || parameter === undefined) return false
      const sent = draft.header[parameter.name]
      if (parameter.schema === undefined || sent === undefined) return true
      return validatorFor(contract, parameter.schema, 'request').accepts(sent)
    },
  },
  {
    id: 'null-body-counts-as-none',
    describe: 'Prism takes the body null for none at all, which is fine where the body is optional.',
    unanswered: false,
    isBrokenBy: ({ operation, draft: { body }, constraint: { payload } }) =>
      operation.requestBody?.required === false &&
      payload === '' &&
      body?.kind === 'value' &&
      body.value === null &&
      bodyKindOf(body.mediaType) === 'json',
  },
  {
    id: 'malformed-json-is-never-answered',
    describe: 'Prism never answers a request whose JSON ends too early.',
    unanswered: true,
    isBrokenBy: ({ constraint: { breakage } }) => breakage === 'json-truncated',
  },
]

/** The entry that says why Prism does not check what a case breaks, or `undefined`. */
export function prismUnchecked(contract: Contract, operation: Operation, planned: Case): PrismUnchecked | undefined {
  const { intent, draft } = planned
  if (intent.kind !== 'invalid') return undefined
  const broken = { contract, operation, draft, constraint: intent.constraint }
  return PRISM_UNCHECKED.find((entry) => entry.isBrokenBy(broken))
}
