import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { linksResolve } from '../checks/sequences/links-resolve.ts'
import type { Json, JsonObject } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted } from '../run/scenario/expectation.ts'
import { permitted } from './creation.ts'
import { itemsOf } from './pages.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** Where Payroc documents its reports. */
export const REPORTING = 'Payroc: reporting'

/** A report: its list, and how one of its records is read. */
export interface Report {
  /** In words: `batches`. */
  readonly what: string
  readonly list: PayrocOperation
  readonly id: string
  readonly read?: PayrocOperation
}

export const BATCHES: Report = { what: 'batches', list: 'getbatches', id: 'batchId', read: 'getbatch' }
export const TRANSACTIONS: Report = {
  what: 'transactions',
  list: 'getTransactions',
  id: 'transactionId',
  read: 'gettransaction',
}
export const AUTHORIZATIONS: Report = {
  what: 'authorizations',
  list: 'getAuthorizations',
  id: 'authorizationId',
  read: 'getAuthorization',
}
export const DISPUTES: Report = {
  what: 'disputes',
  list: 'getdisputes',
  id: 'disputeId',
  read: 'getdisputesStatuses',
}
export const DEPOSITS: Report = {
  what: 'ACH deposits',
  list: 'getAchDeposits',
  id: 'achDepositId',
  read: 'getAchDeposit',
}
export const FEES: Report = { what: 'fees', list: 'getAchDepositFees', id: 'achDepositId' }

/** The day of the contract's own examples. */
const EXAMPLE_DAY = '2024-07-02'

/** Days before today on which a target with data of its own may have some. */
const DAYS_BACK = 7
const DAY = 86_400_000

/** The records of a day that has some. */
export interface Reported {
  readonly date: string
  readonly page: Answer
  readonly items: readonly [JsonObject, ...JsonObject[]]
}

/** Asks for a report of a day that has some: that of the examples, or one of the last week; else the story is left. */
export async function reported(tools: PayrocTools, { list, what }: Report): Promise<Reported> {
  for (const date of daysToTry(tools)) {
    const page = await permitted(tools, list, { query: { date }, expect: accepted(200) })
    const [first, ...others] = itemsOf([page])
    if (first !== undefined) {
      tools.evidence('date', date)
      return { date, page, items: [first, ...others] }
    }
    if (!tools.target.stateful) return { date, page, items: [{}] }
  }
  return tools.skip(`there are no ${what} of ${EXAMPLE_DAY} or of the last ${DAYS_BACK} days`)
}

function daysToTry({ now }: PayrocTools): readonly string[] {
  const today = now()
  const recent = Array.from({ length: DAYS_BACK }, (_, n) => new Date(today - (n + 1) * DAY).toISOString().slice(0, 10))
  return [EXAMPLE_DAY, ...recent]
}

/** Reads a record that a list shows: it is there, and it is that one. */
export async function readListed(
  tools: PayrocTools,
  { read, id }: Report,
  { page, items: [item] }: Reported,
): Promise<Answer | undefined> {
  const value = item[id]
  // Payroc documents that a transaction may have no id.
  if (read === undefined || (tools.target.stateful && typeof value !== 'number')) return undefined
  const wanted = typeof value === 'number' ? value : 1
  tools.evidence(id, wanted)
  const answer = await permitted(tools, read, {
    path: { [id]: wanted },
    expect: { ...accepted(200), promise: linksResolve, rule: REPORTING },
  })
  if (answer.at(`/${id}`) === undefined) return answer
  await tools.promise(linksResolve, {
    source: page.recorded,
    followed: answer.recorded,
    relation: id,
    place: `/data/0/${id}`,
    identity: { value: String(wanted), at: `/${id}` },
  })
  return answer
}

/** Asks for a list with a filter that an item of it meets: only what meets it comes, the item among it. */
export async function holdsFilter(
  tools: PayrocTools,
  { list, id }: Report,
  query: Readonly<Record<string, Json>>,
  filter: { readonly parameter: string; readonly member: string; readonly item: JsonObject },
): Promise<Answer | undefined> {
  const { parameter, member, item } = filter
  const value = valueAt(item, member) as Json | undefined
  if (value === undefined || value === null) return undefined
  const page = await permitted(tools, list, {
    query: { ...query, [parameter]: value, limit: 100 },
    expect: accepted(200),
  })
  await tools.promise(listContainsCreated, {
    created: page.recorded,
    id: String(item[id]),
    pages: [page.recorded],
    isWhole: false,
    shape: { items: '/data', id: `/${id}` },
    filter: { parameter, member, value },
  })
  await tools.observe({
    answer: page,
    pointer: '/data',
    holds: itemsOf([page]).length > 0,
    expected: 'the records that a list without the filter shows',
    rule: REPORTING,
    promise: listContainsCreated,
  })
  return page
}

/** The link of an answer with this relation, whatever its case. */
export function linkOf(item: Json | undefined, relation: string): string | undefined {
  const links = valueAt(item, '/links') as Json | undefined
  if (!Array.isArray(links)) return undefined
  const rels = links.map((link) => [valueAt(link, '/rel'), valueAt(link, '/href')] as const)
  const found = rels.find(([rel]) => typeof rel === 'string' && rel.toLowerCase() === relation.toLowerCase())
  return typeof found?.[1] === 'string' ? found[1] : undefined
}

/** What a link asks for, parameter by parameter; `undefined` where it is none of the path. */
export function queryOf(
  link: string | undefined,
  base: string,
  pathEnd: string,
): Readonly<Record<string, string>> | undefined {
  const url = link === undefined ? null : URL.parse(link, base)
  return url?.pathname.endsWith(pathEnd) === true ? Object.fromEntries(url.searchParams) : undefined
}
