import type { Json } from '../../../core/json.ts'
import type { Contract, Operation } from '../../../spec/model.ts'

/** The value of a documented example of a response, or with `request` as the status of the request body. */
export function documentedExample(
  contract: Contract,
  operationId: string,
  status: string,
  name?: string,
): Json | undefined {
  const operation = contract.operations.find((candidate) => candidate.operationId === operationId)
  if (operation === undefined) return undefined
  const examples = contentOf(operation, status).flatMap((media) => media.examples)
  return (name === undefined ? examples[0] : examples.find((example) => example.name === name))?.value
}

function contentOf(operation: Operation, status: string) {
  if (status === 'request') return operation.requestBody?.content ?? []
  return operation.responses.find((response) => response.status === status)?.content ?? []
}
