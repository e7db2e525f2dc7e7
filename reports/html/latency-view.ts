import { counted } from '../text-layout.ts'
import { durationText } from './duration-text.ts'
import type { LatencyBucket, LatencyHistogram } from './latency.ts'
import { html, NOTHING, type Markup } from './markup.ts'

const BAR = 12
const HEIGHT = 90
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
      ${barsOf(buckets, HEIGHT, BAR, buckets[0]?.number ?? 0)}
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
  const width = (last - first + 1) * 3
  return html`<svg class="spark" viewBox="0 0 ${width} 16" width="${width}" height="16" aria-hidden="true">
    ${barsOf(latency.buckets(), 16, 3, first)}
  </svg>`
}

function latencyText(latency: LatencyHistogram): string {
  const [half, most] = [latency.quantile(0.5), latency.quantile(0.95)]
  return `${counted(latency.count, 'request')}, half within ${durationText(half)}, 95 % within ${durationText(most)}, longest ${durationText(latency.longestMs)}`
}

function barsOf(buckets: readonly LatencyBucket[], height: number, step: number, first: number): readonly Markup[] {
  const most = Math.max(...buckets.map(({ count }) => count))
  return buckets.flatMap(({ number, count, fromMs, toMs }) => {
    if (count === 0) return []
    // The square root keeps a single slow request in sight beside ten thousand fast ones.
    const tall = Math.max(2, Math.round(height * Math.sqrt(count / most)))
    const title = step < BAR ? NOTHING : html`<title>${durationText(fromMs)} to ${durationText(toMs)}: ${count}</title>`
    return [
      html`<rect x="${(number - first) * step}" y="${height - tall}" width="${step - 1}" height="${tall}"
        >${title}</rect
      >`,
    ]
  })
}
