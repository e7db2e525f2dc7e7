import { type Random, Value } from 'fast-check'
import type { Json } from '../../core/json.ts'
import { type Engine, isDeep } from './engine.ts'
import { GenerationFailed } from './errors.ts'
import { producer, type Producer } from './producer.ts'

/** One of several kinds of values. Made when first needed: a union may have dozens of branches. */
export interface Branch {
  /** Levels of nesting the smallest value needs; infinite: there is none. Asked as late as possible. */
  depth(): number
  producer(): Producer
  readonly weight: number
}

interface BranchContext {
  readonly index: number
  readonly inner: unknown
}

/** More dead ends than this are not tried for one value: unions within unions multiply. */
const MOST_FAILURES = 100

/** How many of the plainer branches a value is simplified to. */
const PLAINER_BRANCHES = 4

/** Values of any of the branches, towards the first; where the value is nested deep already, of the shallowest. */
export function unionOf(engine: Engine, branches: readonly Branch[], pointer: string): Producer {
  const tagged = (index: number, value: Value<Json>): Value<Json> =>
    new Value<Json>(value.value_, { index, inner: value.context } satisfies BranchContext)
  const total = branches.reduce((sum, { weight }) => sum + weight, 0)
  let shallowest: number | undefined

  function plainest(): number {
    if (shallowest !== undefined) return shallowest
    shallowest = 0
    for (const [index, branch] of branches.entries()) {
      if (branch.depth() < (branches[shallowest] as Branch).depth()) shallowest = index
      if ((branches[shallowest] as Branch).depth() === 0) break
    }
    return shallowest
  }

  function choose(random: Random, tried: ReadonlySet<number>): number | undefined {
    let left = total
    for (const index of tried) left -= (branches[index] as Branch).weight
    if (left <= 0) return undefined
    let roll = random.nextInt(0, left - 1)
    for (const [index, { weight }] of branches.entries()) {
      if (tried.has(index)) continue
      roll -= weight
      if (roll < 0) return index
    }
    return undefined
  }

  function draw(random: Random): Value<Json> {
    if (isDeep(engine)) return tagged(plainest(), (branches[plainest()] as Branch).producer().generate(random))
    const tried = new Set<number>()
    let failure: unknown
    for (let index = choose(random, tried); index !== undefined; index = choose(random, tried)) {
      tried.add(index)
      const branch = branches[index] as Branch
      if (branch.depth() === Infinity) continue
      try {
        return tagged(index, branch.producer().generate(random))
      } catch (error) {
        if (!(error instanceof GenerationFailed) || ++engine.session.failures > MOST_FAILURES) throw error
        failure ??= error
      }
    }
    throw failure ?? new GenerationFailed(pointer, 'no alternative has a value')
  }

  /** Whether a branch is plainer than another: shallower, or as deep and named before it. */
  function isPlainer(one: number, other: number): boolean {
    const depth = (branches[one] as Branch).depth()
    const otherDepth = (branches[other] as Branch).depth()
    return depth === otherDepth ? one < other : depth < otherDepth
  }

  function* simpler(value: Json, { index, inner }: BranchContext): Iterable<Value<Json>> {
    let offered = 0
    for (const [other, branch] of branches.entries()) {
      if (offered === PLAINER_BRANCHES) break
      if (branch.weight === 0 || !isPlainer(other, index)) continue
      const plain = attempt(() => branch.producer().smallest())
      if (plain === undefined) continue
      offered++
      yield tagged(other, plain)
    }
    for (const next of (branches[index] as Branch).producer().shrink(value, inner)) yield tagged(index, next)
  }

  function smallest(): Value<Json> {
    const first = plainest()
    const order = [first, ...branches.keys().filter((index) => index !== first)]
    for (const index of order) {
      const branch = branches[index] as Branch
      if (branch.depth() === Infinity) continue
      const value = attempt(() => branch.producer().smallest())
      if (value !== undefined) return tagged(index, value)
      if (++engine.session.failures > MOST_FAILURES) break
    }
    throw new GenerationFailed(pointer, 'no alternative has a value')
  }

  return producer<BranchContext>({ draw, simpler, smallest })
}

/** The outcome, or `undefined` where generation failed. */
export function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof GenerationFailed) return undefined
    throw error
  }
}
