import type { Engine } from './engine.ts'
import { GenerationFailed } from './errors.ts'
import { propertyNames, schemasOfMember } from './members.ts'
import type { Producer } from './producer.ts'
import type { Shape } from './shape.ts'

/** A member an object may or must have. */
export interface Member {
  readonly name: string
  readonly required: boolean
  /** Itself, and the members that must be there when it is. */
  readonly needs: readonly string[]
  /** Levels of nesting its smallest value needs. */
  readonly depth: number
  /** Whether its value can nest without end. */
  readonly cyclic: boolean
  producer(): Producer
}

/** Which named members objects of a shape have. */
export interface ObjectPlan {
  /** In the order of the schema, required ones that it does not describe last. */
  readonly members: readonly Member[]
  readonly required: ReadonlySet<string>
  /** Every name the schema mentions, also of members without a value. */
  readonly names: ReadonlySet<string>
  /** Whether an object may have exactly these members; `growing`: more are still to come. */
  allows(names: ReadonlySet<string>, growing: boolean): boolean
}

/** Plans the named members of objects of a shape. Members without a value are left out. */
export function objectPlan(engine: Engine, shape: Shape, pointer: string): ObjectPlan {
  const dependentNames = shape.dependents.flatMap(({ needs }) => needs)
  const names = new Set([...propertyNames(shape), ...shape.required, ...dependentNames])
  const required = withNeeds(shape.required, shape.dependents)
  const possible = new Map<string, Member>()
  for (const name of names) {
    const member = memberOf(name)
    if (member !== undefined) possible.set(name, member)
    else if (required.has(name)) throw new GenerationFailed(pointer, `the required member ${name} has no value`)
  }
  const members = [...possible.values()].filter(({ needs }) => needs.every((need) => possible.has(need)))

  function memberOf(name: string): Member | undefined {
    if (!shape.names.every((rule) => engine.satisfies(rule, name))) return undefined
    const goal = engine.goals.of(schemasOfMember(shape, name))
    const depth = engine.reach.depthOf(goal.root)
    if (depth === Infinity) return undefined
    return {
      name,
      required: required.has(name),
      needs: shape.dependents.length === 0 ? [name] : [...withNeeds([name], shape.dependents)],
      depth,
      cyclic: engine.inCycle(goal),
      producer: once(() => engine.producerOf(goal, name)),
    }
  }

  function allows(present: ReadonlySet<string>, growing: boolean): boolean {
    if (present.size > shape.maxProperties) return false
    if (shape.dependents.some(({ name, needs }) => present.has(name) && !needs.every((need) => present.has(need))))
      return false
    return growing || (present.size >= shape.minProperties && required.isSubsetOf(present))
  }

  return { members, required, names, allows }
}

/** Members with all that must be there when they are. */
export function withNeeds(names: Iterable<string>, dependents: Shape['dependents']): Set<string> {
  const needed = new Set(names)
  // A set grows while it is walked; what is added is walked too.
  for (const name of needed) {
    for (const dependent of dependents) {
      if (dependent.name === name) for (const need of dependent.needs) needed.add(need)
    }
  }
  return needed
}

/** Remembers the first answer. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
