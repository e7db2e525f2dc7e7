import { Arbitrary, type Random, Stream, Value } from 'fast-check'
import type { Swarm } from './swarm.ts'

/** Stands for a part that a request does without; no JSON value. */
export const ABSENT: unique symbol = Symbol('absent')

/** Absent, or `weight` times as often a value; unless its name is switched on or off. Shrinks to being absent. */
export function optional<T>(
  values: Arbitrary<T>,
  weight: number,
  name: string,
  swarm: Swarm,
): Arbitrary<T | typeof ABSENT> {
  return new Optional(values, weight, name, swarm)
}

interface Present<T> {
  readonly inner: Value<T>
}

class Optional<T> extends Arbitrary<T | typeof ABSENT> {
  readonly #values: Arbitrary<T>
  readonly #weight: number
  readonly #name: string
  readonly #swarm: Swarm

  constructor(values: Arbitrary<T>, weight: number, name: string, swarm: Swarm) {
    super()
    this.#values = values
    this.#weight = weight
    this.#name = name
    this.#swarm = swarm
  }

  override generate(random: Random, bias: number | undefined): Value<T | typeof ABSENT> {
    const state = this.#swarm.switchOf(this.#name)
    const isPresent = state === undefined ? random.nextInt(0, this.#weight) > 0 : state === 'on'
    return isPresent ? present(this.#values.generate(random, bias)) : new Value(ABSENT, undefined)
  }

  override canShrinkWithoutContext(_value: unknown): _value is T | typeof ABSENT {
    return false
  }

  override shrink(_value: T | typeof ABSENT, context: unknown): Stream<Value<T | typeof ABSENT>> {
    if (context === undefined) return Stream.nil()
    // Only `present` makes contexts.
    const { inner } = context as Present<T>
    const simpler = this.#values.shrink(inner.value_, inner.context).map(present)
    return Stream.of<Value<T | typeof ABSENT>>(new Value(ABSENT, undefined)).join(simpler)
  }
}

function present<T>(inner: Value<T>): Value<T | typeof ABSENT> {
  return new Value<T | typeof ABSENT>(inner.value_, { inner } satisfies Present<T>)
}
