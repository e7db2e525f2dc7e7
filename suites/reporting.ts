import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import { linksResolve } from '../checks/sequences/links-resolve.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, refused } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { permitted } from './creation.ts'
import { itemsOf } from './pages.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'
import {
  AUTHORIZATIONS,
  BATCHES,
  DEPOSITS,
  DISPUTES,
  FEES,
  holdsFilter,
  linkOf,
  queryOf,
  readListed,
  type Report,
  type Reported,
  reported,
  REPORTING,
  TRANSACTIONS,
} from './report.ts'

/** What was settled: batches, what is in them, disputes, deposits. Nothing is made, so nothing is cleaned up. */
export const reportingScenarios: readonly Scenario[] = [
  story({ id: 'RPT-01', title: 'The batches of a day are listed', tier: 'required' }, async (tools) => {
    const found = await listed(tools, BATCHES)
    await tools.stateful('All are of that day, and of the merchant that is asked for', async () => {
      await holdsFilter(tools, BATCHES, {}, { parameter: 'date', member: '/date', item: found.items[0] })
      await ofMerchant(tools, BATCHES, found)
    })
  }),
  story({ id: 'RPT-02', title: 'A batch is read, and leads to what is in it', tier: 'required' }, async (tools) => {
    const found = await listed(tools, BATCHES)
    const batch = await tools.step('Read one of them', () => readListed(tools, BATCHES, found))
    await tools.stateful('Its links lead to its transactions and authorizations', async () => {
      if (batch === undefined) return
      await leadsTo(tools, batch, TRANSACTIONS, { path: '/transactions', parameter: 'batchId' })
      await leadsTo(tools, batch, AUTHORIZATIONS, { path: '/authorizations', parameter: 'batchId' })
    })
  }),
  story({ id: 'RPT-03', title: 'Transactions are listed, by day, batch and type', tier: 'required' }, async (tools) => {
    const found = await listed(tools, TRANSACTIONS)
    const { date, items } = found
    await tools.stateful('Each filter leaves only what matches', async () => {
      const [item] = items
      await holdsFilter(tools, TRANSACTIONS, {}, { parameter: 'batchId', member: '/batch/batchId', item })
      await ofMerchant(tools, TRANSACTIONS, found)
      await ofType(tools, date)
    })
  }),
  story({ id: 'RPT-04', title: 'A transaction is read', tier: 'recommended' }, async (tools) => {
    const found = await listed(tools, TRANSACTIONS)
    await tools.step('Read one of them', () => readListed(tools, TRANSACTIONS, found))
  }),
  story({ id: 'RPT-05', title: 'Authorizations are listed, by day and batch', tier: 'recommended' }, async (tools) => {
    const found = await listed(tools, AUTHORIZATIONS)
    await tools.stateful('Each filter leaves only what matches', async () => {
      const [item] = found.items
      await holdsFilter(tools, AUTHORIZATIONS, {}, { parameter: 'batchId', member: '/batch/batchId', item })
      await ofMerchant(tools, AUTHORIZATIONS, found)
    })
  }),
  story({ id: 'RPT-06', title: 'An authorization is read', tier: 'recommended' }, async (tools) => {
    const found = await listed(tools, AUTHORIZATIONS)
    await tools.step('Read one of them', () => readListed(tools, AUTHORIZATIONS, found))
  }),
  story({ id: 'RPT-07', title: 'The disputes of a day are listed', tier: 'recommended' }, async (tools) => {
    const found = await listed(tools, DISPUTES)
    await tools.stateful('All are of the merchant that is asked for', () => ofMerchant(tools, DISPUTES, found))
  }),
  story({ id: 'RPT-08', title: 'The statuses of a dispute are read', tier: 'recommended' }, async (tools) => {
    const found = await listed(tools, DISPUTES)
    const statuses = await tools.step('Read what became of one of them', () => readListed(tools, DISPUTES, found))
    await tools.stateful('Its status of today is one of them', () => endsWithCurrent(tools, found, statuses))
  }),
  story({ id: 'RPT-09', title: 'ACH deposits are listed and read', tier: 'required' }, async (tools) => {
    const found = await listed(tools, DEPOSITS)
    await tools.stateful('All are of the merchant that is asked for', () => ofMerchant(tools, DEPOSITS, found))
    const deposit = await tools.step('Read one of them', () => readListed(tools, DEPOSITS, found))
    await tools.stateful('Its link leads to its fees', async () => {
      if (deposit === undefined) return
      await leadsTo(tools, deposit, FEES, { path: '/ach-deposit-fees', parameter: 'achDepositId' })
    })
  }),
  story(
    { id: 'RPT-10', title: 'The fees of a day are listed, and those of one deposit', tier: 'recommended' },
    async (tools) => {
      const found = await listed(tools, FEES)
      await tools.stateful('Each filter leaves only what matches', async () => {
        const [item] = found.items
        await holdsFilter(tools, FEES, {}, { parameter: 'achDepositId', member: '/achDeposit/achDepositId', item })
        await ofMerchant(tools, FEES, found)
      })
      await withoutDate(tools, 'getAchDepositFees')
    },
  ),
  story({ id: 'RPT-11', title: 'A report without its date is refused', tier: 'recommended' }, async (tools) => {
    for (const { list } of [BATCHES, DISPUTES, DEPOSITS]) await withoutDate(tools, list)
  }),
  story(
    { id: 'reporting/date-or-batch', title: 'A report asks for a day or a batch', tier: 'recommended' },
    async (tools) => {
      for (const { list } of [TRANSACTIONS, AUTHORIZATIONS]) await withoutDate(tools, list)
    },
  ),
]

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<void>): Scenario {
  return scenario({ requirements: [REPORTING], ...options, suite: 'reporting' }, body)
}

function listed(tools: PayrocTools, report: Report): Promise<Reported> {
  return tools.step(`List the ${report.what} of a day`, () => reported(tools, report))
}

async function ofMerchant(tools: PayrocTools, report: Report, { date, items: [item] }: Reported): Promise<void> {
  await holdsFilter(tools, report, { date }, { parameter: 'merchantId', member: '/merchant/merchantId', item })
}

/** The filter has its words in upper case, the answer in lower case. */
async function ofType(tools: PayrocTools, date: string): Promise<void> {
  for (const transactionType of ['Capture', 'Return']) {
    const page = await permitted(tools, 'getTransactions', {
      query: { date, transactionType, limit: 100 },
      expect: accepted(200),
    })
    const wrong = itemsOf([page]).findIndex(({ type }) => String(type).toLowerCase() !== transactionType.toLowerCase())
    await tools.observe({
      answer: page,
      pointer: `/data/${Math.max(wrong, 0)}/type`,
      holds: wrong === -1,
      expected: transactionType.toLowerCase(),
      rule: REPORTING,
      promise: listContainsCreated,
    })
  }
}

/** Follows the link of a record to a list about it; a link of the contract's examples may lead to another list. */
async function leadsTo(
  tools: PayrocTools,
  source: Answer,
  report: Report,
  { path, parameter }: { readonly path: string; readonly parameter: string },
): Promise<void> {
  const relation = path === '/ach-deposit-fees' ? 'achDepositFees' : path.slice(1)
  const link = linkOf(source.body, relation)
  const query = queryOf(link, source.recorded.exchange.request.url, path)
  if (query === undefined) {
    return tools.saw(`${source.recorded.operation.operationId} has no link ${relation} to ${path}.`)
  }
  const id = source.text(`/${parameter}`)
  const isRight = await tools.observe({
    answer: source,
    pointer: '/links',
    holds: query[parameter] === id,
    expected: `a link ${relation} that asks for the ${parameter} ${id}`,
    rule: REPORTING,
    promise: linksResolve,
  })
  if (!isRight) return
  const followed = await permitted(tools, report.list, {
    query,
    expect: { ...accepted(200), promise: linksResolve, rule: REPORTING },
  })
  const place = parameter === 'batchId' ? '/batch/batchId' : '/achDeposit/achDepositId'
  const strange = itemsOf([followed]).findIndex((item) => isOfAnother(item, place, id))
  await tools.observe({
    answer: followed,
    pointer: `/data/${Math.max(strange, 0)}${place}`,
    holds: strange === -1,
    expected: `${id}, whose link led here`,
    rule: REPORTING,
    promise: listContainsCreated,
  })
}

/** Payroc documents that the batch of a transaction may be null. */
function isOfAnother(item: JsonObject, place: string, id: string): boolean {
  const found = valueAt(item, place)
  return found !== undefined && found !== null && String(found) !== id
}

async function endsWithCurrent(tools: PayrocTools, { items }: Reported, statuses: Answer | undefined): Promise<void> {
  const current = valueAt(items[0], '/currentStatus/disputeStatusId')
  const all = statuses?.body
  if (statuses === undefined || !Array.isArray(all) || typeof current !== 'number') return
  await tools.observe({
    answer: statuses,
    pointer: '/0/disputeStatusId',
    holds: all.some((status) => isJsonObject(status) && status.disputeStatusId === current),
    expected: `the status ${current}, which the list shows as the current one`,
    rule: REPORTING,
    severity: 'warning',
  })
}

/** The dates of reports are documented as needed: in the schema, or in words where a batch will do instead. */
async function withoutDate(tools: PayrocTools, list: PayrocOperation): Promise<void> {
  await tools.step(`Ask ${list} for no date`, async () => {
    const answer = await permitted(tools, list, {
      expect: refused([400], invalidRequestIsRejected, { rule: REPORTING }),
    })
    if (answer.status !== 400) return
    await tools.observe({
      answer,
      pointer: '/errors',
      holds: /date/i.test(JSON.stringify(answer.body ?? '')),
      expected: 'date to be named',
      rule: REPORTING,
    })
  })
}
