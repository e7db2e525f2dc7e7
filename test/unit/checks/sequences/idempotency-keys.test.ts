import { describe, expect, it } from 'vitest'
import { concurrentSameKeyCreatesOnce } from '../../../../checks/sequences/concurrent-same-key-creates-once.ts'
import { repeatedKeyReplaysResponse } from '../../../../checks/sequences/repeated-key-replays-response.ts'
import { reusedKeyOnOtherResourceConflicts } from '../../../../checks/sequences/reused-key-on-other-resource-conflicts.ts'
import { reusedKeyWithOtherBodyConflicts } from '../../../../checks/sequences/reused-key-with-other-body-conflicts.ts'
import { judged, keys, step, unanswered } from './steps.ts'

const first = step('createNote', { status: 201, json: { id: '7', title: 'Walden' } })
const other = step('createNote', { status: 201, json: { id: '8', title: 'Walden' } })
const conflict = step('createNote', { status: 409 })
const list = (...ids: readonly string[]): ReturnType<typeof step> =>
  step('listNotes', { json: { data: ids.map((id) => ({ id, title: 'trace 1' })) } })
const making = (...ids: readonly string[]) => ({
  pages: [list(...ids), list(...ids)],
  trace: { member: 'title', value: 'trace 1' },
  id: '/id',
})

describe('repeated-key-replays-response', () => {
  it('is silent when the first response comes again', () => {
    expect(
      judged(repeatedKeyReplaysResponse, {
        first,
        repeated: first,
        id: '/id',
        making: making('7'),
        isReplayPromised: true,
      }),
    ).toEqual([])
  })

  it('reports another resource', () => {
    expect(judged(repeatedKeyReplaysResponse, { first, repeated: other, id: '/id' })).toEqual([
      [
        'error',
        'POST /notes was sent twice with the same key and body, and yielded "7" and then "8".',
        'one resource, the same in both answers',
        '"7" and then "8"',
      ],
    ])
  })

  it('reports a second resource that only the list shows, as the same broken promise', () => {
    expect(keys(repeatedKeyReplaysResponse, { first, repeated: first, id: '/id', making: making('7', '8') })).toEqual([
      'twice',
    ])
    expect(keys(repeatedKeyReplaysResponse, { first, repeated: other, id: '/id', making: making('7', '8') })).toEqual([
      'twice',
    ])
  })

  it('compares the response itself only where it is promised', () => {
    const changed = step('createNote', { status: 201, json: { id: '7', title: 'Emma' } })
    const again = step('createNote', { status: 200, json: { id: '7', title: 'Walden' } })

    expect(keys(repeatedKeyReplaysResponse, { first, repeated: changed, id: '/id' })).toEqual([])
    expect(keys(repeatedKeyReplaysResponse, { first, repeated: changed, id: '/id', isReplayPromised: true })).toEqual([
      'other body',
    ])
    expect(keys(repeatedKeyReplaysResponse, { first, repeated: again, id: '/id', isReplayPromised: true })).toEqual([
      'other status',
    ])
    expect(keys(repeatedKeyReplaysResponse, { first, repeated: conflict })).toEqual([])
    expect(keys(repeatedKeyReplaysResponse, { first, repeated: conflict, isReplayPromised: true })).toEqual([
      'refused 409',
    ])
  })

  it.each([
    ['the first was refused', conflict, other],
    ['the repetition has no answer', first, step('createNote', { outcome: unanswered })],
    ['the repetition failed', first, step('createNote', { status: 503 })],
    ['there were too many requests', first, step('createNote', { status: 429 })],
  ])('concludes nothing when %s', (_, one, repeated) => {
    expect(judged(repeatedKeyReplaysResponse, { first: one, repeated, id: '/id', isReplayPromised: true })).toEqual([])
  })
})

describe('reused keys', () => {
  it('are silent at a conflict in any of its forms', () => {
    const problem = (json: object): ReturnType<typeof step> =>
      step('createNote', { status: 400, contentType: 'application/problem+json', json })

    for (const reused of [
      conflict,
      step('createNote', { status: 422 }),
      problem({ type: 'https://notes.test/errors#idempotency-key-in-use', status: 400 }),
      problem({ type: 'about:blank', status: 409 }),
    ]) {
      expect(judged(reusedKeyWithOtherBodyConflicts, { first, reused })).toEqual([])
    }
  })

  it('report a second body that is accepted', () => {
    expect(judged(reusedKeyWithOtherBodyConflicts, { first, reused: other })).toEqual([
      [
        'error',
        'POST /notes used the key first; POST /notes with the same key and another body was answered with 201.',
        '409, or the documented refusal of a key that is in use',
        '201',
      ],
    ])
  })

  it('report another resource that is accepted', () => {
    const reused = step('replaceNote', { status: 200 })

    expect(judged(reusedKeyOnOtherResourceConflicts, { first, reused }).map(([, message]) => message)).toEqual([
      'POST /notes used the key first; PUT /notes/7 with the same key and another resource was answered with 200.',
    ])
  })

  it.each([
    ['the first was refused', conflict, other],
    ['the second has no answer', first, step('createNote', { outcome: unanswered })],
    ['the second was refused for its data', first, step('createNote', { status: 400 })],
    ['the second failed', first, step('createNote', { status: 500 })],
  ])('conclude nothing when %s', (_, one, reused) => {
    expect(judged(reusedKeyWithOtherBodyConflicts, { first: one, reused })).toEqual([])
    expect(judged(reusedKeyOnOtherResourceConflicts, { first: one, reused })).toEqual([])
  })
})

describe('concurrent-same-key-creates-once', () => {
  it('is silent when all answers show one resource, or all but one are refused', () => {
    expect(judged(concurrentSameKeyCreatesOnce, { twins: [first, first], id: '/id', making: making('7') })).toEqual([])
    expect(judged(concurrentSameKeyCreatesOnce, { twins: [first, conflict], id: '/id' })).toEqual([])
  })

  it('reports two resources', () => {
    expect(judged(concurrentSameKeyCreatesOnce, { twins: [first, other], id: '/id' })).toEqual([
      [
        'error',
        'POST /notes was sent 2 times at once with the same key and body, and created "7" and "8".',
        'one resource',
        '"7" and "8"',
      ],
    ])
  })

  it('reports a second resource that only the list shows', () => {
    expect(keys(concurrentSameKeyCreatesOnce, { twins: [first, conflict], making: making('7', '8') })).toEqual([
      'raced',
    ])
  })

  it('concludes nothing when no twin was accepted, or no id can be told', () => {
    expect(judged(concurrentSameKeyCreatesOnce, { twins: [conflict, conflict], id: '/id' })).toEqual([])
    expect(judged(concurrentSameKeyCreatesOnce, { twins: [first, other], id: '/number' })).toEqual([])
  })
})
