import { Arbitrary, Random, Stream, type Value } from 'fast-check'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Json, JsonObject } from '../core/json.ts'
import { isWayAround } from './canonical.ts'
import { builtInFormats } from './formats/registry.ts'
import type { DomainRegistry, FormatRegistry } from './registry.ts'
import { openSpace } from './schema-space.ts'
import { openDocument } from './schema/document.ts'
import type { Engine, GenerationStats, Session } from './schema/engine.ts'
import { GenerationFailed, UnsatisfiableSchema } from './schema/errors.ts'
import { satisfies } from './schema/evaluate.ts'
import { acceptedShare, filtered } from './schema/external.ts'
import type { Alternative, Goal } from './schema/goal.ts'
import type { SchemaFiles } from './schema/identifiers.ts'
import { withDocumented } from './schema/documented.ts'
import { leafProducer } from './schema/leaf.ts'
import type { Producer } from './schema/producer.ts'
import { unionOf } from './schema/union.ts'

import { createSwarm, type Swarm } from './swarm.ts'

export { GenerationFailed, UnsatisfiableSchema }
export type { GenerationStats }

export interface GeneratorOptions {
  /** Generators of string and number formats; the built-in ones unless others are given. */
  readonly formats?: FormatRegistry
  /** Meaningful values for named strings and numbers. */
  readonly domain?: DomainRegistry
  /** The name of the value itself (of a parameter), for the domain entries. */
  readonly name?: string
  /** How often a schema may lead back to itself within a value; 5 unless said otherwise. */
  readonly maxDepth?: number
  /** `ascii`: texts without a pattern keep to printable ASCII (headers, paths). */
  readonly characters?: 'unicode' | 'ascii'
  /** Documented values, mixed in as far as they satisfy the schema. */
  readonly examples?: readonly Json[]
  /** Switches of optional members, shared by the parts of one request; each value has its own unless they are given. */
  readonly swarm?: Swarm
  /** Counts values and discarded candidates, over every arbitrary it is given to. */
  readonly stats?: GenerationStats
  /** Other schema documents that references may lead to, by their absolute URIs; nothing is ever fetched. */
  readonly files?: SchemaFiles
  /** Where a schema stands, for errors; without it, a pointer into the schema given. */
  readonly pointerOf?: (schema: object) => string | undefined
}

const DEFAULT_DEPTH = 5

/** How many optional members, items and the like one value has at most, about. */
const ALLOWANCE = 300

const WARM_UP = 4

/** After so many dropped candidates, optional members are no longer switched off. */
const MOST_SWARMED = 10

/** More candidates than this are never dropped for one value. */
const MOST_DISCARDED = 2_000

/**
 * Values of a JSON Schema 2020-12 (references lead within it or to `files`), valid by construction wherever possible. They shrink
 * towards the smallest, plainest valid value, and the same seed yields the same values on any machine.
 *
 * @param schema - may hold `discriminator` in the normal form of a schema view
 * @throws UnsatisfiableSchema when it is certain that no value satisfies the schema
 * @throws GenerationFailed here or while generating, where a keyword is not supported or a bounded search found nothing
 */
export function arbitraryFromSchema(schema: JsonObject | boolean, options: GeneratorOptions = {}): Arbitrary<Json> {
  return withinStack(() => {
    const engine = createEngine(schema, options)
    const goal = engine.goals.of([engine.document.root])
    if (engine.reach.depthOf(goal.root) === Infinity) throw engine.unsatisfiable(goal.root)
    const values = engine.producerOf(goal, options.name)
    const { examples = [] } = options
    const accepts = (value: Json): boolean => engine.fits(engine.document.root, value)
    return new SchemaArbitrary(engine, examples.length === 0 ? values : withDocumented(values, examples, accepts))
  })
}

/** A schema nested by the thousands exhausts the stack; that is a limit of ours, and said so. */
function withinStack<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError) throw new GenerationFailed('#', `it nests too deep (${error.message})`)
    throw error
  }
}

class SchemaArbitrary extends Arbitrary<Json> {
  readonly #engine: Engine
  readonly #producer: Producer

  constructor(engine: Engine, producer: Producer) {
    super()
    this.#engine = engine
    this.#producer = producer
  }

  generate(random: Random): Value<Json> {
    // The first outputs of neighbouring seeds resemble each other; choices made by them would go together.
    for (let i = 0; i < WARM_UP; i++) random.nextInt(0, 1)
    const { swarm } = this.#engine
    const isOwn = !swarm.isOpen
    if (isOwn) swarm.open(random)
    try {
      const value = withinStack(() => this.#engine.afresh(() => this.#producer.generate(random)))
      this.#engine.stats.generated++
      return value
    } finally {
      if (isOwn) swarm.close()
    }
  }

  canShrinkWithoutContext(_value: unknown): _value is Json {
    return false
  }

  shrink(value: Json, context: unknown): Stream<Value<Json>> {
    if (context === undefined) return Stream.nil()
    const simpler = this.#producer.shrink(value, context)
    const next = (): IteratorResult<Value<Json>> => withinStack(() => this.#engine.afresh(() => simpler.next()))
    return new Stream(Iterator.from({ next }))
  }
}

function createEngine(schema: JsonObject | boolean, options: GeneratorOptions): Engine {
  const document = openDocument(schema, options.files)
  const session: Session = freshSession()
  const producers = new Map<string, Producer>()
  const cyclic = new Map<string, boolean>()
  const { goals, reach, opposites, holds } = openSpace(document)
  const named = (options.domain?.length ?? 0) > 0

  const engine: Engine = {
    document,
    goals,
    reach,
    session,
    formats: options.formats ?? builtInFormats,
    domain: options.domain ?? [],
    stats: options.stats ?? { generated: 0, discarded: 0 },
    maxDepth: options.maxDepth ?? DEFAULT_DEPTH,
    ascii: options.characters === 'ascii',
    swarm: options.swarm ?? createSwarm(),
    stringNode: document.made({ type: 'string' }, document.root),
    pointerOf: (node) =>
      (typeof node.schema === 'object' ? options.pointerOf?.(node.schema) : undefined) ?? node.pointer,
    satisfies: holds,
    fits: (node, value) => satisfies(document, node, value, { formats: true }),
    oppositeOf: (node) => opposites.of(node),
    producerOf: (goal, name) => {
      const key = named && name !== undefined ? `${goal.key} ${name}` : goal.key
      const known = producers.get(key)
      if (known !== undefined) return known
      const made = engine.producerOfAlternative(goal.root, named ? name : undefined)
      producers.set(key, made)
      return made
    },
    producerOfAlternative: (alternative, name) => producerOfAlternative(engine, alternative, name),
    inCycle: (goal) =>
      remembered(cyclic, goal, () => goal.nodes.length === 0 || goal.nodes.some((node) => document.inCycle(node))),
    unsatisfiable: (alternative) => {
      const { pointer, reason, node } = reach.explain(alternative)
      return new UnsatisfiableSchema(node === undefined ? pointer : engine.pointerOf(node), reason)
    },
    numbersOfFormat: (shape, range, pointer) => {
      for (const format of shape.formats) {
        const bounds = {
          integer: shape.integer,
          minimum: shape.minimum,
          maximum: shape.maximum,
          multipleOf: shape.multiples,
        }
        const arbitrary = engine.formats.get(format)?.numbers?.(bounds)
        if (arbitrary === undefined) continue
        const accepts = (value: Json): boolean => typeof value === 'number' && range.accepts(value)
        if (acceptedShare(arbitrary, accepts) >= 0.5) return filtered(engine, arbitrary, accepts, pointer)
      }
      return undefined
    },
    discard: (pointer) => {
      engine.stats.discarded++
      // What is hard to find is not made harder.
      if (session.discarded === MOST_SWARMED) engine.swarm.close()
      if (++session.discarded > MOST_DISCARDED) {
        throw new GenerationFailed(
          pointer,
          `${MOST_DISCARDED} candidates for one value did not satisfy its constraints`,
        )
      }
    },
    seeded: () => new Random(xoroshiro128plus(1)),
    afresh: (make) => {
      const before = { ...session }
      Object.assign(session, freshSession())
      try {
        return make()
      } finally {
        Object.assign(session, before)
      }
    },
  }
  return engine
}

function freshSession(): Session {
  return { level: 0, allowance: ALLOWANCE, discarded: 0, failures: 0 }
}

/** Chooses among the options of the open choice, or generates where none is open. */
function producerOfAlternative(engine: Engine, alternative: Alternative, name: string | undefined): Producer {
  const [group] = alternative.expansion().groups
  if (group === undefined) return leafProducer(engine, alternative, name)
  const children = isWayAround(group) ? fewPossible(engine, alternative.children()) : alternative.children()
  if (children.length === 0) throw engine.unsatisfiable(alternative)
  const made: (Producer | undefined)[] = []
  const branches = children.map((child, index) => ({
    depth: () => engine.reach.depthOf(child),
    producer: () => (made[index] ??= producerOfAlternative(engine, child, name)),
    weight: 1,
  }))
  return unionOf(engine, branches, group.pointer)
}

/** Ways around `not` are no branches of the contract: a few of them will do, and keep their combinations few. */
const FEW_WAYS = 5

function fewPossible(engine: Engine, children: readonly Alternative[]): readonly Alternative[] {
  const possible: Alternative[] = []
  for (const child of children) {
    if (possible.length === FEW_WAYS) break
    if (engine.reach.depthOf(child) < Infinity) possible.push(child)
  }
  return possible
}

function remembered(memory: Map<string, boolean>, goal: Goal, decide: () => boolean): boolean {
  const known = memory.get(goal.key)
  if (known !== undefined) return known
  const answer = decide()
  memory.set(goal.key, answer)
  return answer
}
