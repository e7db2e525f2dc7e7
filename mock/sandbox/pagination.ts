import type { Json, JsonObject } from '../../core/json.ts'
import type { Call } from './call.ts'
import { cursorLoops, limitIgnored, pageGap, pagesOverlap } from './faults/page.ts'
import type { Link } from './link.ts'
import { isDocumented, refuseValue } from './problem.ts'

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
  const limit = limitOf(call)
  const { start, end } = windowOf(call, call.faults.isOn(limitIgnored) ? LARGEST_LIMIT : limit, items.length, (id) =>
    items.findIndex((item) => String(idOf(item)) === id),
  )
  const page = items.slice(start, end)
  const [first, last] = [page[0], page.at(-1)]
  const hasMore = end < items.length

  const links: Link[] = []
  if (start > 0 && first !== undefined) {
    links.push(cursorLink(call, 'previous', 'before', { index: start, id: String(idOf(first)) }))
  }
  if (hasMore && last !== undefined) {
    const cursor = call.faults.isOn(cursorLoops)
      ? { index: limit - 1, id: String(idOf(items[limit - 1] as T)) }
      : { index: end - 1, id: String(idOf(last)) }
    links.push(cursorLink(call, 'next', 'after', cursor))
  }
  return { limit, count: page.length, hasMore, links, data: page.map(show) }
}

/** The place of an item in its list. */
interface Cursor {
  readonly index: number
  readonly id: string
}

/** Which items a call asks for. Where the cursor's item is gone, the place where it was counts. */
function windowOf(
  call: Call,
  limit: number,
  size: number,
  indexOf: (id: string) => number,
): { readonly start: number; readonly end: number } {
  const after = cursorIn(call, 'after')
  const before = cursorIn(call, 'before')
  if (call.query.has('after') && call.query.has('before')) {
    complain(call, 'before', 'before and after cannot be sent together')
  }
  if (after === undefined && before !== undefined) {
    const found = indexOf(before.id)
    const end = Math.min(size, found === -1 ? before.index : found)
    return { start: Math.max(0, end - limit), end }
  }
  const found = after === undefined ? -1 : indexOf(after.id)
  const first = found === -1 ? (after?.index ?? 0) : found + 1
  const start = Math.min(size, after === undefined ? first : first + misplacement(call, limit))
  return { start, end: Math.min(size, start + limit) }
}

/** By how many items a page begins too late. */
function misplacement({ faults }: Call, limit: number): number {
  if (faults.isOn(pageGap)) return 1
  // A page of one item would never let anyone come further.
  return faults.isOn(pagesOverlap) && limit > 1 ? -1 : 0
}

function limitOf(call: Call): number {
  const text = call.query.get('limit')
  if (text === null) return DEFAULT_LIMIT
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_LIMIT) return limit
  complain(call, 'limit', `Expected an integer from 1 to ${LARGEST_LIMIT}`)
  return DEFAULT_LIMIT
}

function cursorLink(call: Call, rel: 'next' | 'previous', name: 'after' | 'before', cursor: Cursor): Link {
  const query = new URLSearchParams(call.query)
  query.delete('after')
  query.delete('before')
  query.set(name, Buffer.from(JSON.stringify([cursor.index, cursor.id])).toString('base64url'))
  return call.links.link(rel, `${call.target.split('?', 1)[0]}?${query.toString()}`)
}

/** Cursors are opaque to clients. */
function cursorIn(call: Call, name: 'after' | 'before'): Cursor | undefined {
  const text = call.query.get(name)
  if (text === null) return undefined
  const cursor = parsed(Buffer.from(text, 'base64url').toString())
  if (cursor === undefined) complain(call, name, 'The cursor does not belong to this list')
  return cursor
}

function parsed(text: string): Cursor | undefined {
  try {
    const [index, id] = JSON.parse(text) as readonly unknown[]
    return Number.isSafeInteger(index) && Number(index) >= 0 && typeof id === 'string'
      ? { index: Number(index), id }
      : undefined
  } catch {
    return undefined
  }
}

/** Refuses, unless the operation documents no 400: it makes the best of what it is asked. */
function complain(call: Call, parameter: string, message: string): void {
  if (isDocumented(call, 400)) refuseValue(parameter, message)
}
