import { describe, expect, it } from 'vitest'
import type { NoResponse } from '../../../../core/exchange.ts'
import { cancelAfterFinalConflicts } from '../../../../checks/sequences/cancel-after-final-conflicts.ts'
import { cancelInProgressSucceeds } from '../../../../checks/sequences/cancel-in-progress-succeeds.ts'
import { finalStatusIsFinal } from '../../../../checks/sequences/final-status-is-final.ts'
import { pollHoldsUntilChange } from '../../../../checks/sequences/poll-holds-until-change.ts'
import { requestIsAnswered } from '../../../../checks/sequences/request-is-answered.ts'
import type { SequenceStep } from '../../../../checks/sequences/sequence-check.ts'
import { statusTransitionIsAllowed } from '../../../../checks/sequences/status-transition-is-allowed.ts'
import { wrongStateIsConflict } from '../../../../checks/sequences/wrong-state-is-conflict.ts'
import { judged, keys, step, unanswered } from './steps.ts'

const at = '/status'
const shows = (status: string): SequenceStep => step('getNote', { json: { id: '7', status } })
const cancel = (status: number, json?: object): SequenceStep =>
  step('deleteNote', { status, ...(json !== undefined && { json }) })
const refusedRead = step('getNote', { status: 500 })

describe('poll-holds-until-change', () => {
  const holding = {
    statusAt: at,
    known: 'inProgress',
    waiting: ['inProgress'],
    holdMs: [30_000, 60_000],
    marginMs: 2_000,
  }
  const poll = (status: string, durationMs: number): SequenceStep =>
    step('getNote', { json: { status }, startedAt: 1_000, durationMs })

  it.each([
    ['held for the shorter documented hold', poll('inProgress', 30_000), {}],
    ['held for the longer documented hold', poll('inProgress', 60_300), {}],
    ['answered when the status changed', poll('completed', 12_000), { changedAt: 12_500 }],
    ['answered at once by a status that had changed before', poll('completed', 40), { changedAt: 500 }],
    ['answered at once by a final status', poll('completed', 40), { known: 'completed' }],
  ])('is silent when a poll is %s', (_, polled, change) => {
    expect(judged(pollHoldsUntilChange, { ...holding, ...change, poll: polled })).toEqual([])
  })

  it('reports a poll that returns although nothing changed', () => {
    expect(judged(pollHoldsUntilChange, { ...holding, poll: poll('inProgress', 120) })).toEqual([
      [
        'error',
        'GET /notes/7 came back with "inProgress" unchanged after 0.1 s, where a poll is held for 30 s.',
        'held for 30 s while the status is "inProgress"',
        'unchanged after 0.1 s',
      ],
    ])
  })

  it.each([
    ['exceeds the hold', poll('inProgress', 70_000), {}],
    ['exceeds the hold', poll('completed', 70_000), {}],
    ['misses the change', poll('completed', 30_000), { changedAt: 5_000 }],
    ['holds a final status', poll('completed', 30_000), { known: 'completed' }],
  ])('reports a poll that %s', (key, polled, change) => {
    expect(keys(pollHoldsUntilChange, { ...holding, ...change, poll: polled })).toEqual([key])
  })

  it('reports a poll that is never answered, but not one that was cut short', () => {
    const outcome = { kind: 'no-response', cause: 'timeout', message: 'no answer' } as const
    const never = step('getNote', { outcome, durationMs: 65_000 })
    const cut = step('getNote', { outcome, durationMs: 10_000 })

    expect(keys(pollHoldsUntilChange, { ...holding, poll: never })).toEqual(['exceeds the hold'])
    expect(judged(pollHoldsUntilChange, { ...holding, poll: cut })).toEqual([])
  })

  it.each([
    ['it has no answer', step('getNote', { outcome: unanswered })],
    ['it was refused', step('getNote', { status: 404 })],
    ['it shows no status', step('getNote', { json: {} })],
  ])('concludes nothing from a poll when %s', (_, polled) => {
    expect(judged(pollHoldsUntilChange, { ...holding, poll: polled })).toEqual([])
  })
})

describe('final-status-is-final', () => {
  const final = ['completed', 'failure']

  it('is silent while final statuses stay', () => {
    const reads = [shows('inProgress'), shows('completed'), refusedRead, shows('completed')]

    expect(judged(finalStatusIsFinal, { reads, statusAt: at, final })).toEqual([])
  })

  it('reports a final status that changes, also past a read that shows nothing', () => {
    const reads = [shows('completed'), refusedRead, shows('canceled')]

    expect(judged(finalStatusIsFinal, { reads, statusAt: at, final })).toEqual([
      ['error', 'GET /notes/7 showed "completed", which is final, and later "canceled".', '"completed"', '"canceled"'],
    ])
  })

  it('concludes nothing from reads that were refused or unanswered', () => {
    const reads = [shows('completed'), refusedRead, step('getNote', { outcome: unanswered })]

    expect(judged(finalStatusIsFinal, { reads, statusAt: at, final })).toEqual([])
  })
})

describe('status-transition-is-allowed', () => {
  const allowed = { accepted: ['pending'], pending: ['completed', 'failed'] }

  it('is silent along the documented ways, also where a step between was not seen', () => {
    const reads = [shows('accepted'), shows('accepted'), refusedRead, shows('completed')]

    expect(judged(statusTransitionIsAllowed, { reads, statusAt: at, allowed })).toEqual([])
  })

  it('reports a status that goes back', () => {
    const reads = [shows('accepted'), shows('pending'), shows('accepted')]

    expect(judged(statusTransitionIsAllowed, { reads, statusAt: at, allowed })).toEqual([
      [
        'error',
        'GET /notes/7 showed "pending" and then "accepted", which cannot follow it.',
        '"pending" or what can follow it',
        '"accepted"',
      ],
    ])
  })

  it('leaves final statuses and unknown ones to others', () => {
    const reads = [shows('completed'), shows('pending'), shows('unheard of'), shows('completed')]

    expect(judged(statusTransitionIsAllowed, { reads, statusAt: at, allowed })).toEqual([])
  })
})

describe('cancel-in-progress-succeeds', () => {
  const states = { statusAt: at, inProgress: ['inProgress'], canceled: ['canceled'] }
  const before = shows('inProgress')

  it('is silent when it was canceled, or when the work was done first', () => {
    expect(
      judged(cancelInProgressSucceeds, { ...states, before, cancel: cancel(204), after: shows('canceled') }),
    ).toEqual([])
    expect(
      judged(cancelInProgressSucceeds, { ...states, before, cancel: cancel(409), after: shows('completed') }),
    ).toEqual([])
  })

  it('reports a refusal while it is still in progress', () => {
    expect(judged(cancelInProgressSucceeds, { ...states, before, cancel: cancel(409), after: before })).toEqual([
      [
        'error',
        'GET /notes/7 shows "inProgress" before and "inProgress" after it, but DELETE /notes/7 was refused with 409.',
        'the cancelation to be accepted',
        '409',
      ],
    ])
  })

  it('reports a cancelation without effect', () => {
    expect(
      keys(cancelInProgressSucceeds, { ...states, before, cancel: cancel(204), after: shows('completed') }),
    ).toEqual(['shows completed'])
  })

  it.each([
    ['it was not in progress', shows('completed'), cancel(409), shows('completed')],
    ['the cancelation has no answer', before, step('deleteNote', { outcome: unanswered }), before],
    ['the cancelation failed', before, cancel(500), before],
    ['the read after it was refused', before, cancel(204), refusedRead],
  ])('concludes nothing when %s', (_, was, canceled, after) => {
    expect(judged(cancelInProgressSucceeds, { ...states, before: was, cancel: canceled, after })).toEqual([])
  })
})

describe('cancel-after-final-conflicts', () => {
  const states = { statusAt: at, final: ['completed', 'canceled'] }
  const before = shows('completed')

  it('is silent at a conflict in any of its forms', () => {
    const problem = cancel(400, { type: 'https://notes.test/errors#cannot-be-canceled', status: 409 })

    for (const refusal of [cancel(409), problem, cancel(404)]) {
      expect(judged(cancelAfterFinalConflicts, { ...states, before, cancel: refusal })).toEqual([])
    }
  })

  it('reports a cancelation that is accepted', () => {
    expect(judged(cancelAfterFinalConflicts, { ...states, before, cancel: cancel(204) })).toEqual([
      [
        'error',
        'GET /notes/7 shows "completed", which is final, but DELETE /notes/7 was answered with 204.',
        '409',
        '204',
      ],
    ])
  })

  it('only warns of another refusal', () => {
    expect(judged(cancelAfterFinalConflicts, { ...states, before, cancel: cancel(400) }).map(([one]) => one)).toEqual([
      'warning',
    ])
  })

  it.each([
    ['it had not ended', shows('inProgress'), cancel(204)],
    ['the read was refused', refusedRead, cancel(204)],
    ['the cancelation has no answer', before, step('deleteNote', { outcome: unanswered })],
    ['the cancelation was not permitted', before, cancel(403)],
    ['the cancelation failed', before, cancel(500)],
  ])('concludes nothing when %s', (_, was, canceled) => {
    expect(judged(cancelAfterFinalConflicts, { ...states, before: was, cancel: canceled })).toEqual([])
  })
})

describe('wrong-state-is-conflict', () => {
  const cause = cancel(204)
  const state = 'it was canceled before'
  const attempt = (status: number): SequenceStep => step('replaceNote', { status })

  it('is silent at a refusal', () => {
    expect(judged(wrongStateIsConflict, { cause, attempt: attempt(409), state })).toEqual([])
    expect(judged(wrongStateIsConflict, { cause, attempt: attempt(404), state })).toEqual([])
    expect(judged(wrongStateIsConflict, { cause, attempt: attempt(400), state, allowed: [400] })).toEqual([])
  })

  it('reports what is accepted', () => {
    expect(judged(wrongStateIsConflict, { cause, attempt: attempt(200), state })).toEqual([
      [
        'error',
        'PUT /notes/7 was answered with 200, although it was canceled before.',
        'a refusal, such as 409',
        '200',
      ],
    ])
  })

  it('reports another refusal than the documented ones', () => {
    expect(judged(wrongStateIsConflict, { attempt: attempt(404), state, allowed: [400] })).toEqual([
      ['error', 'PUT /notes/7 was answered with 404, although it was canceled before.', '409 or 400', '404'],
    ])
  })

  it.each([
    ['the cause was refused', cancel(404), attempt(200)],
    ['the attempt has no answer', cause, step('replaceNote', { outcome: unanswered })],
    ['the attempt was not permitted', cause, attempt(403)],
    ['the attempt failed', cause, attempt(500)],
  ])('concludes nothing when %s', (_, given, tried) => {
    expect(judged(wrongStateIsConflict, { cause: given, attempt: tried, state, allowed: [409] })).toEqual([])
  })
})

describe('request-is-answered', () => {
  const gone = (cause: NoResponse['cause']): SequenceStep =>
    step('getNote', { outcome: { kind: 'no-response', cause, message: 'closed' } })
  const thrice = (cause: NoResponse['cause']): readonly SequenceStep[] => [gone(cause), gone(cause), gone(cause)]

  it('reports a request on which the server hangs up every time while it serves another', () => {
    expect(judged(requestIsAnswered, { attempts: thrice('reset'), control: shows('open') })).toEqual([
      [
        'error',
        'GET /notes/7 was sent 3 times, and the connection was closed each time, while another request was answered.',
        'an answer',
        'a closed connection',
      ],
    ])
  })

  it.each([
    ['one attempt was answered', [gone('reset'), shows('open'), gone('reset')], shows('open')],
    ['nothing is answered any more', thrice('reset'), gone('reset')],
    ['it was tried too seldom', [gone('reset'), gone('reset')], shows('open')],
    ['the answers are only slow', thrice('timeout'), shows('open')],
    ['it never got there', thrice('refused'), shows('open')],
  ])('is silent where %s', (_, attempts, control) => {
    expect(judged(requestIsAnswered, { attempts, control })).toEqual([])
  })
})
