import type { Json, JsonObject } from '../../core/json.ts'
import type { Call } from './call.ts'
import type { Link } from './link.ts'
import { refuseValue } from './problem.ts'

/** Payroc documents a limit of 10 by default and 100 at most. */
const DEFAULT_LIMIT = 10
const LARGEST_LIMIT = 100

/** A page as the contract's lists answer it. */
export interface Page {
  readonly limit: number
  /** Items on this page, not in all. */
  readonly count: number
  readonly hasMore: boolean
  readonly links: readonly Link[]
  readonly data: readonly Json[]
}

/**
 * The page of a list that a call asks for with `before`, `after` and `limit`. Cursors name the item that they stand
 * beside, so that a page stays right while items come and go; filters are repeated in the links.
 *
 * @param items - all that the filters leave, in their order
 * @param idOf - what tells items apart
 * @param show - an item as the list shows it; only those of the page are asked for
 */
export function pageOf<T>(
  call: Call,
  items: readonly T[],
  idOf: (item: T) => string | number,
  show: (item: T) => Json,
): Page & JsonObject {
  const { query } = call
  const limit = limitOf(query)
  const after = query.get('after')
  const before = query.get('before')
  if (after !== null && before !== null) refuseValue('before', 'before and after cannot be sent together')

  const indexOf = (name: string, cursor: string): number => {
    const id = idOfCursor(cursor)
    const index = id === undefined ? -1 : items.findIndex((item) => String(idOf(item)) === id)
    return index === -1 ? refuseValue(name, 'The cursor does not belong to this list') : index
  }
  const end = before === null ? undefined : indexOf('before', before)
  const start = end === undefined ? (after === null ? 0 : indexOf('after', after) + 1) : Math.max(0, end - limit)
  const page = items.slice(start, end ?? start + limit)
  const [first, last] = [page[0], page.at(-1)]
  const hasNext = start + page.length < items.length
  const hasPrevious = start > 0

  const links: Link[] = []
  if (hasPrevious && first !== undefined) links.push(cursorLink(call, 'previous', 'before', idOf(first)))
  if (hasNext && last !== undefined) links.push(cursorLink(call, 'next', 'after', idOf(last)))
  return { limit, count: page.length, hasMore: hasNext, links, data: page.map(show) }
}

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit')
  if (text === null) return DEFAULT_LIMIT
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_LIMIT) {
    return refuseValue('limit', `Expected an integer from 1 to ${LARGEST_LIMIT}`)
  }
  return limit
}

function cursorLink(call: Call, rel: 'next' | 'previous', name: 'after' | 'before', id: string | number): Link {
  const query = new URLSearchParams(call.query)
  query.delete('after')
  query.delete('before')
  query.set(name, cursorOf(id))
  return call.links.link(rel, `${call.target.split('?', 1)[0]}?${query.toString()}`)
}

/** Cursors are opaque to clients; within, they hold the id of an item. */
function cursorOf(id: string | number): string {
  return Buffer.from(`id:${id}`).toString('base64url')
}

function idOfCursor(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString()
  return text.startsWith('id:') ? text.slice(3) : undefined
}
