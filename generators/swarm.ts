import { Arbitrary, type Random, type Stream, type Value } from 'fast-check'

/**
 * Optional members and parameters that are switched on or off for a whole request at once, by their names. Bugs hide
 * where many of them are absent together, which members that are there or not independently of each other hardly show.
 */
export interface Swarm {
  /** What is decided for this name; `undefined`: nothing, in this request. */
  switchOf(name: string): 'on' | 'off' | undefined
  readonly isOpen: boolean
  open(random: Random): void
  close(): void
}

/** Requests in a hundred that have none, all, or a subset of what is optional. The others decide place by place. */
const NONE = 8
const ALL = 8
const SUBSET = 34

type Mode = 'none' | 'all' | 'subset' | 'each for itself'

export function createSwarm(): Swarm {
  const decided = new Map<string, 'on' | 'off'>()
  let source: Random | undefined
  let mode: Mode | undefined
  let share = 0

  function decide(random: Random): Mode {
    const roll = random.nextInt(0, 99)
    const decision =
      roll < NONE ? 'none' : roll < NONE + ALL ? 'all' : roll < NONE + ALL + SUBSET ? 'subset' : 'each for itself'
    if (decision === 'subset') share = random.nextInt(1, 3) * 25
    return decision
  }

  return {
    get isOpen() {
      return source !== undefined
    },
    open: (random) => {
      source = random
      mode = undefined
      decided.clear()
    },
    close: () => {
      source = undefined
    },
    switchOf: (name) => {
      if (source === undefined) return undefined
      switch ((mode ??= decide(source))) {
        case 'none':
          return 'off'
        case 'all':
          return 'on'
        case 'each for itself':
          return undefined
        case 'subset': {
          const state = decided.get(name) ?? (source.nextInt(0, 99) < share ? 'off' : 'on')
          decided.set(name, state)
          // What may be there need not be everywhere.
          return state === 'off' ? 'off' : undefined
        }
      }
    },
  }
}

/** Draws each value with the switches set anew. */
export function swarming<T>(inner: Arbitrary<T>, swarm: Swarm): Arbitrary<T> {
  return new Swarming(inner, swarm)
}

class Swarming<T> extends Arbitrary<T> {
  readonly #inner: Arbitrary<T>
  readonly #swarm: Swarm

  constructor(inner: Arbitrary<T>, swarm: Swarm) {
    super()
    this.#inner = inner
    this.#swarm = swarm
  }

  override generate(random: Random, bias: number | undefined): Value<T> {
    this.#swarm.open(random)
    try {
      return this.#inner.generate(random, bias)
    } finally {
      this.#swarm.close()
    }
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#inner.canShrinkWithoutContext(value)
  }

  override shrink(value: T, context: unknown): Stream<Value<T>> {
    return this.#inner.shrink(value, context)
  }
}
