/** Durations counted in buckets that grow by a constant factor: memory is flat, and every quantile within a fifth of the truth. */
export interface LatencyHistogram {
  add(durationMs: number): void
  readonly count: number
  readonly longestMs: number
  /** The duration that so large a share of all (0 to 1) did not exceed. */
  quantile(share: number): number
  /** From the first bucket that holds something to the last. */
  buckets(): readonly LatencyBucket[]
}

export interface LatencyBucket {
  /** Its number, the same for the same durations in every histogram. */
  readonly number: number
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
}

/** Upper bound of the first bucket. */
const FIRST_MS = 0.1

/** Four buckets from a duration to its double. */
const FACTOR = 2 ** (1 / 4)

const LAST_BUCKET = 80

export function createLatencyHistogram(): LatencyHistogram {
  const counts: number[] = []
  let count = 0
  let longestMs = 0

  return {
    add(durationMs) {
      const bucket = bucketOf(durationMs)
      counts[bucket] = (counts[bucket] ?? 0) + 1
      count++
      longestMs = Math.max(longestMs, durationMs)
    },
    get count() {
      return count
    },
    get longestMs() {
      return longestMs
    },
    quantile(share) {
      const wanted = share * count
      let seen = 0
      for (let bucket = 0; bucket < counts.length; bucket++) {
        seen += counts[bucket] ?? 0
        if (seen >= wanted && seen > 0) return Math.min(upperBound(bucket), longestMs)
      }
      return longestMs
    },
    buckets() {
      const first = counts.findIndex((here) => here > 0)
      return first === -1
        ? []
        : Array.from({ length: counts.length - first }, (_, offset) => {
            const bucket = first + offset
            const fromMs = bucket === 0 ? 0 : upperBound(bucket - 1)
            return { number: bucket, fromMs, toMs: upperBound(bucket), count: counts[bucket] ?? 0 }
          })
    },
  }
}

function bucketOf(durationMs: number): number {
  if (durationMs <= FIRST_MS) return 0
  const bucket = Math.ceil(Math.log(durationMs / FIRST_MS) / Math.log(FACTOR))
  return Math.min(bucket, LAST_BUCKET)
}

function upperBound(bucket: number): number {
  return FIRST_MS * FACTOR ** bucket
}
