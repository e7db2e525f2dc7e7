import { Random, Value, type Arbitrary } from 'fast-check'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Json } from '../../core/json.ts'
import type { Engine } from './engine.ts'
import { GenerationFailed } from './errors.ts'
import { producer, type Producer, simplest } from './producer.ts'

const ATTEMPTS = 60
const PROBES = 20

/** How many of a few values from an arbitrary are accepted, as a share of 1. The same at every call. */
export function acceptedShare<T>(arbitrary: Arbitrary<T>, accepts: (value: T) => boolean): number {
  const random = new Random(xoroshiro128plus(7))
  let accepted = 0
  for (let i = 0; i < PROBES; i++) if (accepts(arbitrary.generate(random, undefined).value)) accepted++
  return accepted / PROBES
}

/** Values of an arbitrary from elsewhere (a format, a domain entry), as far as they are accepted. */
export function filtered(
  engine: Engine,
  arbitrary: Arbitrary<Json>,
  accepts: (value: Json) => boolean,
  pointer: string,
): Producer {
  const wrap = (value: Value<Json>): Value<Json> => new Value(value.value, { inner: value })
  const fail = (): never => {
    throw new GenerationFailed(pointer, `none of ${ATTEMPTS} candidates satisfied all its constraints`)
  }
  return producer<{ readonly inner: Value<Json> }>({
    draw: (random) => {
      for (let i = 0; i < ATTEMPTS; i++) {
        const candidate = arbitrary.generate(random, undefined)
        if (accepts(candidate.value)) return wrap(candidate)
        engine.discard(pointer)
      }
      return fail()
    },
    *simpler(_value, { inner }) {
      for (const next of arbitrary.shrink(inner.value_, inner.context)) if (accepts(next.value)) yield wrap(next)
    },
    smallest: () => wrap(simplest(arbitrary, accepts) ?? fail()),
  })
}
