import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReceiver, type Receiver } from '../../../transport/receiver.ts'

describe('a receiver', () => {
  let receiver: Receiver

  beforeEach(async () => {
    receiver = await openReceiver()
  })

  afterEach(() => receiver.close())

  it('keeps what is sent to it, in order, and acknowledges it', async () => {
    const first = await fetch(receiver.url, { method: 'POST', headers: { 'X-Secret': 'abc' }, body: '{"id":1}' })
    await fetch(receiver.url, { method: 'PUT', body: 'no JSON' })

    expect(first.status).toBe(200)
    expect(receiver.deliveries.map(({ method, body }) => [method, body])).toEqual([
      ['POST', { id: 1 }],
      ['PUT', undefined],
    ])
    expect(receiver.deliveries[0]?.headers['x-secret']).toBe('abc')
  })

  it('answers with the status that it is told', async () => {
    receiver.answerWith(503)

    expect((await fetch(receiver.url, { method: 'POST' })).status).toBe(503)
  })

  it('is only there until it is closed', async () => {
    await receiver.close()

    await expect(fetch(receiver.url)).rejects.toThrow()
    receiver = await openReceiver()
  })
})
