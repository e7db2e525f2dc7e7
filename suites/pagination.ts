import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { pagesAreDisjointAndComplete } from '../checks/sequences/pages-are-disjoint-and-complete.ts'
import { pageRespectsLimit } from '../checks/sequences/page-respects-limit.ts'
import type { Json } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { Scenario } from '../run/scenario/scenario.ts'
import { permitted } from './creation.ts'
import { remove } from './keyed-operation.ts'
import { itemsOf, soon, walk } from './pages.ts'
import { KEYED_CARD, pay, paymentBody, voidLater } from './payment.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'
import { linkOf, queryOf, reported, TRANSACTIONS } from './report.ts'

const RULE = 'Payroc: pagination'

/** A list, asked so that it holds what the scenario knows of. */
interface PagedList {
  readonly operationId: PayrocOperation
  readonly path?: Readonly<Record<string, Json>>
  readonly query: Readonly<Record<string, Json>>
  /** Pointer to the id within an item. */
  readonly id: string
  readonly limit: number
}

/** Lists that are read page by page, forwards and backwards, by their own links. */
export const paginationScenarios: readonly Scenario[] = [
  story({ id: 'pagination/payments', title: 'Payments are read page by page' }, async (tools) => {
    const operator = tools.reference()
    // The last page is full, so that hasMore does not follow from its length, and a page without the filter shows another.
    const made = await tools.step('Make four payments, and one of somebody else', async () => {
      const first = await times(2, () => payAs(tools, operator))
      await payAs(tools, tools.reference())
      return [...first, ...(await times(2, () => payAs(tools, operator)))]
    })
    const list: PagedList = { operationId: 'listPayments', query: { operator }, id: '/paymentId', limit: 2 }
    const pages = await readOwn(tools, list, made, { parameter: 'operator', member: '/operator', value: operator })
    await tools.stateful('Ask for what is before and after an item at once', () => bothCursors(tools, list, pages))
  }),
  story({ id: 'pagination/secure-tokens', title: 'Secure tokens are read page by page' }, async (tools) => {
    const email = `${tools.reference()}@example.com`
    const made = await tools.step('Make three tokens', () => times(3, () => tokenOf(tools, email)))
    const path = { processingTerminalId: tools.terminal }
    const list: PagedList = {
      operationId: 'listSecureTokens',
      path,
      query: { email },
      id: '/secureTokenId',
      limit: 2,
    }
    await readOwn(tools, list, made, { parameter: 'email', member: '/customer/contactMethods/0/value', value: email })
  }),
  story({ id: 'pagination/transactions', title: 'The transactions of a day are read page by page' }, async (tools) => {
    const { date } = await tools.step('Find a day that has some', () => reported(tools, TRANSACTIONS))
    const list: PagedList = { operationId: 'getTransactions', query: { date }, id: '/transactionId', limit: 3 }
    const pages = await tools.step('Read three at a time', () => follow(tools, list))
    await tools.stateful('No page repeats another, or is too long', () => areSound(tools, list, pages, []))
    await tools.stateful('Go back a page', () => goBack(tools, list, pages))
  }),
]

function story(
  options: { readonly id: string; readonly title: string },
  body: (tools: PayrocTools) => Promise<void>,
): Scenario {
  return scenario({ requirements: [RULE], tier: 'recommended', ...options, suite: 'pagination' }, body)
}

async function times(count: number, make: () => Promise<Answer>): Promise<readonly Answer[]> {
  const made: Answer[] = []
  while (made.length < count) made.push(await make())
  return made
}

async function payAs(tools: PayrocTools, operator: string): Promise<Answer> {
  const paid = await pay(tools, paymentBody(tools, 4999, { operator }))
  voidLater(tools, paid)
  return paid
}

async function tokenOf(tools: PayrocTools, email: string): Promise<Answer> {
  const customer = { firstName: 'Sarah', lastName: 'Hopper', contactMethods: [{ type: 'email', value: email }] }
  const made = await permitted(tools, 'createSecureToken', {
    path: { processingTerminalId: tools.terminal },
    body: { secureTokenId: tools.reference(), customer, source: KEYED_CARD },
    expect: accepted(201),
  })
  const path = { processingTerminalId: tools.terminal, secureTokenId: made.text('/secureTokenId') }
  tools.cleanUp('Delete the token', () => remove(tools, 'deleteSecureToken', path))
  return made
}

/** The pages as they were read, and whether the list led no further. */
interface Pages {
  readonly pages: readonly Answer[]
  readonly ended: 'end' | 'cut'
}

/** Reads a list that holds exactly what was made. */
async function readOwn(
  tools: PayrocTools,
  list: PagedList,
  made: readonly Answer[],
  filter: { readonly parameter: string; readonly member: string; readonly value: string },
): Promise<Pages> {
  const present = made.map((answer) => answer.text(list.id))
  await tools.stateful('Wait until all are listed', () =>
    soon(
      tools,
      () => walk(tools, list),
      ({ pages }) => itemsOf(pages).length >= present.length,
    ),
  )
  const pages = await tools.step('List them, two at a time', () => follow(tools, list))
  await tools.stateful('All come, each once, and nothing else', async () => {
    await areSound(tools, list, pages, present)
    const [created] = made
    const last = pages.pages.at(-1)
    if (created === undefined || last === undefined) return
    await tools.promise(listContainsCreated, {
      created: created.recorded,
      id: created.text(list.id),
      pages: pages.pages.map(({ recorded }) => recorded),
      isWhole: false,
      shape: { items: '/data', id: list.id },
      filter,
    })
    const before = pages.pages.at(-2)
    if (before !== undefined && itemsOf([last]).length === 0) {
      await tools.observe({
        answer: before,
        pointer: '/hasMore',
        holds: before.at('/hasMore') !== true,
        expected: 'false where only an empty page follows',
        rule: RULE,
        promise: pagesAreDisjointAndComplete,
      })
    }
    await tools.observe({
      answer: last,
      pointer: '/hasMore',
      holds: last.at('/hasMore') !== true || (pages.ended === 'cut' && itemsOf(pages.pages).length < present.length),
      expected: 'false on the last page',
      rule: RULE,
      promise: pagesAreDisjointAndComplete,
    })
  })
  await tools.stateful('Go back a page', () => goBack(tools, list, pages))
  return pages
}

/** Goes from page to page by the links alone: they repeat the filter and the limit. */
async function follow(tools: PayrocTools, list: PagedList): Promise<Pages> {
  const { operationId, path = {}, query, limit } = list
  const ask = (asked: Readonly<Record<string, Json>>): Promise<Answer> =>
    permitted(tools, operationId, { path, query: asked, expect: accepted(200) })
  const pages = [await ask({ ...query, limit })]
  for (let page = pages[0]; page !== undefined && tools.target.stateful && pages.length < MOST_PAGES;) {
    const next = linkQuery(page, 'next')
    if (next === undefined) return { pages, ended: page.at('/hasMore') === true ? 'cut' : 'end' }
    page = await ask(next)
    pages.push(page)
  }
  return { pages, ended: 'cut' }
}

const MOST_PAGES = 5

function linkQuery(page: Answer, relation: 'next' | 'previous'): Readonly<Record<string, string>> | undefined {
  const { url } = page.recorded.exchange.request
  return queryOf(linkOf(page.body, relation), url, URL.parse(url)?.pathname ?? '')
}

async function areSound(
  tools: PayrocTools,
  { id, limit }: PagedList,
  { pages, ended }: Pages,
  present: readonly string[],
): Promise<void> {
  for (const page of pages) {
    await tools.promise(pageRespectsLimit, { page: page.recorded, parameter: 'limit', limit, items: '/data' })
    const count = itemsOf([page]).length
    await tools.observe({
      answer: page,
      pointer: '/count',
      holds: page.at('/count') === undefined || page.at('/count') === count,
      expected: `${count}, the number of items on the page`,
      rule: RULE,
      severity: 'warning',
    })
  }
  await tools.promise(pagesAreDisjointAndComplete, {
    pages: pages.map(({ recorded }) => recorded),
    shape: { items: '/data', id },
    ended,
    present,
  })
}

/** The link to the page before leads back to what was there. */
async function goBack(tools: PayrocTools, { operationId, path = {}, id }: PagedList, { pages }: Pages): Promise<void> {
  const [first, second] = pages
  const previous = second === undefined ? undefined : linkQuery(second, 'previous')
  if (first === undefined || previous === undefined) return tools.saw('The second page has no link to the one before.')
  const back = await permitted(tools, operationId, { path, query: previous, expect: accepted(200) })
  const [there, here] = [idsOf(first, id), idsOf(back, id)]
  await tools.observe({
    answer: back,
    pointer: '/data',
    holds: there.length === here.length && there.every((one) => here.includes(one)),
    expected: `the items of the page before: ${there.join(', ')}`,
    rule: RULE,
    promise: pagesAreDisjointAndComplete,
  })
}

function idsOf(page: Answer, id: string): readonly string[] {
  return itemsOf([page]).map((item) => String(valueAt(item, id)))
}

/** Payroc documents that both cursors cannot be sent together, and not what happens then. */
async function bothCursors(
  tools: PayrocTools,
  { operationId, path = {}, query }: PagedList,
  { pages }: Pages,
): Promise<void> {
  const [first] = pages
  const after = first === undefined ? undefined : linkQuery(first, 'next')?.after
  if (after === undefined) return
  const answer = await permitted(tools, operationId, {
    path,
    query: { ...query, after, before: after },
    expect: whatever(400),
  })
  tools.saw(`The cursors before and after together are answered ${answer.status}.`)
}
