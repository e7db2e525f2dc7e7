import { describe, expect, it } from 'vitest'
import { createdResourceIsReadable } from '../../../../checks/sequences/created-resource-is-readable.ts'
import { deletedResourceIsGone } from '../../../../checks/sequences/deleted-resource-is-gone.ts'
import { failedCreateHasNoEffect } from '../../../../checks/sequences/failed-create-has-no-effect.ts'
import { linksResolve } from '../../../../checks/sequences/links-resolve.ts'
import { updateIsVisible } from '../../../../checks/sequences/update-is-visible.ts'
import { judged, keys, step, unanswered } from './steps.ts'

const note = { id: '7', title: 'Walden', pages: 352, status: 'draft' }
const created = step('createNote', { status: 201, sent: { title: 'Walden', pages: 352 }, json: note })
const identity = { value: '7', at: '/id' }

describe('created-resource-is-readable', () => {
  it('is silent when the read shows what was sent', () => {
    const read = step('getNote', { json: { ...note, status: 'ready' } })

    expect(judged(createdResourceIsReadable, { created, read, identity })).toEqual([])
  })

  it('reports a resource that cannot be read', () => {
    expect(judged(createdResourceIsReadable, { created, read: step('getNote', { status: 404 }), identity })).toEqual([
      ['error', 'POST /notes created a resource, but GET /notes/7 answers 404.', 'the created resource', '404'],
    ])
  })

  it('reports another resource, and says nothing of its values', () => {
    const read = step('getNote', { json: { ...note, id: '8', title: 'Emma' } })

    expect(judged(createdResourceIsReadable, { created, read, identity })).toEqual([
      ['error', 'POST /notes created "7", but GET /notes/7 shows "8".', 'the resource "7"', 'the resource "8"'],
    ])
  })

  it('reports a value that was kept at first and then lost', () => {
    const read = step('getNote', { json: { ...note, title: 'Emma' } })

    expect(judged(createdResourceIsReadable, { created, read, identity })).toEqual([
      ['error', 'POST /notes sent "Walden" at /title, but GET /notes/7 shows "Emma".', '"Walden"', '"Emma"'],
    ])
  })

  it('only warns of a value that the server replaced openly', () => {
    const openly = step('createNote', { status: 201, sent: { pages: 352 }, json: { ...note, pages: 353 } })
    const read = step('getNote', { json: { ...note, pages: 353 } })

    expect(judged(createdResourceIsReadable, { created: openly, read }).map(([severity]) => severity)).toEqual([
      'warning',
    ])
  })

  it.each([
    ['case and space', 'Walden ', 'WALDEN'],
    ['punctuation', '+44 (0)20 7946', '44 020 7946'],
    ['a shortened text', 'Walden; or, Life in the Woods', 'Walden'],
    ['a mask', 'Walden Pond', '*****Pond'],
    ['another form of the same moment', '2026-01-31T23:30:00-05:00', '2026-02-01T04:30:00Z'],
    ['a date without its time', '2026-01-31', '2026-01-31T00:00:00Z'],
    ['rounding', 19.987, 19.99],
    ['another type', 352, '353'],
    ['a list in another order', ['a', 'b'], ['B', 'a']],
  ])('takes %s for the same value', (_, sent, shown) => {
    const asked = step('createNote', { status: 201, sent: { title: sent }, json: { id: '7' } })
    const read = step('getNote', { json: { id: '7', title: shown } })

    expect(judged(createdResourceIsReadable, { created: asked, read, identity })).toEqual([])
  })

  it('finds the resource inside an envelope', () => {
    const wrapped = step('createNote', { status: 201, sent: { data: { title: 'Walden' } }, json: { data: note } })
    const read = step('getNote', { json: { data: { ...note, title: 'Emma' } } })

    expect(
      keys(createdResourceIsReadable, {
        created: wrapped,
        read,
        identity: { value: '7', at: '/data/id' },
        resource: { sent: '/data', created: '/data', read: '/data' },
      }),
    ).toEqual(['value /title'])
  })

  it.each([
    ['the create was refused', step('createNote', { status: 400 }), step('getNote', { status: 404 })],
    ['the create is still being done', step('createNote', { status: 202 }), step('getNote', { status: 404 })],
    ['the create has no answer', step('createNote', { outcome: unanswered }), step('getNote', { status: 404 })],
    ['the read has no answer', created, step('getNote', { outcome: unanswered })],
    ['the read is not permitted', created, step('getNote', { status: 403 })],
    ['the read failed', created, step('getNote', { status: 500 })],
    [
      'the value is masked',
      created,
      step('getNote', {
        json: { ...note, title: 'Xxxxxx' },
        redactions: [{ kind: 'credential', at: { part: 'response-body', pointer: '/title' } }],
      }),
    ],
  ])('concludes nothing when %s', (_, createdStep, read) => {
    expect(judged(createdResourceIsReadable, { created: createdStep, read, identity })).toEqual([])
  })
})

describe('update-is-visible', () => {
  const before = step('getNote', { json: note })
  const updated = step('replaceNote', { json: { ...note, title: 'Emma' } })
  const expected = [{ pointer: '/title', value: 'Emma' }]

  it('is silent when the read shows the new value', () => {
    const read = step('getNote', { json: { ...note, title: 'Emma' } })

    expect(judged(updateIsVisible, { before, updated, read, expected })).toEqual([])
  })

  it('reports a lost update, whatever the update itself answered', () => {
    expect(
      judged(updateIsVisible, { before, updated: step('replaceNote', { json: note }), read: before, expected }),
    ).toEqual([
      [
        'error',
        'PUT /notes/7 was answered with 200 and asked for "Emma" at /title, but GET /notes/7 still shows "Walden".',
        '"Emma"',
        '"Walden"',
      ],
    ])
  })

  it('reports what an update drops or changes beside what it asked for', () => {
    const kept = [{ pointer: '/author', value: 'Thoreau' }]
    const old = step('getNote', { json: { ...note, author: 'Thoreau' } })
    const after = (author: object) => ({
      before: old,
      updated,
      read: step('getNote', { json: { ...note, title: 'Emma', ...author } }),
      expected,
      kept,
    })

    expect(keys(updateIsVisible, after({ author: 'Thoreau ' }))).toEqual([])
    expect(keys(updateIsVisible, after({}))).toEqual(['dropped /author'])
    expect(keys(updateIsVisible, after({ author: 'Austen' }))).toEqual(['changed /author'])
    const hidden = step('getNote', {
      json: { ...note, title: 'Emma', author: 'Xxxxxx' },
      redactions: [{ kind: 'tax-id', at: { part: 'response-body', pointer: '/author' } }],
    })
    expect(keys(updateIsVisible, { ...after({}), read: hidden })).toEqual([])
  })

  it('reports a resource that is gone', () => {
    const read = step('getNote', { status: 404 })

    expect(keys(updateIsVisible, { before, updated, read, expected })).toEqual(['gone'])
  })

  it('only warns of a third value that the update announced', () => {
    const openly = step('replaceNote', { json: { ...note, title: 'Persuasion' } })
    const read = step('getNote', { json: { ...note, title: 'Persuasion' } })

    expect(judged(updateIsVisible, { before, updated: openly, read, expected }).map(([severity]) => severity)).toEqual([
      'warning',
    ])
  })

  it.each([
    ['the update was refused', step('replaceNote', { status: 400 }), before],
    ['the update is still being done', step('replaceNote', { status: 202 }), before],
    ['the read has no answer', updated, step('getNote', { outcome: unanswered })],
    ['the read does not show the member', updated, step('getNote', { json: { id: '7' } })],
  ])('concludes nothing when %s', (_, update, read) => {
    expect(judged(updateIsVisible, { before, updated: update, read, expected })).toEqual([])
  })
})

describe('deleted-resource-is-gone', () => {
  const before = step('getNote', { json: note })
  const deleted = step('deleteNote', { status: 204 })

  it.each([404, 410])('is silent when the read answers %i', (status) => {
    expect(judged(deletedResourceIsGone, { before, deleted, read: step('getNote', { status }) })).toEqual([])
  })

  it('reports a resource that is there as before', () => {
    expect(judged(deletedResourceIsGone, { before, deleted, read: before })).toEqual([
      [
        'error',
        'DELETE /notes/7 was answered with 204, but GET /notes/7 still answers 200.',
        '404 or 410, or a resource that is shown as deleted',
        '200 as before',
      ],
    ])
  })

  it.each([
    ['a state that changed', { ...note, status: 'withdrawn' }],
    ['the time of its deletion', { ...note, deletedAt: '2026-01-15T10:00:00Z' }],
    ['a flag that was turned', { ...note, isDeleted: true }],
    ['a state within', { ...note, meta: { state: 'archived' } }],
  ])('accepts a resource that shows %s', (_, shown) => {
    expect(judged(deletedResourceIsGone, { before, deleted, read: step('getNote', { json: shown }) })).toEqual([])
  })

  it('tells a mark that was there before from one that is new', () => {
    const flagged = step('getNote', { json: { ...note, isDeleted: false, deletedAt: null } })

    expect(keys(deletedResourceIsGone, { before: flagged, deleted, read: flagged })).toEqual(['still readable'])
  })

  it('fails where a setting that was there before speaks of deletion', () => {
    const kept = step('getNote', { json: { ...note, onDelete: 'complete' } })

    expect(keys(deletedResourceIsGone, { before: kept, deleted, read: kept })).toEqual(['still readable'])
  })

  it.each([
    ['the deletion was refused', step('deleteNote', { status: 409 }), before],
    ['the deletion is still being done', step('deleteNote', { status: 202 }), before],
    ['the read has no answer', deleted, step('getNote', { outcome: unanswered })],
    ['the read is not permitted', deleted, step('getNote', { status: 401 })],
    ['the read shows nothing', deleted, step('getNote', { status: 200 })],
  ])('concludes nothing when %s', (_, deletion, read) => {
    expect(judged(deletedResourceIsGone, { before, deleted: deletion, read })).toEqual([])
  })
})

describe('failed-create-has-no-effect', () => {
  const refused = step('createNote', { status: 400, sent: { title: 'trace 1', pages: 'many' } })
  const empty = step('listNotes', { json: { data: [note] } })
  const full = step('listNotes', { json: { data: [note, { id: '8', title: 'trace 1' }] } })
  const trace = { member: 'title', value: 'trace 1' }

  it('is silent when the list is as it was', () => {
    expect(judged(failedCreateHasNoEffect, { refused, before: [empty], after: [empty], trace })).toEqual([])
  })

  it('reports a resource that was refused and is there', () => {
    expect(judged(failedCreateHasNoEffect, { refused, before: [empty], after: [empty, full], trace })).toEqual([
      [
        'error',
        'POST /notes was answered with 400, but GET /notes shows a resource with the title "trace 1" that it sent.',
        'nothing of what was refused',
        'a resource with title "trace 1"',
      ],
    ])
  })

  it('reports what an answer of 500 left behind', () => {
    const failed = step('createNote', { status: 500, sent: { title: 'trace 1' } })

    expect(keys(failedCreateHasNoEffect, { refused: failed, before: [empty], after: [full], trace })).toEqual([
      'left something',
    ])
  })

  it.each([
    ['the create was accepted', step('createNote', { status: 201 }), [empty]],
    ['the create has no answer', step('createNote', { outcome: unanswered }), [empty]],
    ['the trace was there before', refused, [full]],
  ])('concludes nothing when %s', (_, create, before) => {
    expect(judged(failedCreateHasNoEffect, { refused: create, before, after: [full], trace })).toEqual([])
  })
})

describe('links-resolve', () => {
  const link = { relation: 'self', place: '/links/0/href' }
  const there = step('getNote', { json: note })

  it('is silent when the link leads to the resource', () => {
    expect(judged(linksResolve, { source: created, followed: there, ...link, identity })).toEqual([])
  })

  it('reports a link that leads nowhere', () => {
    expect(judged(linksResolve, { source: created, followed: step('getNote', { status: 404 }), ...link })).toEqual([
      [
        'error',
        'The link "self" in the answer to POST /notes leads to GET /notes/7, which yields 404.',
        'a resource',
        '404',
      ],
    ])
  })

  it('reports a Location that leads to another resource', () => {
    const followed = step('getNote', { json: { ...note, id: '1' } })
    const location = { relation: 'Location', place: 'header: Location' }

    expect(judged(linksResolve, { source: created, followed, ...location, identity })).toEqual([
      [
        'error',
        'The header Location in the answer to POST /notes leads to GET /notes/7, which yields the resource "1".',
        'the resource "7"',
        'the resource "1"',
      ],
    ])
  })

  it.each([
    ['the source was refused', step('createNote', { status: 400 }), step('getNote', { status: 404 })],
    ['the source is still being worked on', step('createNote', { status: 202 }), step('getNote', { status: 404 })],
    ['the link was not answered', created, step('getNote', { outcome: unanswered })],
    ['the link may not be followed', created, step('getNote', { status: 403 })],
    ['what it leads to shows no id', created, step('getNote', { json: { title: 'Walden' } })],
  ])('concludes nothing when %s', (_, source, followed) => {
    expect(judged(linksResolve, { source, followed, ...link, identity })).toEqual([])
  })
})
