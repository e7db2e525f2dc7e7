import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { whatever } from '../run/scenario/expectation.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** A filter of a list, by what is known of one item. */
export interface Filter {
  readonly name: string
  /** A value that leaves the item in; absent: it is not known for sure. */
  readonly matching?: Json
  /** A value that leaves the item out; absent: there is none. */
  readonly other?: Json
}

export interface FilteredList {
  readonly operationId: PayrocOperation
  readonly path?: Readonly<Record<string, Json>>
  /** What keeps the list short: a reference that only the item has. */
  readonly query: Readonly<Record<string, Json>>
  /** Name of the id within an item, and the id. */
  readonly idName: string
  readonly id: string
}

const DAY = 24 * 60 * 60 * 1_000

/** The times between which something was made now, wherever the server's clock is. */
export function dateFilters(tools: PayrocTools): readonly Filter[] {
  const at = (days: number): string => new Date(tools.now() + days * DAY).toISOString()
  return [
    { name: 'dateFrom', matching: at(-2), other: at(2) },
    { name: 'dateTo', matching: at(2), other: at(-2) },
  ]
}

/** Whether it is settled is told by the status of what was just made. */
export function settlementFilters(status: string): readonly Filter[] {
  const [own, other] = status === 'complete' ? ['settled', 'unsettled'] : ['unsettled', 'settled']
  return status === 'ready' || status === 'complete' ? [{ name: 'settlementState', matching: own, other }] : []
}

/** Asks for a list by one filter after the other: by its own value an item is in it, by another one it is not. */
export async function filtersHold(tools: PayrocTools, list: FilteredList, filters: readonly Filter[]): Promise<void> {
  await tools.stateful('Each filter keeps what matches, and nothing else', async () => {
    if (!(await holds(tools, list, {}, true, 'without a filter'))) return
    for (const { name, matching, other } of filters) {
      if (matching !== undefined) await holds(tools, list, { [name]: matching }, true, `by its own ${name}`)
      if (other !== undefined) await holds(tools, list, { [name]: other }, false, `by another ${name}`)
    }
  })
}

async function holds(
  tools: PayrocTools,
  { operationId, path = {}, query, idName, id }: FilteredList,
  filter: Readonly<Record<string, Json>>,
  isExpected: boolean,
  how: string,
): Promise<boolean> {
  const answer = await tools.api(operationId, { path, query: { ...query, ...filter }, expect: whatever(200) })
  // A value that the server does not take as one says nothing of the filter.
  if (answer.status !== 200) return false
  return tools.observe({
    answer,
    pointer: '/data',
    holds: isListed(answer, idName, id) === isExpected,
    expected: `${idName} ${id} ${isExpected ? '' : 'not '}to be listed ${how}`,
    rule: 'Payroc: filters of lists',
    promise: listContainsCreated,
  })
}

function isListed(answer: Answer, idName: string, id: string): boolean {
  const items = answer.at('/data')
  return Array.isArray(items) && items.some((item) => isJsonObject(item) && item[idName] === id)
}
