import type { OperationResult } from '../run-result.ts'
import type { ReportModel } from './report-model.ts'

/** A status of one operation: promised, seen, or both. */
export type StatusState = 'documented-and-seen' | 'not-seen' | 'undocumented' | 'unknown' | 'none'

/** Columns of the table: a server that makes up statuses must not make it endless. */
const MAX_COLUMNS = 40

/** Every status that is documented or was seen: numbers in order, then ranges, then `default`. */
export function statusColumns({ result, data }: ReportModel): readonly string[] {
  const documented = result.operations.flatMap(
    ({ operationId }) => data.operation(operationId)?.documentedStatuses ?? [],
  )
  const seen = result.operations.flatMap(({ statuses }) => Object.keys(statuses))
  const all = [...new Set([...documented, ...seen])]
  return all.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, MAX_COLUMNS)
}

/** What is to be said of a column at an operation; a range is seen when a status is that only it documents. */
export function statusStateOf(operation: OperationResult, column: string, { data }: ReportModel): StatusState {
  const about = data.operation(operation.operationId)
  const documented = about?.documentedStatuses ?? []
  const isSeen = Object.hasOwn(operation.statuses, column)
  if (about === undefined) return isSeen ? 'unknown' : 'none'
  if (documented.includes(column)) {
    const isExact = /^\d{3}$/.test(column)
    const isUsed = isExact
      ? isSeen
      : Object.keys(operation.statuses).some((status) => promiseFor(status, documented) === column)
    return isUsed ? 'documented-and-seen' : 'not-seen'
  }
  if (!isSeen) return 'none'
  return promiseFor(column, documented) === undefined ? 'undocumented' : 'documented-and-seen'
}

/** What speaks of a status, as the contract is read: the status itself, its range, `default`. */
function promiseFor(status: string, documented: readonly string[]): string | undefined {
  const range = `${status[0]}XX`
  return [status, range, 'default'].find((candidate) =>
    documented.some((one) => one.toUpperCase() === candidate.toUpperCase()),
  )
}

function rankOf(status: string): number {
  if (/^\d{3}$/.test(status)) return Number(status)
  return /^\dXX$/i.test(status) ? 1000 + Number(status[0]) : 2000
}
