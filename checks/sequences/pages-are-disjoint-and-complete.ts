import { show } from '../expectation.ts'
import { type ListShape, readableIdsOf } from './listed-items.ts'
import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import { clearFlag, saysMore } from './says-more.ts'
import { asked, documentOf, isAccepted, jsonOf } from './step.ts'

export interface WalkedPages {
  /** In the order in which the list itself led from one to the next. */
  readonly pages: readonly SequenceStep[]
  readonly shape: ListShape
  /**
   * Why the walk ended: `end` of the list, `loop` when the next page was one that had been seen, `cut` when it was
   * given up or an answer led no further.
   */
  readonly ended: 'end' | 'loop' | 'cut'
  /** Ids that were there before the walk began and still are: each has to come by. */
  readonly present: readonly string[]
}

/** A client that follows a list to its end has seen every item, and each once. */
export const pagesAreDisjointAndComplete: SequenceCheck<WalkedPages> = {
  code: 'pages-are-disjoint-and-complete',
  severity: 'error',
  faults: [],
  requirements: ['RFC 8288 §3.3', 'RFC 9110 §9.3.1'],
  describe: 'The pages of a list share no item, leave none out, say when more follow, and come to an end.',
  lookAt:
    'How the cursor is made and compared (`>` or `>=`), and whether the order of the list is the same for every page.',
  judge({ pages, shape, ended, present }) {
    const last = pages.at(-1)
    if (last === undefined || !pages.every(isAccepted)) return []
    if (ended === 'loop') return [loops(pages, last)]
    const ids = pages.map((page) => readableIdsOf(page, shape))
    const known = ids.filter((page) => page !== undefined)
    if (known.length < ids.length) return []
    const repeated = firstRepeated(pages, known, shape)
    if (repeated !== undefined) return [repeated]
    const denied = pages.findIndex((page, i) => deniesMore(page) && (known[i + 1] ?? []).length > 0)
    if (denied !== -1) return [saysNoMore(pages[denied] ?? last, pages[denied + 1] ?? last)]
    const seen = new Set(known.flat())
    const lost = present.filter((id) => !seen.has(id))
    // One that cannot be read might be any of them.
    const hidden = known.flat().filter((id) => id === undefined).length
    return ended === 'end' && lost.length > hidden ? [leavesOut(pages, last, lost, shape)] : []
  },
}

function deniesMore(page: SequenceStep): boolean {
  const body = jsonOf(page)
  return body !== undefined && saysMore(body, clearFlag) === false
}

function saysNoMore(page: SequenceStep, next: SequenceStep): SequenceDraft {
  return {
    key: 'more',
    title: 'A list says that there is no more although there is',
    message: `${asked(page)} says that there is no further page, but leads to ${asked(next)}, which holds items.`,
    expected: 'a list that says that there is more',
    actual: 'one that says that there is no more',
    document: documentOf(page),
    at: page,
  }
}

function loops(pages: readonly SequenceStep[], last: SequenceStep): SequenceDraft {
  return {
    key: 'loop',
    title: 'The pages of a list come to no end',
    message: `After ${pages.length} ${pages.length === 1 ? 'page' : 'pages'} ${asked(last)} leads back to a page that was seen before.`,
    expected: 'the next page, or the end of the list',
    actual: 'a page that was seen before',
    document: documentOf(last),
    at: last,
  }
}

function firstRepeated(
  pages: readonly SequenceStep[],
  ids: readonly (readonly (string | undefined)[])[],
  shape: ListShape,
): SequenceDraft | undefined {
  const seen = new Map<string, number>()
  for (const [index, page] of pages.entries()) {
    for (const [position, id] of (ids[index] ?? []).entries()) {
      if (id === undefined) continue
      const first = seen.get(id)
      if (first === undefined) {
        seen.set(id, index)
        continue
      }
      return {
        key: 'overlap',
        title: 'An item of a list comes twice',
        message: `${show(id)} is on page ${first + 1} and again on page ${index + 1} (${asked(page)}).`,
        expected: 'each item once',
        actual: `${show(id)} twice`,
        document: documentOf(page),
        payload: `${shape.items}/${position}`,
        at: page,
      }
    }
  }
  return undefined
}

function leavesOut(
  pages: readonly SequenceStep[],
  last: SequenceStep,
  lost: readonly string[],
  shape: ListShape,
): SequenceDraft {
  const [first = ''] = lost
  const others = lost.length === 1 ? '' : ` and ${lost.length - 1} more`
  return {
    key: 'gap',
    title: 'The pages of a list leave items out',
    message: `${show(first)}${others} exists, but is on none of the ${pages.length} pages that begin with ${asked(pages[0] ?? last)}.`,
    expected: 'every item on some page',
    actual: `${show(first)}${others} on none`,
    document: documentOf(last),
    payload: shape.items,
    at: last,
  }
}
