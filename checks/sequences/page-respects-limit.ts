import { itemsOf } from './listed-items.ts'
import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, isAccepted } from './step.ts'

export interface LimitedPage {
  readonly page: SequenceStep
  /** Name of the query parameter that limits a page, and the number that was sent. */
  readonly parameter: string
  readonly limit: number
  /** Pointer to the array in the body. */
  readonly items: string
}

/** A documented limit of a page's size holds: a client sizes its memory and its screen by it. */
export const pageRespectsLimit: SequenceCheck<LimitedPage> = {
  code: 'page-respects-limit',
  severity: 'error',
  faults: [],
  requirements: ['OAS 3.1 §4.8.12'],
  describe: 'A page holds at most as many items as were asked for.',
  lookAt: 'Whether the limit reaches the query, or is only repeated in the answer.',
  judge({ page, parameter, limit, items }) {
    if (!isAccepted(page)) return []
    const count = itemsOf(page, items)?.length ?? 0
    if (count <= limit) return []
    const pointer = page.operation.parameters.find(({ name }) => name === parameter)?.pointer
    return [
      {
        key: `limit ${parameter}`,
        title: 'A page holds more than was asked for',
        message: `${asked(page)} asks for at most ${limit} ${limit === 1 ? 'item' : 'items'}, but ${count} came.`,
        expected: `at most ${limit}`,
        actual: String(count),
        document: pointer ?? page.operation.pointer,
        payload: items,
        at: page,
      },
    ]
  },
}
