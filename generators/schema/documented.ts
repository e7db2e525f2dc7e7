import { Value } from 'fast-check'
import { isJsonObject, type Json } from '../../core/json.ts'
import { pick } from './chance.ts'
import { producer, type Producer } from './producer.ts'

/** How many values in a hundred are documented ones, where there are any. */
const SHARE = 8

const DOCUMENTED: unique symbol = Symbol('documented')

/**
 * Values of a producer, and now and then a documented one. That shrinks to the plainest value, or by leaving out what
 * it can do without.
 */
export function withDocumented(
  inner: Producer,
  examples: readonly Json[],
  accepts: (value: Json) => boolean,
): Producer {
  const documented = (value: Json): Value<Json> => new Value(value, DOCUMENTED)
  let fitting: readonly Json[] | undefined

  return producer<unknown>({
    draw: (random) => {
      fitting ??= examples.filter(accepts)
      if (fitting.length === 0 || random.nextInt(0, 99) >= SHARE) return inner.generate(random)
      return documented(pick(random, fitting))
    },
    *simpler(value, context) {
      if (context !== DOCUMENTED) return yield* inner.shrink(value, context)
      yield inner.smallest()
      for (const smaller of withOneLess(value)) if (accepts(smaller)) yield documented(smaller)
    },
    smallest: () => inner.smallest(),
  })
}

/** The value with one member or item left out, the outer ones first. */
function* withOneLess(value: Json): Iterable<Json> {
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1)
    for (const [index, item] of value.entries()) {
      for (const less of withOneLess(item as Json)) yield value.with(index, less)
    }
  } else if (isJsonObject(value)) {
    for (const name of Object.keys(value))
      yield Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
    for (const [name, member] of Object.entries(value)) {
      for (const less of withOneLess(member)) yield { ...value, [name]: less }
    }
  }
}
