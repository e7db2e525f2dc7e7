import type { Contract, Operation } from '../spec/model.ts'
import { alignColumns } from './align-columns.ts'

/** The operations as a table, then how many there are. */
export function operationTable(contract: Contract, operations: readonly Operation[]): string {
  const header = ['OPERATION', 'METHOD', 'PATH', 'TAGS', 'PARAMETERS', 'BODY', 'RESPONSES', 'NOTES']
  const rows = operations.map((operation) => [
    operation.operationId,
    operation.method.toUpperCase(),
    operation.path,
    operation.tags.join(', '),
    String(operation.parameters.length),
    bodyOf(operation),
    String(operation.responses.length),
    notesOf(operation).join(', '),
  ])
  return [...alignColumns([header, ...rows], new Set([4, 6])), '', totalLine(contract, operations), ''].join('\n')
}

/** The same for programs. */
export function operationTableJson(contract: Contract, operations: readonly Operation[]): string {
  const { title, version, source, sha256 } = contract
  const report = {
    contract: { title, version, source, sha256, operations: contract.operations.length },
    operations: operations.map((operation) => ({
      operationId: operation.operationId,
      method: operation.method,
      path: operation.path,
      summary: operation.summary ?? null,
      tags: operation.tags,
      deprecated: operation.deprecated,
      secured: needsCredentials(operation),
      idempotencyKey: idempotencyKeyOf(operation),
      parameters: operation.parameters.map(({ name, in: place, required }) => ({ name, in: place, required })),
      requestBody:
        operation.requestBody === undefined
          ? null
          : {
              required: operation.requestBody.required,
              mediaTypes: operation.requestBody.content.map(({ mediaType }) => mediaType),
            },
      responses: operation.responses.map(({ status }) => status),
      pointer: operation.pointer,
    })),
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

function bodyOf({ requestBody }: Operation): string {
  if (requestBody === undefined) return '-'
  const types = requestBody.content.map(({ mediaType }) => mediaType).join(', ')
  return requestBody.required ? types : `${types} (optional)`
}

function notesOf(operation: Operation): readonly string[] {
  const key = idempotencyKeyOf(operation)
  return [
    ...(key === 'none' ? [] : [`idempotency key${key === 'optional' ? ' (optional)' : ''}`]),
    ...(needsCredentials(operation) ? [] : ['no credentials']),
    ...(operation.deprecated ? ['deprecated'] : []),
  ]
}

function idempotencyKeyOf({ parameters }: Operation): 'required' | 'optional' | 'none' {
  const key = parameters.find(({ name, in: place }) => place === 'header' && name.toLowerCase() === 'idempotency-key')
  if (key === undefined) return 'none'
  return key.required ? 'required' : 'optional'
}

function needsCredentials({ security }: Operation): boolean {
  return security.length > 0 && security.every((alternative) => alternative.length > 0)
}

function totalLine(contract: Contract, operations: readonly Operation[]): string {
  const all = contract.operations.length
  const count = operations.length === all ? String(all) : `${operations.length} of ${all}`
  const paths = new Set(operations.map(({ path }) => path)).size
  const byMethod = [...Map.groupBy(operations, ({ method }) => method.toUpperCase())]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([method, group]) => `${group.length} ${method}`)
  return `${count} ${all === 1 ? 'operation' : 'operations'} on ${paths} ${paths === 1 ? 'path' : 'paths'}: ${byMethod.join(', ')}`
}
