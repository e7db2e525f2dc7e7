import type { Json } from '../../core/json.ts'
import { isMasked, idText, jsonOf } from './step.ts'
import type { SequenceStep } from './sequence-check.ts'
import { valueAt } from '../../core/json-pointer.ts'

/** Where a page of a list has its items, and where an item has its id. */
export interface ListShape {
  /** Pointer to the array in the body: `/data`, or `` for a body that is the array. */
  readonly items: string
  /** Pointer within an item: `/id`. */
  readonly id: string
}

/** The items of a page, or `undefined` where the body holds no such array. */
export function itemsOf(page: SequenceStep, items: string): readonly Json[] | undefined {
  const found = valueAt(jsonOf(page), items)
  // What was parsed as JSON holds JSON.
  return Array.isArray(found) ? (found as readonly Json[]) : undefined
}

/** The ids on a page, in its order; `undefined` where not every item has one that can be read. */
export function idsOf(page: SequenceStep, shape: ListShape): readonly string[] | undefined {
  const ids = readableIdsOf(page, shape)
  return ids?.every((id) => id !== undefined) === true ? ids : undefined
}

/**
 * The same, with `undefined` in place of those that the record hides, as an id that looks like a card number; `undefined`
 * as a whole where an item has none.
 */
export function readableIdsOf(page: SequenceStep, shape: ListShape): readonly (string | undefined)[] | undefined {
  const ids = itemsOf(page, shape.items)?.map((item, index) => {
    const isHidden = isMasked(page.exchange, 'response-body', `${shape.items}/${index}${shape.id}`)
    return isHidden ? HIDDEN : idText(valueAt(item, shape.id) as Json | undefined)
  })
  return ids?.every((id) => id !== undefined) === true ? ids.map((id) => (id === HIDDEN ? undefined : id)) : undefined
}

const HIDDEN = Symbol('hidden')
