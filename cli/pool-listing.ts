import { placeText, type PoolTable } from '../spec/pools/pool.ts'
import { alignColumns } from './align-columns.ts'

/** The pools of ids, each with the answers that show its ids and the requests that need them. */
export function poolListing(table: PoolTable): string {
  if (table.length === 0) return 'The contract has no ids that operations pass on to each other.\n'
  const blocks = table.map(({ name, producers, consumers }) => {
    const rows = [
      ...producers.map(({ operationId, from, creates }) => [
        creates ? '  made by' : '  shown by',
        operationId,
        placeText(from),
      ]),
      ...consumers.map(({ operationId, place }) => ['  needed by', operationId, placeText(place)]),
    ]
    const known = producers.length === 0 ? [`${name} (no answer shows it: give testData)`] : [name]
    return [...known, ...alignColumns(rows)].join('\n')
  })
  const without = table.filter(({ producers }) => producers.length === 0).length
  const total = `${table.length} ${table.length === 1 ? 'pool' : 'pools'}${without === 0 ? '' : `, ${without} of which no answer shows`}`
  return `${blocks.join('\n\n')}\n\n${total}\n`
}

/** The same for programs. */
export function poolListingJson(table: PoolTable): string {
  return `${JSON.stringify({ pools: table }, undefined, 2)}\n`
}
