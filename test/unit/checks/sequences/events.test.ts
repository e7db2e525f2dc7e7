import { describe, expect, it } from 'vitest'
import { type DeliveredEvent, eventIsDelivered } from '../../../../checks/sequences/event-is-delivered.ts'
import { judged, keys, step } from './steps.ts'

const attempt = { eventId: 'one', lacks: [] }
const subscription = step('createNote', { status: 201, json: { id: '7' } })
const told: DeliveredEvent = {
  subscription,
  event: 'note.changed',
  attempts: [attempt],
  least: 1,
  most: 2,
  expected: 'it to be delivered',
}

describe('event-is-delivered', () => {
  it.each([
    ['came once', {}],
    ['came again with its id', { attempts: [attempt, attempt], least: 2 }],
    ['was to reach nobody, and did', { attempts: [], least: 0, most: 0 }],
    ['is about a subscription that was refused', { subscription: step('createNote', { status: 400 }), attempts: [] }],
  ])('is silent when an event %s', (_, change) => {
    expect(judged(eventIsDelivered, { ...told, ...change })).toEqual([])
  })

  it.each([
    ['missing', { attempts: [] }],
    ['not repeated', { least: 2 }],
    ['too many', { least: 0, most: 0 }],
    ['other id', { attempts: [attempt, { ...attempt, eventId: 'two' }] }],
    ['lacks a JSON body', { attempts: [{ ...attempt, lacks: ['a JSON body', 'data'] }] }],
  ])('reports an event that is %s', (key, change) => {
    expect(keys(eventIsDelivered, { ...told, ...change })).toEqual([key])
  })

  it('says what was expected and what came', () => {
    expect(judged(eventIsDelivered, { ...told, attempts: [] })).toEqual([
      [
        'error',
        'After POST /notes an event note.changed happened: expected it to be delivered, but nothing came.',
        'it to be delivered',
        'nothing came',
      ],
    ])
  })
})
