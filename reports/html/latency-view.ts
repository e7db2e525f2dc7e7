import { counted } from '../text-layout.ts'
import { durationText } from './duration-text.ts'
import type { LatencyBucket, LatencyHistogram } from './latency.ts'
import { html, NOTHING, type Markup } from './markup.ts'

const BAR = 12
const HEIGHT = 90
/** A bar of the small ones, with the gap to the next. */
const SPARK = 3
const SPARK_HEIGHT = 16
/** Below the bars: their durations. */
const FOOT = 18

/** How long an operation's requests took: a bar per bucket of durations, and the quantiles in words. */
export function latencyView(latency: LatencyHistogram): Markup {
  if (latency.count === 0) return NOTHING
  const buckets = latency.buckets()
  const width = Math.max(buckets.length * BAR, 240)
  const first = buckets[0]?.fromMs ?? 0
  return html`<figure class="latency">
    <figcaption>${latencyText(latency)}</figcaption>
    <svg
      viewBox="0 0 ${width} ${HEIGHT + FOOT}"
      width="${width}"
      height="${HEIGHT + FOOT}"
      role="img"
      aria-label="Latency: ${latencyText(latency)}"
    >
      ${barsOf(buckets)}
      <line x1="0" x2="${width}" y1="${HEIGHT}" y2="${HEIGHT}" />
      <text x="0" y="${HEIGHT + 14}">${durationText(first)}</text>
      <text x="${Math.max(buckets.length * BAR, 120)}" y="${HEIGHT + 14}" text-anchor="end">
        ${durationText(latency.longestMs)}
      </text>
    </svg>
  </figure>`
}

/** The buckets from the quickest of a run to the slowest: what small histograms are drawn on, so that they compare. */
export interface LatencyScale {
  readonly first: number
  readonly last: number
}

export function latencyScale(histograms: readonly LatencyHistogram[]): LatencyScale {
  const numbers = histograms.flatMap((latency) => latency.buckets().map(({ number }) => number))
  return numbers.reduce(
    (scale, number) => ({ first: Math.min(scale.first, number), last: Math.max(scale.last, number) }),
    {
      first: numbers[0] ?? 0,
      last: numbers[0] ?? 0,
    },
  )
}

/** The same in the height of a line, for the eye alone: further to the right is slower. */
export function latencySpark(latency: LatencyHistogram, { first, last }: LatencyScale): Markup {
  if (latency.count === 0) return NOTHING
  const width = (last - first + 1) * SPARK
  const most = Math.max(...latency.buckets().map(({ count }) => count))
  // One shape, since there is one of these for every operation.
  const bars = latency.buckets().flatMap(({ number, count }) => {
    const tall = tallnessOf(count, most, SPARK_HEIGHT)
    return count === 0 ? [] : [`M${(number - first) * SPARK} ${SPARK_HEIGHT}v-${tall}h${SPARK - 1}v${tall}z`]
  })
  return html`<svg
    class="spark"
    viewBox="0 0 ${width} ${SPARK_HEIGHT}"
    width="${width}"
    height="${SPARK_HEIGHT}"
    aria-hidden="true"
  >
    <path d="${bars.join('')}" />
  </svg>`
}

function latencyText(latency: LatencyHistogram): string {
  const [half, most] = [latency.quantile(0.5), latency.quantile(0.95)]
  return `${counted(latency.count, 'request')}, half within ${durationText(half)}, 95 % within ${durationText(most)}, longest ${durationText(latency.longestMs)}`
}

function barsOf(buckets: readonly LatencyBucket[]): readonly Markup[] {
  const most = Math.max(...buckets.map(({ count }) => count))
  return buckets.flatMap(({ count, fromMs, toMs }, index) => {
    if (count === 0) return []
    const tall = tallnessOf(count, most, HEIGHT)
    return [
      html`<rect x="${index * BAR}" y="${HEIGHT - tall}" width="${BAR - 1}" height="${tall}">
        <title>${durationText(fromMs)} to ${durationText(toMs)}: ${count}</title>
      </rect>`,
    ]
  })
}

/** The square root keeps a single slow request in sight beside ten thousand fast ones. */
function tallnessOf(count: number, most: number, height: number): number {
  return Math.max(2, Math.round(height * Math.sqrt(count / most)))
}
