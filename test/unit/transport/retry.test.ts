import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../../core/exchange.ts'
import { createRetries } from '../../../transport/retry.ts'
import { exchange, type Recorded } from '../checks/recorded.ts'

const KEY = [['Idempotency-Key', '2f7c1f0e-8f0e-4d6f-9f57-0a8f0f6f8a11']] as const
const LOST: Recorded = { outcome: { kind: 'no-response', cause: 'reset', message: 'lost' } }
const TOO_MANY: Recorded = { status: 429 }

/** Retries whose pauses are noted and not waited for. */
function open() {
  const pauses: number[] = []
  const clock = {
    now: () => 1_700_000_000_000,
    monotonic: () => 0,
    sleep: async (ms: number) => void pauses.push(ms),
  }
  const retries = createRetries({ clock })
  /** What one request costs when every attempt ends like this. */
  const attemptsFor = async (recorded: Recorded): Promise<number> => {
    const attempts: Exchange[] = [exchange(recorded)]
    while (await retries.again(attempts)) attempts.push(exchange(recorded))
    return attempts.length
  }
  return { retries, pauses, attemptsFor }
}

describe('a request goes out again', () => {
  it.each<[string, Recorded]>([
    ['a GET whose connection was lost', LOST],
    ['a GET answered with 503', { status: 503 }],
    ['a POST with a key answered with 502', { status: 502, method: 'POST', requestHeaders: KEY }],
    ['a PATCH with a key answered with 504', { status: 504, method: 'PATCH', requestHeaders: KEY }],
    ['a POST without a key answered with 429', { ...TOO_MANY, method: 'POST' }],
    ['a DELETE answered with 429', { ...TOO_MANY, method: 'DELETE' }],
    ['a PUT whose connection was lost', { ...LOST, method: 'PUT' }],
    ['a DELETE answered with 503', { status: 503, method: 'DELETE' }],
  ])('after longer and longer pauses, up to four times: %s', async (_what, recorded) => {
    const { attemptsFor, pauses } = open()

    expect(await attemptsFor(recorded)).toBe(5)
    expect(pauses).toEqual([200, 400, 800, 1_600])
  })

  it('when the server said, in seconds or by date', async () => {
    const { retries, pauses } = open()
    const after = (value: string): Exchange[] => [exchange({ ...TOO_MANY, headers: [['Retry-After', value]] })]

    const answers = [
      await retries.again(after('3')),
      await retries.again(after(new Date(1_700_000_002_000).toUTCString())),
      await retries.again(after('soon')),
      await retries.again(after('61')),
    ]

    expect(answers).toEqual([true, true, true, false])
    expect(pauses).toEqual([3_000, 2_000, 200])
  })
})

describe('a request does not go out again', () => {
  it.each<[string, Recorded]>([
    ['an answer', { status: 200 }],
    ['a 500', { status: 500 }],
    ['a timeout', { outcome: { kind: 'no-response', cause: 'timeout', message: 'too late' } }],
    ['a request that was never allowed', { outcome: { kind: 'no-response', cause: 'blocked', message: 'no' } }],
    ['a POST without a key whose connection was lost', { ...LOST, method: 'POST' }],
    ['a POST with a broken key', { ...LOST, method: 'POST', requestHeaders: [['Idempotency-Key', 'x']] }],
  ])('after %s', async (_what, recorded) => {
    expect(await open().attemptsFor(recorded)).toBe(1)
  })

  it('to a server that no retry has helped five times in a row, until it answers', async () => {
    const { attemptsFor } = open()

    const before = [5, 5, 5, 5, 5, 1]
    const tried: number[] = []
    for (const _ of before) tried.push(await attemptsFor(LOST))
    await attemptsFor({ status: 200 })

    expect(tried).toEqual(before)
    expect(await attemptsFor(LOST)).toBe(5)
  })
})
