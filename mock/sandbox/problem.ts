import type { Json, JsonObject } from '../../core/json.ts'
import type { Call, Reply } from './call.ts'
import { responseFor } from '../../spec/model.ts'

/** Payroc documents problem types as `https://docs.payroc.com/api/errors#…`. */
const TYPES = 'https://docs.payroc.com/api/errors#'

/** Names of problem types, as they end the `type` of a problem. */
export type ProblemType =
  | 'bad-request'
  | 'idempotency-key-missing'
  | 'kyc-check-failed'
  | 'insufficient-funds'
  | 'funding-accounts-restricted'
  | 'funding-accounts-limit-reached'
  | 'too-many-control-prongs'
  | 'no-control-prong-or-authorized-signatory'
  | 'daily-discount-and-reward-pay-conflict'
  | 'contract-already-signed'
  | 'not-requested-by-email'
  | 'no-pricing-agreement-exists-for-the-processing-account'
  | 'not-authorized'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'resource-already-exists'
  | 'idempotency-key-in-use'
  | 'cannot-be-canceled'
  | 'cannot-be-modified'
  | 'tax-id-in-use'
  | 'national-id-in-use'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'too-many-requests'
  | 'api-error'
  | 'service-unavailable'

/** The types that the contract names, as it words them, and a few that only HTTP knows. */
const PROBLEMS: Readonly<Record<ProblemType, readonly [status: number, title: string, detail: string]>> = {
  'bad-request': [400, 'Bad request', 'One or more validation errors occurred, see error section for more info'],
  'idempotency-key-missing': [
    400,
    'Idempotency-Key header missing',
    "An 'Idempotency-Key' must be supplied for this request",
  ],
  'kyc-check-failed': [400, 'Failed KYC Checks', 'The details could not be verified'],
  'insufficient-funds': [400, 'Insufficient funds', 'The available balance does not cover the instruction'],
  'funding-accounts-restricted': [400, 'Funding accounts restricted', 'A funding account is on hold'],
  'funding-accounts-limit-reached': [400, 'Funding accounts limit reached', 'There are too many funding accounts'],
  'too-many-control-prongs': [400, 'Too many control prongs', 'Only one owner can be the control prong'],
  'no-control-prong-or-authorized-signatory': [
    400,
    'No control prong or authorized signatory',
    'An owner must be the control prong, and another the authorized signatory',
  ],
  'daily-discount-and-reward-pay-conflict': [
    400,
    'Cannot select Daily Discount and RewardPayChoice at the same time.',
    'Choose one of the two programs',
  ],
  'contract-already-signed': [400, 'Contract already signed', 'The contract has been signed'],
  'not-requested-by-email': [400, 'Not requested by email', 'The signature was not requested by email'],
  'no-pricing-agreement-exists-for-the-processing-account': [
    400,
    'No pricing agreement exists',
    'The processing account has no pricing agreement',
  ],
  'not-authorized': [401, 'Not Authorized', 'Your identity could not be verified'],
  forbidden: [403, 'Forbidden', 'You do not have the required permissions to perform this action'],
  'not-found': [404, 'Not found', 'Resource not found'],
  'method-not-allowed': [405, 'Method not allowed', 'The resource does not support this method'],
  'not-acceptable': [406, 'Not acceptable', 'Resource does not support the representation requested'],
  'resource-already-exists': [409, 'Resource already exists', 'The resource you attempted to create already exists'],
  'idempotency-key-in-use': [409, 'Idempotency-Key in use', 'The Idempotency-Key belongs to another request'],
  'cannot-be-canceled': [409, 'Cannot be canceled', 'You cannot cancel this resource in its current state'],
  'cannot-be-modified': [409, 'Cannot be modified', 'You cannot modify this resource in its current state'],
  'tax-id-in-use': [409, 'Tax ID already in use', 'Another merchant has this tax ID'],
  'national-id-in-use': [409, 'National ID in use', 'Another owner has this national ID'],
  'payload-too-large': [413, 'Payload too large', 'The request is larger than the server accepts'],
  'unsupported-media-type': [415, 'Unsupported media type', 'You submitted a payload in an unsupported format'],
  'too-many-requests': [429, 'Too many requests', 'Slow down, and try again later'],
  'api-error': [500, 'Api error', 'We are unable to process your request at this time'],
  'service-unavailable': [503, 'Service unavailable', 'The service is not available at the moment'],
}

/** One entry of `errors`: what is wrong, and where (`order.amount`, `limit`, `Idempotency-Key`). */
export interface ProblemItem {
  readonly parameter?: string
  readonly detail?: string
  readonly message: string
}

export interface ProblemDetails {
  readonly detail?: string
  readonly errors?: readonly ProblemItem[]
  /** Of what kind the resource is, or would be. */
  readonly resource?: string
  /** URL of the resource that is in the way. */
  readonly instance?: string
  readonly link?: JsonObject
  /** HTTP status and body status where they differ from those of the type. */
  readonly status?: number
  /** HTTP status alone, where the contract lists the problem under another than its own. */
  readonly httpStatus?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A problem as Payroc words it. */
export function problem(type: ProblemType, details: ProblemDetails = {}): Reply {
  const [usual, title, usualDetail] = PROBLEMS[type]
  const {
    detail = usualDetail,
    errors,
    resource,
    instance,
    link,
    status = usual,
    httpStatus = status,
    headers,
  } = details
  const body: Record<string, Json> = { type: TYPES + type, title, status, detail }
  if (errors !== undefined) body['errors'] = errors.map((item) => ({ ...item }))
  if (resource !== undefined) body['resource'] = resource
  if (instance !== undefined) body['instance'] = instance
  if (link !== undefined) body['link'] = link
  return { status: httpStatus, mediaType: 'application/problem+json', body, ...(headers !== undefined && { headers }) }
}

/** Ends a call early with a reply; for handlers that look things up in the middle of other work. */
export class Refusal extends Error {
  readonly reply: Reply

  constructor(reply: Reply) {
    super('refused')
    this.name = 'Refusal'
    this.reply = reply
  }
}

/** Throws a problem. */
export function refuse(type: ProblemType, details?: ProblemDetails): never {
  throw new Refusal(problem(type, details))
}

/** Throws `bad-request` about one parameter or member. */
export function refuseValue(parameter: string, message: string): never {
  return refuse('bad-request', { errors: [{ parameter, detail: 'invalid value', message }] })
}

/**
 * Throws `not-found`, or where the operation does not document 404 the `bad-request` that names the parameter.
 *
 * @param resource - kind of what was not found, in the words of the contract: `payment`
 */
export function refuseUnknown(call: Call, resource: string, parameter: string): never {
  if (isDocumented(call, 404)) return refuse('not-found', { resource })
  return refuseValue(parameter, `There is no such ${resource}`)
}

/** Whether the contract lists the status for the operation. */
export function isDocumented({ operation }: Pick<Call, 'operation'>, status: number): boolean {
  return responseFor(operation, status) !== undefined
}
