import { grouped } from '../text-layout.ts'

/** A duration for a reader: `0.4 ms`, `12 ms`, `1.3 s`, `2 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${grouped(Math.floor(seconds / 60))} min ${Math.round(seconds % 60)} s`
}
