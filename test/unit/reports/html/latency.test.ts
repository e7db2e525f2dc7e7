import { describe, expect, it } from 'vitest'
import { createLatencyHistogram } from '../../../../reports/html/latency.ts'

describe('a histogram of durations', () => {
  it('knows every quantile within a fifth, and the longest exactly', () => {
    const latency = createLatencyHistogram()

    for (let ms = 1; ms <= 1000; ms++) latency.add(ms)

    for (const share of [0.01, 0.5, 0.95, 0.99]) {
      expect(latency.quantile(share) / (share * 1000)).toBeGreaterThanOrEqual(1)
      expect(latency.quantile(share) / (share * 1000)).toBeLessThan(1.2)
    }
    expect([latency.count, latency.longestMs, latency.quantile(1)]).toEqual([1000, 1000, 1000])
  })

  it('has buckets without a gap from the first that holds something, each duration in one of them', () => {
    const latency = createLatencyHistogram()

    for (const ms of [0, 3, 3.1, 90]) latency.add(ms)

    const buckets = latency.buckets()
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(4)
    expect(buckets.slice(1).every(({ fromMs }, index) => fromMs === buckets[index]?.toMs)).toBe(true)
    expect(buckets.at(-1)).toMatchObject({ count: 1 })
    expect(buckets.at(-1)?.toMs).toBeGreaterThanOrEqual(90)
  })

  it('is empty at first, and bounded whatever comes', () => {
    const latency = createLatencyHistogram()
    expect([latency.quantile(0.5), latency.buckets()]).toEqual([0, []])

    latency.add(1e12)

    expect(latency.buckets()).toHaveLength(1)
  })
})
