import { expect, it } from 'vitest'
import { createRateLimiter } from '../../../transport/rate-limit.ts'
import { createFakeClock } from './fake-clock.ts'

it('spaces requests evenly, in the order they came', async () => {
  const clock = createFakeClock()
  const limiter = createRateLimiter(4, { clock })
  const begun: number[] = []

  for (const i of [0, 1, 2]) void limiter.take().then(() => begun.push(i))
  await clock.advance(0)
  const atOnce = [...begun]
  await clock.advance(250)
  const later = [...begun]
  await clock.advance(250)

  expect([atOnce, later, begun]).toEqual([[0], [0, 1], [0, 1, 2]])
})

it('lets a burst begin after a pause, and no more than that', async () => {
  const clock = createFakeClock()
  const limiter = createRateLimiter(10, { burst: 3, clock })
  let begun = 0

  await clock.advance(60_000)
  for (let i = 0; i < 5; i++) void limiter.take().then(() => begun++)
  await clock.advance(0)
  const atOnce = begun
  await clock.advance(100)

  expect([atOnce, begun]).toEqual([3, 4])
})

it('holds a rate below one a second', async () => {
  const clock = createFakeClock()
  const limiter = createRateLimiter(0.5, { clock })
  let begun = 0

  for (let i = 0; i < 2; i++) void limiter.take().then(() => begun++)
  await clock.advance(1_999)
  const before = begun
  await clock.advance(1)

  expect([before, begun]).toEqual([1, 2])
})

it('gives the place of a caller that gave up to the next one', async () => {
  const clock = createFakeClock()
  const limiter = createRateLimiter(1, { clock })
  const controller = new AbortController()
  await limiter.take()

  const given = limiter.take(controller.signal)
  controller.abort(new Error('enough'))
  await expect(given).rejects.toThrow('enough')
  let begun = false
  void limiter.take().then(() => (begun = true))
  await clock.advance(1_000)

  expect(begun).toBe(true)
})
