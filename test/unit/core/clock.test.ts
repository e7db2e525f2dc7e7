import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'

const AN_HOUR = 3_600_000

describe('the system clock', () => {
  it('never runs backwards', () => {
    const before = systemClock.monotonic()

    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(before)
    expect(Number.isInteger(systemClock.now())).toBe(true)
  })

  it('wakes after a sleep and leaves no listener behind', async () => {
    const { signal } = new AbortController()

    await systemClock.sleep(1, signal)

    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('is woken by an abort, with its reason', async () => {
    const controller = new AbortController()
    const sleeping = systemClock.sleep(AN_HOUR, controller.signal)

    controller.abort(new Error('interrupted'))

    await expect(sleeping).rejects.toThrow('interrupted')
  })

  it('does not fall asleep once aborted', async () => {
    await expect(systemClock.sleep(AN_HOUR, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  })
})
