import type { Judged } from '../checks/check.ts'
import { headerOf } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import { PRISM_ERRORS } from './detect.ts'
import { comesFromPrism, type PrismOrigin } from './prism-origin.ts'

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
    id: 'path-with-fragment-is-not-routed',
    describe: 'Prism looks for the whole path template in the path of a request, where a fragment or query never is.',
    appliesTo: (_draft, judged) =>
      /[#?]/.test(judged.operation.path) &&
      ['NO_PATH_MATCHED_ERROR', 'NO_METHOD_MATCHED_ERROR'].includes(prismErrorOf(judged) ?? ''),
  },
  {
    id: 'unsafe-integer-is-refused',
    describe: 'Prism takes int64 for the integers that JavaScript can hold, and refuses those beyond ±(2^53-1).',
    appliesTo: (_draft, judged) => {
      const violations = requestViolations(judged)
      return violations.length > 0 && violations.every((message) => UNSAFE_INTEGER.test(message))
    },
  },
]

/** The id of the known limitation of Prism that explains a finding, or `undefined`. */
export function recognisePrismDefect(code: string, draft: FindingDraft, judged: Judged): string | undefined {
  const named = { ...draft, code }
  return PRISM_LIMITATIONS.find((limitation) => limitation.appliesTo(named, judged))?.id
}

function fromPrism(id: string, describe: string, origin: PrismOrigin): PrismLimitation {
  return { id, describe, appliesTo: (draft, judged) => comesFromPrism(draft, judged) === origin }
}

const UNSAFE_INTEGER = /must be (?:<= 9007199254740991|>= -9007199254740991)$/

/** The last word of the type of an error that Prism worded itself, else `undefined`. */
export function prismErrorOf({ exchange: { outcome } }: Judged): string | undefined {
  if (outcome.kind !== 'response' || outcome.body?.encoding !== 'text') return undefined
  if (headerOf(outcome.headers, 'content-type') !== 'application/problem+json') return undefined
  const type = /^\{"type":"([^"]*)"/.exec(outcome.body.content)?.[1]
  return type?.startsWith(PRISM_ERRORS) === true ? type.slice(PRISM_ERRORS.length) : undefined
}

/** What Prism found wrong with a request that it refused, in its words; it says so in a header. */
function requestViolations({ exchange: { outcome } }: Judged): readonly string[] {
  if (outcome.kind !== 'response' || outcome.status < 400 || outcome.status > 499) return []
  const header = headerOf(outcome.headers, 'sl-violations')
  if (header === undefined) return []
  try {
    const violations = JSON.parse(header) as readonly { location?: readonly string[]; message?: string }[]
    return violations.flatMap(({ location, message }) => (location?.[0] === 'request' ? [message ?? ''] : []))
  } catch {
    // Too many to be sent whole.
    return []
  }
}
