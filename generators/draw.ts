import { type Arbitrary, Random, type Value } from 'fast-check'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A generated value and, on demand, the next simpler ones (each valid, each with simpler ones of its own). */
export interface Drawn<T> {
  readonly value: T
  shrinks(): Iterable<Drawn<T>>
}

/** More than any schema of a real contract needs to reach its plainest value. */
const MINIMAL_STEPS = 5_000

/**
 * The value of an arbitrary for a seed: the same for the same arbitrary, seed and bias.
 *
 * @param seed - any integer; the low 32 bits count
 * @param bias - as in fast-check: one value in `bias` is drawn towards the edges (2 or more); absent: uniformly
 */
export function draw<T>(arbitrary: Arbitrary<T>, seed: number, bias?: number): Drawn<T> {
  return drawnOf(arbitrary, arbitrary.generate(new Random(xoroshiro128plus(seed | 0)), bias))
}

/** The bias fast-check itself would use for the nth value of a run (from 0): strong at first, then weaker. */
export function biasOf(index: number): number {
  return 2 + Math.floor(Math.log10(index + 1))
}

/**
 * The plainest value within reach of a seed: walks to the first simpler value that is accepted, again and again. Sends
 * nothing and depends on the seed only where the arbitrary has several plainest values.
 *
 * @param accept - whether a simpler value will do; absent: each
 */
export function minimal<T>(
  arbitrary: Arbitrary<T>,
  seed: number,
  accept: (value: T) => boolean = () => true,
): Drawn<T> {
  let current = draw(arbitrary, seed)
  let steps = MINIMAL_STEPS
  for (;;) {
    let simpler: Drawn<T> | undefined
    for (const candidate of current.shrinks()) {
      if (--steps < 0) return current
      if (!accept(candidate.value)) continue
      simpler = candidate
      break
    }
    if (simpler === undefined) return current
    current = simpler
  }
}

function drawnOf<T>(arbitrary: Arbitrary<T>, drawn: Value<T>): Drawn<T> {
  return {
    value: drawn.value,
    *shrinks() {
      for (const simpler of arbitrary.shrink(drawn.value_, drawn.context)) yield drawnOf(arbitrary, simpler)
    },
  }
}
