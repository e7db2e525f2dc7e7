import type { Judged } from '../checks/check.ts'
import type { FindingDraft } from '../core/finding.ts'
import { comesFromPrism, isAnswerOfAnother, type PrismOrigin } from './prism-origin.ts'
import { PRISM_REFUSALS, refusalOf } from './prism-refusals.ts'
import { prismErrorOf } from './prism-words.ts'
import { isCutCircle } from './circular-sample.ts'

/** What is wrong with Prism rather than with the contract's server, and how to see that it is what was found. */
export interface PrismLimitation {
  readonly id: string
  /** One sentence. */
  readonly describe: string
  /** Whether it explains this finding. Errs on the side of no: behind a Prism's words may stand a faulty server. */
  appliesTo(draft: NamedDraft, judged: Judged): boolean
}

/** A finding with the name of the check that made it. */
export type NamedDraft = FindingDraft & { readonly code: string }

/**
 * The known limitations, reviewed: each has a test against a real Prism that fails when it no longer happens. The first
 * ones hold only where the answer is, at the place of the finding, what an unmodified Prism gives, and that answer by
 * itself breaks the same promise there: so nothing that a server changed in Prism's answer is ever excused.
 */
export const PRISM_LIMITATIONS: readonly PrismLimitation[] = [
  fromPrism(
    'documented-example-breaks-contract',
    'Prism answers with the documented example of the response, also where that breaks its own schema.',
    'documented-example',
  ),
  fromPrism(
    'sampled-value-breaks-contract',
    'Without a documented example Prism composes an answer of schema examples, defaults, bounds and the text "string", whatever pattern, format or combination of schemas it should satisfy.',
    'schema',
  ),
  fromPrism(
    'sampled-header-breaks-contract',
    'Prism sends the example or a sample of a header whether or not it satisfies the schema.',
    'header',
  ),
  {
    id: 'circular-schema-is-cut',
    describe:
      'Where a schema comes back to itself, Prism ends its sample with an empty object or one with the member $ref.',
    appliesTo: isCutCircle,
  },
  {
    id: 'path-with-fragment-is-not-routed',
    describe:
      'A path template with a fragment or query is no path that Prism ever routes to: another operation answers.',
    appliesTo: (_draft, { operation }) => /[#?]/.test(operation.path),
  },
  {
    id: 'ambiguous-path-is-routed-elsewhere',
    describe: 'Of two path templates that match one path, Prism takes the one it likes.',
    appliesTo: (_draft, judged) => isAnswerOfAnother(judged),
  },
  {
    id: 'undocumented-success-is-a-failure',
    describe:
      'Where the contract documents no success, Prism answers a valid request with the first failure it documents.',
    appliesTo: ({ code }, { operation, exchange: { outcome } }) =>
      code === 'valid-request-is-accepted' &&
      outcome.kind === 'response' &&
      operation.responses[0]?.status === String(outcome.status) &&
      !operation.responses.some(({ status }) => status.startsWith('2') || status === 'default'),
  },
  {
    id: 'media-type-is-not-serialised',
    describe: 'Prism can write JSON, XML and text; for a sample of another media type it answers 500.',
    appliesTo: (_draft, { exchange }) => {
      const error = prismErrorOf(exchange)
      const isUnknown = error?.name === 'UNKNOWN' && error.title.startsWith('Cannot find serializer for ')
      return isUnknown || error?.name === 'NO_COMPLEX_OBJECT_TEXT'
    },
  },
  {
    id: 'schema-is-too-complex',
    describe: 'For a schema of more than 2500 parts Prism answers 500.',
    appliesTo: (_draft, { exchange }) => prismErrorOf(exchange)?.name === 'SCHEMA_TOO_COMPLEX',
  },
  ...PRISM_REFUSALS.map(({ id, describe }): PrismLimitation => ({
    id,
    describe,
    appliesTo: ({ code }, judged) => OF_REFUSAL.has(code) && refusalOf(judged) === id,
  })),
]

/** The id of the known limitation of Prism that explains a finding, or `undefined`. */
export function recognisePrismDefect(code: string, draft: FindingDraft, judged: Judged): string | undefined {
  const named = { ...draft, code }
  return PRISM_LIMITATIONS.find((limitation) => limitation.appliesTo(named, judged))?.id
}

/** What is found of a request that should have been accepted; whatever else is wrong with the refusal is judged. */
const OF_REFUSAL = new Set(['valid-request-is-accepted', 'status-code-is-documented'])

function fromPrism(id: string, describe: string, origin: PrismOrigin): PrismLimitation {
  return { id, describe, appliesTo: (draft, judged) => comesFromPrism(draft, judged) === origin }
}
