import type { Random } from 'fast-check'
import { expressionOf } from '../pattern-expression.ts'
import { searchTexts } from '../pattern-search.ts'
import { pick } from './chance.ts'
import type { Engine } from './engine.ts'
import { propertyNames, schemasOfMember, UNNAMED } from './members.ts'
import { type Member, once } from './object-plan.ts'
import type { Shape } from './shape.ts'
import { attempt } from './union.ts'

/** Members beyond the named ones: of `patternProperties`, `additionalProperties`, or free. */
export interface ExtraMembers {
  /** How many to add, by a roll of 0 to 99 and the number of named members. */
  wanted(roll: number, named: number): number
  /** A member under a new name; `undefined` when none was found. */
  draw(random: Random, taken: ReadonlySet<string>): Member | undefined
  plainest(taken: ReadonlySet<string>): Member | undefined
}

interface NameSource {
  draw(random: Random): string | undefined
  plain(): Iterable<string>
}

const ATTEMPTS = 30
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** Members of a shape that its schemas do not name. */
export function extraMembers(engine: Engine, shape: Shape): ExtraMembers {
  const known = new Set([...propertyNames(shape), ...shape.dependents.map(({ name }) => name)])
  const sources = once(() => nameSources(engine, shape))

  function memberOf(name: string): Member | undefined {
    if (known.has(name) || !shape.names.every((rule) => engine.satisfies(rule, name))) return undefined
    const goal = engine.goals.of(schemasOfMember(shape, name))
    const depth = engine.reach.depthOf(goal.root)
    if (depth === Infinity) return undefined
    const made = once(() => engine.producerOf(goal, name))
    return { name, required: false, needs: [name], depth, cyclic: engine.inCycle(goal), producer: made }
  }

  function wanted(roll: number, named: number): number {
    if (sources().length === 0) return 0
    if (shape.objects.some(({ patterns }) => patterns.length > 0)) return roll < 35 ? 0 : roll < 75 ? 1 : 2
    const rules = shape.objects.flatMap(({ additional }) => (additional === undefined ? [] : [additional.schema]))
    const described = rules.some((schema) => schema !== true) || shape.names.length > 0
    if (named === 0) return described ? (roll < 15 ? 0 : 1 + (roll % 3)) : roll < 60 ? 0 : 1 + (roll % 2)
    if (described) return roll < 75 ? 0 : 1 + (roll % 2)
    // What the contract does not mention is sent only where it says that anything goes.
    return rules.length > 0 && roll < 10 ? 1 : 0
  }

  function draw(random: Random, taken: ReadonlySet<string>): Member | undefined {
    for (let i = 0; i < ATTEMPTS && sources().length > 0; i++) {
      const name = pick(random, sources()).draw(random)
      const member = name === undefined || taken.has(name) ? undefined : memberOf(name)
      if (member !== undefined) return member
    }
    return plainest(taken)
  }

  /** The shallowest of what each source offers first. */
  function plainest(taken: ReadonlySet<string>): Member | undefined {
    const offered = sources().flatMap((source) => firstOf(source, taken) ?? [])
    return offered.toSorted((one, other) => one.depth - other.depth)[0]
  }

  function firstOf(source: NameSource, taken: ReadonlySet<string>): Member | undefined {
    let left = ATTEMPTS * 4
    for (const name of source.plain()) {
      if (--left < 0) return undefined
      const member = taken.has(name) ? undefined : memberOf(name)
      if (member !== undefined) return member
    }
    return undefined
  }

  return { wanted, draw, plainest }
}

function nameSources(engine: Engine, shape: Shape): readonly NameSource[] {
  const patterns = shape.objects.flatMap((rule) => rule.patterns)
  const named = shape.names.length === 0 ? undefined : namesUnder(engine, shape)
  const sources = patterns.flatMap(({ pattern, node }) =>
    node.schema === false || expressionOf(pattern) === undefined ? [] : [namesMatching(pattern)],
  )
  if (named !== undefined) sources.push(named)
  const rest = engine.goals.of(schemasOfMember(shape, UNNAMED))
  if (named === undefined && engine.reach.depthOf(rest.root) < Infinity) sources.push(freeNames)
  return sources
}

function namesMatching(pattern: string): NameSource {
  const texts = searchTexts([pattern], { minLength: 0, maxLength: Infinity })
  return {
    draw: (random) => texts.draw(random, () => {}),
    *plain() {
      for (let length = 0; length < ATTEMPTS * 4; length++) {
        const text = searchTexts([pattern], { minLength: length, maxLength: Infinity }).smallest()
        if (text === undefined) return
        yield text
      }
    },
  }
}

function namesUnder(engine: Engine, shape: Shape): NameSource | undefined {
  const [first] = shape.names
  if (first === undefined) return undefined
  const goal = engine.goals.of([...shape.names, engine.stringNode])
  if (engine.reach.depthOf(goal.root) === Infinity) return undefined
  const names = once(() => engine.producerOf(goal, undefined))
  return {
    draw: (random) => attempt(() => names().generate(random).value as string),
    *plain() {
      const smallest = attempt(() => names().smallest().value as string)
      if (smallest !== undefined) yield smallest
      for (const source of [engine.seeded(), engine.seeded()]) {
        for (let i = 0; i < ATTEMPTS; i++) {
          const name = attempt(() => names().generate(source).value as string)
          if (name !== undefined) yield name
        }
      }
    },
  }
}

const freeNames: NameSource = {
  draw: (random) => Array.from({ length: random.nextInt(1, 8) }, () => LETTERS[random.nextInt(0, 25)]).join(''),
  *plain() {
    yield* LETTERS
    for (const first of LETTERS) for (const second of LETTERS) yield first + second
  },
}
