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
  const items = itemsOf(page, shape.items)
  if (items === undefined) return undefined
  const ids = items.map((item, index) =>
    isMasked(page.exchange, 'response-body', `${shape.items}/${index}${shape.id}`)
      ? undefined
      : idText(valueAt(item, shape.id) as Json | undefined),
  )
  return ids.every((id) => id !== undefined) ? ids : undefined
}
