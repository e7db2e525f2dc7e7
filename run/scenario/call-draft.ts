import type { RequestDraft } from '../../core/case.ts'
import { isJsonMediaType, parseMediaType } from '../../checks/media-type.ts'
import { isIdempotencyKey } from '../../generators/idempotency-key.ts'
import type { Operation } from '../../spec/model.ts'
import type { CallRequest } from './tools.ts'

/** Leaves out the Idempotency-Key where one is declared. */
export const NO_KEY = 'none'

/**
 * The request of a call: a new Idempotency-Key where the operation declares one, and on a target that can be steered the
 * answer that is asked for (`Prefer`, as Prism understands it).
 */
export function draftOf(
  operation: Operation,
  request: CallRequest,
  options: { readonly steerable: boolean; newKey(): string },
): RequestDraft {
  const { path = {}, query = {}, header = {}, body, mediaType, key, authorization, expect, example } = request
  const declared = operation.parameters.find((one) => one.in === 'header' && isIdempotencyKey(one.name))
  const keyed = declared === undefined || key === NO_KEY ? {} : { [declared.name]: key ?? options.newKey() }
  const [status] = expect.statuses
  const wishes = [
    ...(status === undefined ? [] : [`code=${status}`]),
    ...(example === undefined ? [] : [`example=${example}`]),
  ]
  const steered = options.steerable && wishes.length > 0 ? { Prefer: wishes.join(', ') } : {}
  const credentials = authorization === undefined ? {} : { credentials: 'withheld' as const }
  const authorised = authorization === undefined || authorization === '' ? {} : { Authorization: authorization }
  return {
    operationId: operation.operationId,
    path,
    query,
    header: { ...keyed, ...header, ...steered, ...authorised },
    cookie: {},
    ...(body !== undefined && { body: { kind: 'value', mediaType: mediaType ?? jsonOf(operation), value: body } }),
    ...credentials,
  }
}

function jsonOf({ requestBody }: Operation): string {
  const json = requestBody?.content.find((content) => {
    const parsed = parseMediaType(content.mediaType)
    return parsed !== undefined && isJsonMediaType(parsed)
  })
  return json?.mediaType ?? 'application/json'
}
