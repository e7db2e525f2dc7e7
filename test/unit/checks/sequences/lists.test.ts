import { describe, expect, it } from 'vitest'
import { listContainsCreated } from '../../../../checks/sequences/list-contains-created.ts'
import { pageRespectsLimit } from '../../../../checks/sequences/page-respects-limit.ts'
import { pagesAreDisjointAndComplete } from '../../../../checks/sequences/pages-are-disjoint-and-complete.ts'
import type { SequenceStep } from '../../../../checks/sequences/sequence-check.ts'
import { judged, keys, step, unanswered } from './steps.ts'

const shape = { items: '/data', id: '/id' }

function page(...ids: readonly (string | number)[]): SequenceStep {
  return step('listNotes', { json: { data: ids.map((id) => ({ id, author: `author of ${id}` })) } })
}

describe('list-contains-created', () => {
  const created = step('createNote', { status: 201, json: { id: 7 } })
  const evidence = { created, id: '7', isWhole: true, shape }

  it('is silent when a page holds it, as a number or as a text', () => {
    expect(judged(listContainsCreated, { ...evidence, pages: [page(1, 2), page(7)] })).toEqual([])
    expect(judged(listContainsCreated, { ...evidence, pages: [page('7')] })).toEqual([])
  })

  it('reports a list without it', () => {
    expect(judged(listContainsCreated, { ...evidence, pages: [page(1, 2), page(3)] })).toEqual([
      [
        'error',
        'POST /notes created "7", but GET /notes lists 3 items on 2 pages without it.',
        '"7" among the items',
        '3 other items',
      ],
    ])
  })

  it('reports an item that a filter should have left out, once', () => {
    const filter = { parameter: 'author', member: '/author', value: 'author of 7' }

    expect(judged(listContainsCreated, { ...evidence, pages: [page(7, 1, 2)], filter })).toEqual([
      [
        'error',
        'GET /notes asks for "author of 7", but an item with "author of 1" at /author is listed.',
        'only items with "author of 7" at /author',
        'an item with "author of 1"',
      ],
    ])
  })

  it('reports what a filter leaves out although it matches', () => {
    const filter = { parameter: 'author', member: '/author', value: 'author of 7' }

    expect(keys(listContainsCreated, { ...evidence, pages: [page()], filter })).toEqual(['not listed by author'])
  })

  it.each([
    ['the create was refused', { ...evidence, created: step('createNote', { status: 409 }), pages: [page(1)] }],
    ['the create is still being done', { ...evidence, created: step('createNote', { status: 202 }), pages: [page(1)] }],
    ['the list was not read to its end', { ...evidence, isWhole: false, pages: [page(1)] }],
    ['a page has no answer', { ...evidence, pages: [page(1), step('listNotes', { outcome: unanswered })] }],
    ['an item has no id', { ...evidence, pages: [step('listNotes', { json: { data: [{ title: 'Emma' }] } })] }],
    ['the body holds no list', { ...evidence, pages: [step('listNotes', { json: {} })] }],
    [
      'an id is masked',
      {
        ...evidence,
        pages: [
          step('listNotes', {
            json: { data: [{ id: 'xx' }] },
            redactions: [{ kind: 'credential', at: { part: 'response-body', pointer: '/data/0/id' } }],
          }),
        ],
      },
    ],
  ] as const)('concludes nothing when %s', (_, given) => {
    expect(judged(listContainsCreated, given)).toEqual([])
  })
})

describe('page-respects-limit', () => {
  const limited = { parameter: 'limit', limit: 2, items: '/data' }

  it('is silent up to the limit', () => {
    expect(judged(pageRespectsLimit, { ...limited, page: page(1, 2) })).toEqual([])
  })

  it('reports a page that holds more', () => {
    expect(judged(pageRespectsLimit, { ...limited, page: page(1, 2, 3) })).toEqual([
      ['error', 'GET /notes asks for at most 2 items, but 3 came.', 'at most 2', '3'],
    ])
  })

  it('concludes nothing from a refusal', () => {
    expect(judged(pageRespectsLimit, { ...limited, page: step('listNotes', { status: 400 }) })).toEqual([])
  })
})

describe('pages-are-disjoint-and-complete', () => {
  const walk = { shape, ended: 'end', present: ['1', '3'] } as const

  it('compares what the record does not hide of the ids', () => {
    const redactions = [{ kind: 'credential', at: { part: 'response-body', pointer: '/data/0/id' } }] as const
    const hiding = (...ids: readonly number[]): SequenceStep =>
      step('listNotes', { json: { data: ids.map((id) => ({ id })) }, redactions })
    const whole = { shape, ended: 'end' as const }

    expect(keys(pagesAreDisjointAndComplete, { ...whole, pages: [hiding(1, 2), page(2, 3)], present: [] })).toEqual([
      'overlap',
    ])
    expect(keys(pagesAreDisjointAndComplete, { ...whole, pages: [hiding(1, 2)], present: ['3', '4'] })).toEqual(['gap'])
    expect(keys(pagesAreDisjointAndComplete, { ...whole, pages: [hiding(1, 2)], present: ['3'] })).toEqual([])
  })

  it('is silent when every item comes once', () => {
    expect(judged(pagesAreDisjointAndComplete, { ...walk, pages: [page(1, 2), page(3)] })).toEqual([])
  })

  it('reports an item on two pages', () => {
    expect(judged(pagesAreDisjointAndComplete, { ...walk, pages: [page(1, 2), page(2, 3)] })).toEqual([
      ['error', '"2" is on page 1 and again on page 2 (GET /notes).', 'each item once', '"2" twice'],
    ])
  })

  it('reports a page that says that it is the last although another follows', () => {
    const first = (hasMore: boolean) => step('listNotes', { json: { hasMore, data: [{ id: 1 }, { id: 2 }] } })

    expect(judged(pagesAreDisjointAndComplete, { ...walk, pages: [first(true), page(3)] })).toEqual([])
    expect(judged(pagesAreDisjointAndComplete, { ...walk, pages: [first(false), page(3)] })).toEqual([
      [
        'error',
        'GET /notes says that there is no further page, but leads to GET /notes, which holds items.',
        'a list that says that there is more',
        'one that says that there is no more',
      ],
    ])
  })

  it('reports items that no page holds', () => {
    expect(judged(pagesAreDisjointAndComplete, { ...walk, pages: [page(2), page(4)] })).toEqual([
      [
        'error',
        '"1" and 1 more exists, but is on none of the 2 pages that begin with GET /notes.',
        'every item on some page',
        '"1" and 1 more on none',
      ],
    ])
  })

  it('reports pages that lead back, and nothing else of them', () => {
    expect(keys(pagesAreDisjointAndComplete, { ...walk, pages: [page(1), page(1)], ended: 'loop' })).toEqual(['loop'])
  })

  it.each([
    ['the walk was given up', { ...walk, pages: [page(2)], ended: 'cut' }],
    ['a page was refused', { ...walk, pages: [page(1), step('listNotes', { status: 400 })] }],
    ['an item has no id', { ...walk, pages: [step('listNotes', { json: { data: [{}] } })] }],
    ['there was no page', { ...walk, pages: [] }],
  ] as const)('concludes nothing when %s', (_, given) => {
    expect(judged(pagesAreDisjointAndComplete, given)).toEqual([])
  })
})
