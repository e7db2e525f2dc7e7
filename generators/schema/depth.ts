import type { Json } from '../../core/json.ts'
import type { SchemaNode } from './document.ts'
import type { Alternative, Goals } from './goal.ts'
import { prefixLength, propertyNames, schemasOfItem, schemasOfMember, UNNAMED } from './members.ts'
import { numbersExist } from './number-range.ts'
import type { Shape } from './shape.ts'
import { type TypeName, typeOf } from './types.ts'

/**
 * Whether a value exists within so many levels of nesting: `yes`; `no`, at any depth; or only deeper, if at all. It is
 * decided from what a value must have; patterns and filtered constraints count as satisfiable.
 */
type Reach = 'yes' | 'no' | 'deeper'

/** The levels of nesting that values need. */
export interface Depths {
  /** The fewest levels a value needs; infinite when there is none. */
  of(alternative: Alternative): number
  /** The same for values of one type, of an alternative without open choices. */
  ofType(alternative: Alternative, type: TypeName): number
  /** Whether it is certain, after few steps, that there is no value. */
  isEmpty(alternative: Alternative): boolean
}

export interface DepthParts {
  readonly goals: Goals
  holds(node: SchemaNode, value: Json): boolean
  /** `enum` members that satisfy everything else. */
  valuesOf(alternative: Alternative): readonly Json[] | undefined
  /** The types values are made of: those a schema speaks of, or all it allows. */
  typesOf(shape: Shape): ReadonlySet<TypeName>
}

/** Deeper than any mandatory nesting of a real schema; what has no value by then nests endlessly. */
const DEEPEST = 40

/** After so many steps of one question the answer is taken to be yes: generation will find out. */
const MOST_STEPS = 20_000

/** The same, where the answer only helps to tell branches apart. */
const FEW_STEPS = 200

/** How many items are asked about one by one. */
const MOST_ITEMS = 64

export function createDepths({ goals, holds, valuesOf, typesOf }: DepthParts): Depths {
  const memory = new Map<Alternative, Map<number, Reach>>()
  const depths = new Map<Alternative, number>()
  let steps = 0
  let mostSteps = MOST_STEPS

  function of(alternative: Alternative): number {
    const known = depths.get(alternative)
    if (known !== undefined) return known
    const outermost = steps === 0
    const depth = firstDepth((bound) => reach(alternative, bound))
    // An answer that was cut short may yet turn out wrong where there is more time.
    if (steps <= mostSteps || mostSteps === MOST_STEPS) depths.set(alternative, depth)
    if (outermost) steps = 0
    return depth
  }

  function isEmpty(alternative: Alternative): boolean {
    const before = { steps, mostSteps }
    mostSteps = Math.min(mostSteps, steps + FEW_STEPS)
    if (steps === 0) steps = 1
    const empty = of(alternative) === Infinity
    ;({ steps, mostSteps } = before)
    return empty
  }

  function reach(alternative: Alternative, bound: number): Reach {
    if (bound < 0) return 'deeper'
    const known = depths.get(alternative)
    if (known !== undefined) return known === Infinity ? 'no' : known <= bound ? 'yes' : 'deeper'
    let answers = memory.get(alternative)
    if (answers === undefined) memory.set(alternative, (answers = new Map()))
    const remembered = answers.get(bound)
    if (remembered !== undefined) return remembered
    if (++steps > mostSteps) return 'yes'
    const answer = compute(alternative, bound)
    if (steps > mostSteps && answer === 'yes') return answer
    answers.set(bound, answer)
    if (answer === 'no') depths.set(alternative, Infinity)
    return answer
  }

  function compute(alternative: Alternative, bound: number): Reach {
    const { conflict, group, shape } = alternative.expansion()
    if (conflict !== undefined || shape.types.size === 0) return 'no'
    if (group !== undefined) return best(lazily(alternative.children(), (child) => reach(child, bound)))
    return best(lazily(typesOf(shape), (type) => reachType(alternative, type, bound)))
  }

  function reachGoal(nodes: readonly SchemaNode[], bound: number): Reach {
    if (nodes.length === 0) return 'yes'
    return reach(goals.of(nodes).root, bound)
  }

  function reachType(alternative: Alternative, type: TypeName, bound: number): Reach {
    const { shape } = alternative.expansion()
    const members = valuesOf(alternative)
    if (members !== undefined) return members.some((value) => typeOf(value) === type) ? 'yes' : 'no'
    switch (type) {
      case 'null':
        return shape.excluded.includes(null) ? 'no' : 'yes'
      case 'boolean':
        return shape.excluded.includes(true) && shape.excluded.includes(false) ? 'no' : 'yes'
      case 'number':
        return numbersExist(shape) ? 'yes' : 'no'
      case 'string':
        if (shape.formats.some((format) => shape.notFormats.includes(format))) return 'no'
        return shape.minLength > shape.maxLength ? 'no' : 'yes'
      case 'array':
        return reachArray(shape, bound)
      case 'object':
        return reachObject(shape, bound)
    }
  }

  function reachArray(shape: Shape, bound: number): Reach {
    if (shape.minItems > shape.maxItems) return 'no'
    const answers: Reach[] = []
    const distinct = Math.min(shape.minItems, prefixLength(shape) + 1, MOST_ITEMS)
    for (let i = 0; i < distinct; i++) answers.push(reachGoal(schemasOfItem(shape, i), bound - 1))
    for (const { node, least, most } of shape.contains) {
      if (least > most || least > shape.maxItems) return 'no'
      if (least === 0) continue
      const places = Array.from({ length: Math.min(prefixLength(shape) + 1, MOST_ITEMS) }, (_, i) => i)
      answers.push(best(places.map((i) => reachGoal([...schemasOfItem(shape, i), node], bound - 1))))
    }
    return worst(answers)
  }

  function reachObject(shape: Shape, bound: number): Reach {
    if (shape.minProperties > shape.maxProperties || shape.required.size > shape.maxProperties) return 'no'
    const answers: Reach[] = []
    for (const name of shape.required) {
      if (!shape.names.every((rule) => holds(rule, name))) return 'no'
      const answer = reachGoal(schemasOfMember(shape, name), bound - 1)
      if (answer === 'no') return 'no'
      answers.push(answer)
    }
    if (shape.minProperties > shape.required.size && isClosed(shape, bound - 1)) {
      const possible = propertyNames(shape).filter(
        (name) =>
          shape.names.every((rule) => holds(rule, name)) && reachGoal(schemasOfMember(shape, name), bound - 1) !== 'no',
      )
      if (new Set([...possible, ...shape.required]).size < shape.minProperties) return 'no'
    }
    if (shape.minProperties > shape.required.size && bound === 0) answers.push('deeper')
    return worst(answers)
  }

  /** Whether members beyond the named ones are ruled out by `additionalProperties: false` and the like. */
  function isClosed(shape: Shape, bound: number): boolean {
    if (shape.objects.some(({ patterns }) => patterns.length > 0)) return false
    const rest = schemasOfMember(shape, UNNAMED)
    return rest.some(({ schema }) => schema === false) || reachGoal(rest, bound) === 'no'
  }

  return { of, isEmpty, ofType: (alternative, type) => firstDepth((bound) => reachType(alternative, type, bound)) }
}

function firstDepth(ask: (bound: number) => Reach): number {
  for (let bound = 0; bound <= DEEPEST; bound++) {
    const answer = ask(bound)
    if (answer === 'no') return Infinity
    if (answer === 'yes') return bound
  }
  return Infinity
}

function* lazily<T>(items: Iterable<T>, ask: (item: T) => Reach): Iterable<Reach> {
  for (const item of items) yield ask(item)
}

function best(answers: Iterable<Reach>): Reach {
  let result: Reach = 'no'
  for (const answer of answers) {
    if (answer === 'yes') return 'yes'
    if (answer === 'deeper') result = 'deeper'
  }
  return result
}

function worst(answers: readonly Reach[]): Reach {
  if (answers.includes('no')) return 'no'
  return answers.includes('deeper') ? 'deeper' : 'yes'
}
