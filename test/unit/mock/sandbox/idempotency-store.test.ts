import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../../core/clock.ts'
import { createFaultSwitch } from '../../../../mock/sandbox/fault.ts'
import { createIdempotencyStore } from '../../../../mock/sandbox/idempotency.ts'
import { createSandboxClock } from '../../../../mock/sandbox/sandbox-clock.ts'

const DAY = 86_400_000

describe('the memory of idempotency keys', () => {
  const storeOf = (limit: number) => {
    const clock = createSandboxClock(0, systemClock)
    const store = createIdempotencyStore({ clock, faults: createFaultSwitch([]), life: 7 * DAY, limit })
    let done = 0
    const answer = async (key: number): Promise<unknown> => {
      const request = { account: 0, key: String(key), method: 'POST', target: '/payments', bytes: Buffer.from('{}') }
      const { body } = await store.answer(request, async () => ({ status: 201, body: ++done }))
      return body
    }
    return { clock, store, answer, done: () => done }
  }

  it('answers ten thousand keys as the first time, and as new when the clock is moved by eight days', async () => {
    const { clock, answer, done } = storeOf(20_000)
    for (let key = 0; key < 10_000; key++) await answer(key)

    const again = await Promise.all(Array.from({ length: 10_000 }, (_, key) => answer(key)))
    const doneBefore = done()
    clock.advance(8 * DAY)
    const later = await answer(0)

    expect(again).toEqual(Array.from({ length: 10_000 }, (_, key) => key + 1))
    expect(doneBefore).toBe(10_000)
    expect(later).toBe(10_001)
  })

  it('keeps no more keys than it was told to, and forgets the oldest first', async () => {
    const { answer, store } = storeOf(100)
    for (let key = 0; key < 1_000; key++) await answer(key)

    const [newest, oldest] = [await answer(999), await answer(0)]

    expect(store.size).toBeLessThanOrEqual(100)
    expect([newest, oldest]).toEqual([1000, 1001])
  })
})
