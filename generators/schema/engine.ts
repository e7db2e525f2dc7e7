import type { Random } from 'fast-check'
import type { DomainRegistry, FormatRegistry } from '../registry.ts'
import type { Json } from '../../core/json.ts'
import type { Swarm } from '../swarm.ts'
import type { SchemaDocument, SchemaNode } from './document.ts'
import type { Alternative, Goal, Goals } from './goal.ts'
import type { UnsatisfiableSchema } from './errors.ts'
import type { NumberRange } from './number-range.ts'
import type { Producer } from './producer.ts'
import type { Reachability } from './reach.ts'
import type { Shape } from './shape.ts'

/** Counters of one or several arbitraries, kept by the caller. */
export interface GenerationStats {
  /** Values handed out. */
  generated: number
  /** Candidates that were drawn and dropped because they broke a constraint. */
  discarded: number
}

/** What the value under construction may still hold; reset for every value. */
export interface Session {
  /** References followed that lead back to themselves. */
  level: number
  /** How many more optional members, items and their like this part of the value should have. */
  allowance: number
  /** Candidates dropped so far. */
  discarded: number
  /** Branches that turned out to have no value, so far. */
  failures: number
}

/** What the producers of one document share. */
export interface Engine {
  readonly document: SchemaDocument
  readonly goals: Goals
  readonly reach: Reachability
  readonly formats: FormatRegistry
  readonly domain: DomainRegistry
  readonly session: Session
  readonly stats: GenerationStats
  readonly maxDepth: number
  /** Whether texts without a pattern keep to printable ASCII. */
  readonly ascii: boolean
  /** Switches optional members on or off for a whole value. */
  readonly swarm: Swarm
  /**
   * Counts a candidate that was dropped.
   *
   * @throws GenerationFailed when one value has cost too many: filters within filters multiply
   */
  discard(pointer: string): void
  /** The schema of all strings. */
  readonly stringNode: SchemaNode
  /** The pointer that errors name. */
  pointerOf(node: SchemaNode): string
  /** Whether a value satisfies a schema; `format` says nothing. */
  satisfies(node: SchemaNode, value: Json): boolean
  /** Whether a value satisfies a schema, the formats it names included. */
  fits(node: SchemaNode, value: Json): boolean
  /** The values of a goal. `name`: of the member or parameter they are for, when known. */
  producerOf(goal: Goal, name: string | undefined): Producer
  producerOfAlternative(alternative: Alternative, name: string | undefined): Producer
  /** The schema that accepts what this one does not. */
  oppositeOf(node: SchemaNode): SchemaNode
  /** The generator that a format's entry offers for numbers of this shape. */
  numbersOfFormat(shape: Shape, range: NumberRange, pointer: string): Producer | undefined
  unsatisfiable(alternative: Alternative): UnsatisfiableSchema
  /** A source of chance for what must not depend on the seed. */
  seeded(): Random
  /** Runs with a fresh session, and restores the one there was. */
  afresh<T>(make: () => T): T
  /** Whether a value of the goal can hold a value of the same goal again. */
  inCycle(goal: Goal): boolean
}

/** Whether only what must be there should be there: the value is nested too deep already. */
export function isDeep({ session, maxDepth }: Engine): boolean {
  return session.level >= maxDepth
}
