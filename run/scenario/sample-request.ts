import type { Json } from '../../core/json.ts'
import { exampleRequests } from '../../generators/examples.ts'
import { baseRequest } from '../../generators/invalid/base-request.ts'
import { requestParts } from '../../generators/request-parts.ts'
import type { Contract, Operation } from '../../spec/model.ts'

/** A request as the contract shows it, to be sent with the ids and references of a scenario. */
export interface SampleRequest {
  readonly path: Readonly<Record<string, Json>>
  readonly query: Readonly<Record<string, Json>>
  readonly body?: Json
  /** The first success that is documented. */
  readonly success: number
}

/** The first documented example of an operation; where none is shown, the plainest request that its schemas allow. */
export function sampleRequest(contract: Contract, operation: Operation, seed: number): SampleRequest {
  const [shown] = exampleRequests(contract, operation, { seed })
  const isWhole = shown !== undefined && (shown.draft.body !== undefined || operation.requestBody === undefined)
  const plain = isWhole ? undefined : baseRequest(operation.operationId, requestParts(contract, operation), seed)
  const { path, query } = shown?.draft ?? plain ?? { path: {}, query: {} }
  const body = shown?.draft.body ?? plain?.body
  const success = operation.responses.find(({ status }) => status.startsWith('2'))?.status
  return { path, query, ...(body?.kind === 'value' && { body: body.value }), success: Number(success ?? 200) }
}
