import type { Json } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { show } from '../expectation.ts'
import { idsOf, itemsOf, type ListShape } from './listed-items.ts'
import { canBeSame } from './same-value.ts'
import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import { asked, documentOf, isAccepted, isDone } from './step.ts'

export interface CreatedAndListed {
  readonly created: SequenceStep
  /** Id of what was created, as text. */
  readonly id: string
  /** The list from its first page to its last, in order. */
  readonly pages: readonly SequenceStep[]
  /** Whether the last page is the end of the list; `false` where paging was given up. */
  readonly isWhole: boolean
  readonly shape: ListShape
  /** The filter that the list was asked with; what was created matches it. */
  readonly filter?: ListFilter
}

/** A query parameter that leaves only the items whose member has the value. */
export interface ListFilter {
  readonly parameter: string
  /** Pointer within an item. */
  readonly member: string
  readonly value: Json
}

/**
 * A list of a collection shows what was created in it, and a list that was asked with a filter nothing else than what
 * matches the filter.
 */
export const listContainsCreated: SequenceCheck<CreatedAndListed> = {
  code: 'list-contains-created',
  severity: 'error',
  faults: [],
  requirements: ['RFC 9110 §9.3.3', 'OAS 3.1 §4.8.12'],
  describe: 'A list holds what was created in it, and with a filter only what matches.',
  lookAt:
    'The query behind the list: a filter that is not applied, a condition too many, or an index that lags behind.',
  judge(evidence) {
    if (evidence.pages.length === 0 || !evidence.pages.every(isAccepted)) return []
    return [...strangers(evidence), ...missing(evidence)]
  },
}

/** Items that a filter should have left out: one finding, whatever their number. */
function strangers({ pages, shape, filter }: CreatedAndListed): readonly SequenceDraft[] {
  if (filter === undefined) return []
  for (const page of pages) {
    for (const [index, item] of (itemsOf(page, shape.items) ?? []).entries()) {
      const value = valueAt(item, filter.member) as Json | undefined
      if (value === undefined || value === null || typeof value === 'object' || canBeSame(filter.value, value)) continue
      const pointer = page.operation.parameters.find(({ name }) => name === filter.parameter)?.pointer
      return [
        {
          key: `filter ${filter.parameter}`,
          title: `The filter ${filter.parameter} is ignored`,
          message: `${asked(page)} asks for ${show(filter.value)}, but an item with ${show(value)} at ${filter.member} is listed.`,
          expected: `only items with ${show(filter.value)} at ${filter.member}`,
          actual: `an item with ${show(value)}`,
          document: pointer ?? page.operation.pointer,
          payload: `${shape.items}/${index}${filter.member}`,
          at: page,
        },
      ]
    }
  }
  return []
}

function missing({ created, id, pages, isWhole, shape, filter }: CreatedAndListed): readonly SequenceDraft[] {
  const last = pages.at(-1)
  if (!isDone(created) || !isWhole || last === undefined) return []
  const ids = pages.map((page) => idsOf(page, shape))
  // An id that cannot be read might be the one.
  if (ids.some((page) => page === undefined || page.includes(id))) return []
  const count = ids.reduce((sum, page) => sum + (page?.length ?? 0), 0)
  const matching = filter === undefined ? '' : `, which matches the filter ${filter.parameter},`
  return [
    {
      key: filter === undefined ? 'not listed' : `not listed by ${filter.parameter}`,
      title: 'A list does not contain what was created',
      message: `${asked(created)} created ${show(id)}, but${matching === '' ? '' : ` it${matching}`} ${asked(pages[0] ?? last)} lists ${count} ${count === 1 ? 'item' : 'items'} on ${pages.length} ${pages.length === 1 ? 'page' : 'pages'} without it.`,
      expected: `${show(id)} among the items`,
      actual: `${count} other ${count === 1 ? 'item' : 'items'}`,
      document: documentOf(last),
      payload: shape.items,
      at: last,
    },
  ]
}
