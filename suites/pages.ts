import { listContainsCreated, type ListFilter } from '../checks/sequences/list-contains-created.ts'
import { pagesAreDisjointAndComplete } from '../checks/sequences/pages-are-disjoint-and-complete.ts'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted } from '../run/scenario/expectation.ts'
import { permitted } from './creation.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

const RULE = 'Payroc: pagination'

/** A list, and what it is asked with beside cursors and limit. */
export interface ListRequest {
  readonly operationId: PayrocOperation
  readonly path?: Readonly<Record<string, Json>>
  readonly query?: Readonly<Record<string, Json>>
}

/** The pages of a list in their order. */
export interface Walked {
  readonly pages: readonly Answer[]
  /** Whether the last page is the end of the list; `false` where the walk was given up. */
  readonly isWhole: boolean
}

/** Follows a list from page to page by its own links, as far as a client would. */
export async function walk(
  tools: PayrocTools,
  { operationId, path = {}, query = {} }: ListRequest,
  { limit = LARGEST_LIMIT, most = MOST_PAGES }: { readonly limit?: number; readonly most?: number } = {},
): Promise<Walked> {
  const pages: Answer[] = []
  let cursor: Readonly<Record<string, Json>> = {}
  while (pages.length < most) {
    const page = await permitted(tools, operationId, {
      path,
      query: { ...query, limit, ...cursor },
      expect: accepted(200),
    })
    pages.push(page)
    const next = tools.target.stateful ? nextOf(page) : undefined
    if (next === undefined) return { pages, isWhole: page.at('/hasMore') !== true }
    cursor = next
  }
  return { pages, isWhole: false }
}

/** The items of pages, in their order. */
export function itemsOf(pages: readonly Answer[], at = '/data'): readonly JsonObject[] {
  return pages.flatMap((page) => {
    const items = page.at(at)
    return Array.isArray(items) ? items.filter(isJsonObject) : []
  })
}

export interface CreatedItem {
  readonly created: Answer
  readonly id: string
  /** Pointer to the id within an item. */
  readonly idAt: string
  readonly filter?: ListFilter
}

/** Looks for what was created on the pages of its list; a list that is a moment late is given that moment. */
export async function isListed(
  tools: PayrocTools,
  list: ListRequest,
  { created, id, idAt, filter }: CreatedItem,
): Promise<boolean> {
  const walked = await soon(
    tools,
    () => walk(tools, list),
    ({ pages, isWhole }) => !isWhole || itemsOf(pages).some((item) => String(valueAt(item, idAt)) === id),
  )
  return tools.promise(listContainsCreated, {
    created: created.recorded,
    id,
    pages: walked.pages.map(({ recorded }) => recorded),
    isWhole: walked.isWhole,
    shape: { items: '/data', id: idAt },
    ...(filter !== undefined && { filter }),
  })
}

/** Asks again, a few times, until what was done a moment ago shows; what shows too late is for the caller to judge. */
export async function soon<T>(tools: PayrocTools, ask: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  let found = await ask()
  for (const pause of PATIENCE) {
    if (isThere(found)) break
    await tools.sleep(pause)
    found = await ask()
  }
  return found
}

/** Whether the first page of a list says that there is more where its link leads to more. */
export async function saysThatMoreFollows(tools: PayrocTools, list: ListRequest): Promise<boolean> {
  const { pages } = await walk(tools, list, { limit: 1, most: 2 })
  const [first, ...rest] = pages
  if (first === undefined) return true
  return tools.observe({
    answer: first,
    pointer: '/hasMore',
    holds: first.at('/hasMore') !== false || itemsOf(rest).length === 0,
    expected: 'true, as its link leads to more',
    rule: RULE,
    promise: pagesAreDisjointAndComplete,
  })
}

const LARGEST_LIMIT = 100
const MOST_PAGES = 10

/** Milliseconds before something is asked for again. */
const PATIENCE = [150, 700]

/** The cursor in the link to the next page. */
function nextOf(page: Answer): Readonly<Record<string, Json>> | undefined {
  const next = itemsOf([page], '/links').find(({ rel }) => typeof rel === 'string' && rel.toLowerCase() === 'next')
  const url = typeof next?.href === 'string' ? URL.parse(next.href, page.recorded.exchange.request.url) : null
  const after = url?.searchParams.get('after')
  return after === null || after === undefined ? undefined : { after }
}
