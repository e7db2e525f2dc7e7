import { type Json, isJsonObject } from '../../core/json.ts'
import { show } from '../expectation.ts'
import { itemsOf } from './listed-items.ts'
import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, isAccepted } from './step.ts'

export interface SortedList {
  readonly page: SequenceStep
  /** Pointer to the array in the body. */
  readonly items: string
  /** Name of the query parameter, and the listed value that was sent. */
  readonly parameter: string
  readonly value: string
  /** Member of an item that the value names, and its direction. */
  readonly member: string
  readonly isDescending: boolean
}

/** A list comes in the order that was asked for, as far as any collation agrees on it. */
export const listIsSorted: SequenceCheck<SortedList> = {
  code: 'list-is-sorted',
  severity: 'error',
  faults: [],
  requirements: ['OAS 3.1 §4.8.12'],
  describe: 'A list that is asked for in an order comes in that order.',
  lookAt: 'Whether the order reaches the query, with its direction, and whether it holds before the page is cut.',
  judge({ page, items, parameter, value, member, isDescending }) {
    if (!isAccepted(page)) return []
    const values = (itemsOf(page, items) ?? []).map((item) => (isJsonObject(item) ? item[member] : undefined))
    for (const [index, own] of values.entries()) {
      const before = values[index - 1]
      const order = before === undefined || own === undefined ? 0 : orderOf(before, own)
      if (isDescending ? order >= 0 : order <= 0) continue
      const pointer = page.operation.parameters.find(({ name }) => name === parameter)?.pointer
      return [
        {
          key: `sort ${parameter}`,
          title: 'A list is not in the order that was asked for',
          message: `${asked(page)} asks for ${parameter} ${show(value)}, but ${show(own)} follows ${show(before)} at /${member}.`,
          expected: `items in ${isDescending ? 'descending' : 'ascending'} order of /${member}`,
          actual: `${show(before)} before ${show(own)}`,
          document: pointer ?? page.operation.pointer,
          payload: `${items}/${index}/${member}`,
          at: page,
        },
      ]
    }
    return []
  },
}

const PLAIN = /^[a-z]+(?: [a-z]+)*$/
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z)?$/

/** Below zero where one comes before the other in every collation, above zero where it comes after; else zero. */
function orderOf(one: Json, other: Json): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  if (typeof one !== 'string' || typeof other !== 'string') return 0
  const areMoments = MOMENT.test(one) && MOMENT.test(other) && one.length === other.length
  if (!areMoments && !(PLAIN.test(one) && PLAIN.test(other))) return 0
  const order = compare(one, other)
  // Some collations leave spaces out.
  return order === compare(one.replaceAll(' ', ''), other.replaceAll(' ', '')) ? order : 0
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
