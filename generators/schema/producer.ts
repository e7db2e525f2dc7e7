import { Arbitrary, Random, Stream, Value } from 'fast-check'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Json } from '../../core/json.ts'

/** What a producer is made of. `Context` is what it remembers of a value in order to simplify it. */
export interface ProducerParts<Context> {
  draw(random: Random): Value<Json>
  /** Simpler values, best first; each is valid. */
  simpler(value: Json, context: Context): Iterable<Value<Json>>
  /** The plainest value; the same at every call. */
  smallest(): Value<Json>
  /** Every value there is, where they are few. */
  all?(): readonly Value<Json>[]
}

/** An arbitrary that also knows its plainest value. */
export class Producer extends Arbitrary<Json> {
  // The context a producer sees is always one of its own: values carry it from `draw` to `simpler`.
  readonly #parts: ProducerParts<never>
  #smallest: Value<Json> | undefined

  constructor(parts: ProducerParts<never>) {
    super()
    this.#parts = parts
  }

  generate(random: Random): Value<Json> {
    return this.#parts.draw(random)
  }

  canShrinkWithoutContext(_value: unknown): _value is Json {
    return false
  }

  shrink(value: Json, context: unknown): Stream<Value<Json>> {
    if (context === undefined) return Stream.nil()
    // As above: the context is our own.
    return new Stream(this.#parts.simpler(value, context as never)[Symbol.iterator]() as IterableIterator<Value<Json>>)
  }

  /** Every value there is, where they are few and known. */
  all(): readonly Value<Json>[] | undefined {
    return this.#parts.all?.()
  }

  smallest(): Value<Json> {
    return (this.#smallest ??= this.#parts.smallest())
  }
}

/** A producer of these parts. */
export function producer<Context>(parts: ProducerParts<Context>): Producer {
  return new Producer(parts)
}

/** A list of values, plainest first. */
export function constants(values: readonly Json[], choose: (random: Random) => number): Producer {
  return producer<number>({
    draw: (random) => {
      const index = choose(random)
      return new Value(values[index] as Json, index)
    },
    *simpler(_value, index) {
      for (let i = 0; i < Math.min(index, 3); i++) yield new Value(values[i] as Json, i)
    },
    smallest: () => new Value(values[0] as Json, 0),
    all: () => values.map((value, index) => new Value(value, index)),
  })
}

/** Steps towards the plainest value of an arbitrary that does not know it itself. */
const MOST_STEPS = 200

/** An arbitrary from elsewhere, of which only accepted values are simplified to. */
export function simplest<T>(arbitrary: Arbitrary<T>, accepts: (value: T) => boolean): Value<T> | undefined {
  const random = new Random(xoroshiro128plus(42))
  let best: Value<T> | undefined
  for (let i = 0; i < MOST_STEPS && best === undefined; i++) {
    const candidate = arbitrary.generate(random, undefined)
    if (accepts(candidate.value)) best = candidate
  }
  if (best === undefined) return undefined
  let steps = MOST_STEPS
  for (let improved = true; improved && steps > 0;) {
    improved = false
    for (const candidate of arbitrary.shrink(best.value_, best.context)) {
      if (--steps < 0) break
      if (!accepts(candidate.value)) continue
      best = candidate
      improved = true
      break
    }
  }
  return best
}
