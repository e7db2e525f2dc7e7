import { headerOf, type Exchange } from '../core/exchange.ts'
import { PRISM_ERRORS } from './detect.ts'

/** An error that Prism worded itself. */
export interface PrismError {
  /** `NO_PATH_MATCHED_ERROR`, `UNPROCESSABLE_ENTITY`, `UNKNOWN` … */
  readonly name: string
  readonly title: string
}

/** The error of Prism's own that an answer is, or `undefined`. */
export function prismErrorOf({ outcome }: Exchange): PrismError | undefined {
  if (outcome.kind !== 'response' || headerOf(outcome.headers, 'content-type') !== PROBLEM) return undefined
  const problem = objectOf(outcome.body?.content)
  const type = problem?.['type']
  if (typeof type !== 'string' || !type.startsWith(PRISM_ERRORS)) return undefined
  return { name: type.slice(PRISM_ERRORS.length), title: String(problem?.['title']) }
}

const PROBLEM = 'application/problem+json'

/**
 * What Prism found wrong with a request that it refused, in its words: in a header beside a documented answer, or in its
 * own error. Empty where it refused nothing, or where there was too much to say.
 */
export function refusalsOf(exchange: Exchange): readonly string[] {
  const { outcome } = exchange
  if (outcome.kind !== 'response') return []
  const header = headerOf(outcome.headers, 'sl-violations')
  if (header !== undefined) return messagesOf(parse(header), 'request')
  return prismErrorOf(exchange) === undefined ? [] : messagesOf(objectOf(outcome.body?.content)?.['validation'])
}

function messagesOf(violations: unknown, side?: string): readonly string[] {
  if (!Array.isArray(violations)) return []
  return violations.flatMap((violation: unknown) => {
    const { location, message } = violation as { location?: unknown; message?: unknown }
    const isMeant = side === undefined || (Array.isArray(location) && location[0] === side)
    return isMeant && typeof message === 'string' ? [message] : []
  })
}

function objectOf(text: string | undefined): Record<string, unknown> | undefined {
  const value = parse(text ?? '')
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
