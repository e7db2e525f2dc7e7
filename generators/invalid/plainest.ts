import type { Arbitrary } from 'fast-check'
import { draw } from '../draw.ts'

/** Characters of JSON that may be written on the way; a long array takes as many steps as it has parts. */
const WORK = 1_000_000
const MOST_STEPS = 2_000

/** The plainest value on a straight way from the one of a seed, as far as a bounded number of steps leads. */
export function plainest<T>(arbitrary: Arbitrary<T>, seed: number): T {
  let current = draw(arbitrary, seed)
  const size = JSON.stringify(current.value)?.length ?? 0
  const steps = Math.min(MOST_STEPS, WORK / Math.max(1, size))
  for (let step = 0; step < steps; step++) {
    const next = current.shrinks()[Symbol.iterator]().next()
    if (next.done === true) break
    current = next.value
  }
  return current.value
}
