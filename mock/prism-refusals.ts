import type { Judged } from '../checks/check.ts'
import { headerOf } from '../core/exchange.ts'
import { isJsonObject } from '../core/json.ts'
import { nodeAt } from '../spec/dereference.ts'
import { refusalsOf } from './prism-words.ts'

/** A reason for which Prism refuses a request that is within the contract. */
export interface PrismRefusal {
  readonly id: string
  readonly describe: string
  /** Whether this is what Prism complains of: its own words, and what was sent. */
  isThis(message: string, judged: Judged): boolean
}

/** The reasons known, each of them tied to Prism's words and to what makes the request fine all the same. */
export const PRISM_REFUSALS: readonly PrismRefusal[] = [
  {
    id: 'unsafe-integer-is-refused',
    describe: 'Prism takes int64 for the integers that JavaScript can hold, and refuses those beyond ±(2^53-1).',
    isThis: (message) => / must be (?:<= 9007199254740991|>= -9007199254740991)$/.test(message),
  },
  {
    id: 'ignored-header-parameter-is-demanded',
    describe:
      'OAS 3.1 §4.8.12: header parameters named Accept, Content-Type or Authorization are ignored; Prism demands them.',
    isThis: (message) =>
      /^Request header must have required property '(?:accept|content-type|authorization)'$/.test(message),
  },
  {
    id: 'other-body-is-read-as-text',
    describe: 'Prism reads a body that is neither application/json nor a form as one string, and validates that.',
    isThis: (message, { exchange: { request } }) =>
      message.startsWith('Request body must ') &&
      !/^(?:application\/(?:[\w.-]+\+)?json|application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i.test(
        headerOf(request.headers, 'content-type') ?? 'application/json',
      ),
  },
  {
    id: 'form-member-is-read-as-text',
    describe: 'Prism reads the members of a form as texts, unless the contract states a style for each.',
    isThis: (message, { exchange: { request } }) =>
      /^Request body property \S+ must be (?:array|object)$/.test(message) &&
      /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i.test(
        headerOf(request.headers, 'content-type') ?? '',
      ),
  },
  {
    id: 'other-operation-is-asked',
    describe: 'Of two path templates that match one path, Prism may take the other, and miss its path parameters.',
    isThis: (message, { operation }) => {
      const name = /^Request path must have required property '(.*)'$/.exec(message)?.[1]
      return (
        name !== undefined &&
        !operation.parameters.some((known) => known.in === 'path' && known.name.toLowerCase() === name.toLowerCase())
      )
    },
  },
  {
    id: 'falsy-body-counts-as-none',
    describe: 'Prism misses a required body that is false, 0, null or an empty string.',
    isThis: (message, { exchange: { request } }) =>
      message === 'Body parameter is required' &&
      /^\s*(?:false|0|null|""|-0|0\.0)\s*$/.test(request.body?.content ?? ''),
  },
  {
    id: 'empty-query-value-counts-as-none',
    describe: 'Prism misses a required query parameter whose value is the empty string.',
    isThis: (message, { exchange: { request } }) => {
      const name = /^Request query must have required property '(.*)'$/.exec(message)?.[1]
      const query = new URLSearchParams(URL.parse(request.url)?.search ?? '')
      return name !== undefined && [...query].some(([given, value]) => given.toLowerCase() === name && value === '')
    },
  },
  {
    id: 'misplaced-enum-is-taken-literally',
    describe: 'An array parameter whose enum lists its items is one that Prism can never be pleased with.',
    isThis: (message, { contract, operation }) => {
      const name = /^Request \w+ parameter (\S+) must be equal to one of the allowed values: /.exec(message)?.[1]
      const parameter = operation.parameters.find((candidate) => candidate.name.toLowerCase() === name)
      const schema = parameter?.schema === undefined ? undefined : nodeAt(contract, parameter.schema)
      if (!isJsonObject(schema) || schema['type'] !== 'array') return false
      const { enum: choices } = schema
      return Array.isArray(choices) && choices.length > 0 && !choices.some((choice) => Array.isArray(choice))
    },
  },
]

/** The reason why Prism refused a request, when there is no other than known ones. */
export function refusalOf(judged: Judged): string | undefined {
  const { outcome } = judged.exchange
  if (outcome.kind !== 'response' || outcome.status < 400 || outcome.status > 499) return undefined
  const reasons = refusalsOf(judged.exchange).map(
    (message) => PRISM_REFUSALS.find((refusal) => refusal.isThis(message, judged))?.id,
  )
  return reasons.includes(undefined) ? undefined : reasons[0]
}
