import type { BrokenConstraint, RequestDraft } from '../core/case.ts'
import { deriveSeed } from '../core/seed.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { builtInDomain } from './domain/registry.ts'
import { builtInFormats } from './formats/registry.ts'
import { withFreshKeys } from './idempotency-key.ts'
import { authentication } from './invalid/authentication.ts'
import { baseRequest } from './invalid/base-request.ts'
import { bodyCases } from './invalid/body-cases.ts'
import { bodyText } from './invalid/body-text.ts'
import { brokenIdempotencyKey } from './invalid/broken-idempotency-key.ts'
import type { NotBreakable } from './invalid/data-cases.ts'
import type { Violations } from './invalid/broken-at.ts'
import { accept, contentType } from './invalid/media-types.ts'
import { oddId } from './invalid/odd-id.ts'
import { parameterCases } from './invalid/parameter-cases.ts'
import type { BrokenRequest, ProtocolContext, ProtocolFamily } from './invalid/protocol.ts'
import { spreadOver } from './invalid/selection.ts'
import { unsupportedMethod } from './invalid/unsupported-method.ts'
import { reasonOf, type RequestOptions } from './request-options.ts'
import { requestParts, type RequestParts } from './request-parts.ts'

export type { NotBreakable } from './invalid/data-cases.ts'
export type { BrokenAt, Violations } from './invalid/broken-at.ts'

export interface InvalidOptions extends Omit<RequestOptions, 'onOmitted'> {
  readonly seed: number
  /** The judge that confirms each case; not of the generator's own making. */
  readonly violations: Violations
  /** A bearer token whose life is over; without one, none is tried. */
  readonly expiredToken?: string
  /** A valid request to start from (one that the target has accepted); absent: the plainest. */
  readonly base?: RequestDraft
  /** How many cases at most; {@link MOST_CASES} unless said otherwise. */
  readonly most?: number
}

/** A request that is valid but for one constraint. */
export interface InvalidCase {
  /** Stable and unique within the operation. */
  readonly name: string
  readonly draft: RequestDraft
  readonly constraint: BrokenConstraint
  /** The same request with the constraint kept, with a key of its own. */
  readonly valid: RequestDraft
}

export interface InvalidPlan {
  readonly cases: readonly InvalidCase[]
  /** What was not broken, and why; each entry once. */
  readonly notBreakable: readonly NotBreakable[]
}

/** More cases than this would tell little more of one operation. */
export const MOST_CASES = 400

const PROTOCOL: readonly ProtocolFamily[] = [
  bodyText,
  contentType,
  accept,
  brokenIdempotencyKey,
  authentication,
  unsupportedMethod,
  oddId,
]

/**
 * The invalid requests of an operation: from a valid one exactly one constraint is broken, in every place that its
 * schemas describe and in the protocol around it. Each case of `data` is confirmed by the judge on the value as it is
 * sent; what it does not confirm is not sent but listed.
 */
export function invalidCases(contract: Contract, operation: Operation, options: InvalidOptions): InvalidPlan {
  const { seed, violations, expiredToken, base: given, most = MOST_CASES, ...rest } = options
  const generation: RequestOptions = { formats: builtInFormats, domain: builtInDomain, ...rest }
  const own = deriveSeed(seed, operation.operationId, 'invalid')
  const notBreakable = new Map<string, NotBreakable>()
  const onNotBreakable = (entry: NotBreakable): void => {
    notBreakable.set(`${entry.what}\n${entry.reason}`, entry)
  }
  const parts = partsOf(contract, operation, generation, onNotBreakable)
  if (parts === undefined) return { cases: [], notBreakable: [...notBreakable.values()] }
  const base = withBody(given, baseRequest(operation.operationId, parts, own))
  const context: ProtocolContext = { contract, operation, base, seed: own, violations, expiredToken, onNotBreakable }

  const all: BrokenRequest[] = []
  const add = (source: () => Iterable<BrokenRequest>, what: string): void => {
    try {
      for (const broken of source()) all.push(broken)
    } catch (error) {
      onNotBreakable({ what, reason: reasonOf(error) })
    }
  }
  add(() => parameterCases(context, parts.parameters, generation), 'parameters')
  add(() => bodyCases(context, generation), 'body')
  for (const family of PROTOCOL) {
    add(() => [...family(context)].map((broken) => ({ ...broken, base })), 'protocol')
  }
  const { chosen, leftOut } = spreadOver(all, most, deriveSeed(0, operation.operationId))
  for (const [breakage, count] of leftOut) {
    onNotBreakable({
      what: `${count} more ${count === 1 ? 'case' : 'cases'} of ${breakage}`,
      reason: `at most ${most} cases are sent`,
    })
  }
  return {
    cases: chosen.map((broken) => finished(operation, broken, own)),
    notBreakable: [...notBreakable.values()],
  }
}

/** Where a request to start from has no body, there would be none to break. */
function withBody(given: RequestDraft | undefined, plain: RequestDraft): RequestDraft {
  if (given === undefined) return plain
  return given.body !== undefined || plain.body === undefined ? given : { ...given, body: plain.body }
}

function partsOf(
  contract: Contract,
  operation: Operation,
  generation: RequestOptions,
  onNotBreakable: (entry: NotBreakable) => void,
): RequestParts | undefined {
  try {
    return requestParts(contract, operation, generation)
  } catch (error) {
    onNotBreakable({ what: 'request', reason: reasonOf(error) })
    return undefined
  }
}

/** Keys are new for each case, so that no answer is that of another. */
function finished(operation: Operation, { name, draft, base, constraint }: BrokenRequest, seed: number): InvalidCase {
  const isAboutKey = constraint.kind?.startsWith('idempotency-key') === true
  return {
    name,
    draft: isAboutKey ? draft : withFreshKeys(operation, draft, deriveSeed(seed, name)),
    valid: withFreshKeys(operation, base, deriveSeed(seed, name, 'valid')),
    constraint,
  }
}
