import type { Json } from '../../core/json.ts'
import type { Conflict } from '../canonical.ts'
import { numbersExist } from './number-range.ts'
import type { SchemaNode } from './document.ts'
import type { Alternative, Goal, Goals } from './goal.ts'
import { prefixLength, schemasOfItem, schemasOfMember } from './members.ts'
import type { Shape } from './shape.ts'
import type { TypeName } from './types.ts'

/**
 * Whether a value exists within so many levels of nesting: `yes`; `no`, at any depth; or only deeper, if at all. It is
 * decided from what a value must have; patterns, `not` and other filtered constraints count as satisfiable.
 */
export type Reach = 'yes' | 'no' | 'deeper'

export interface Reachability {
  /** The fewest levels of nesting a value needs; infinite when there is none. */
  depthOf(alternative: Alternative): number
  /** Whether it is certain, after few steps, that there is no value. */
  isEmpty(alternative: Alternative): boolean
  /** The types a value of a fully chosen alternative can have, with the levels each needs; implied types only, if any. */
  typesOf(alternative: Alternative): readonly { readonly type: TypeName; readonly depth: number }[]
  /** `enum` members that satisfy everything else. */
  valuesOf(alternative: Alternative): readonly Json[] | undefined
  /** Why there is no value. */
  explain(alternative: Alternative): Conflict
}

export interface ReachParts {
  readonly goals: Goals
  holds(node: SchemaNode, value: Json): boolean
}

/** Deeper than any mandatory nesting of a real schema; what has no value by then nests endlessly. */
const DEEPEST = 40

/** After so many steps of one question the answer is taken to be yes: generation will find out. */
const MOST_STEPS = 20_000

/** The same, where the answer only helps to tell branches apart. */
const FEW_STEPS = 200

/** How many items are asked about one by one. */
const MOST_ITEMS = 64

export function createReachability({ goals, holds }: ReachParts): Reachability {
  const memory = new Map<Alternative, Map<number, Reach>>()
  const depths = new Map<Alternative, number>()
  const values = new Map<Alternative, readonly Json[] | undefined>()
  let steps = 0
  let mostSteps = MOST_STEPS

  function depthOf(alternative: Alternative): number {
    const known = depths.get(alternative)
    if (known !== undefined) return known
    const outermost = steps === 0
    let depth = Infinity
    for (let bound = 0; bound <= DEEPEST; bound++) {
      const answer = reach(alternative, bound)
      if (answer === 'deeper') continue
      if (answer === 'yes') depth = bound
      break
    }
    // An answer that was cut short may yet turn out wrong where there is more time.
    if (steps <= mostSteps || mostSteps === MOST_STEPS) depths.set(alternative, depth)
    if (outermost) steps = 0
    return depth
  }

  function isEmpty(alternative: Alternative): boolean {
    const before = { steps, mostSteps }
    mostSteps = Math.min(mostSteps, steps + FEW_STEPS)
    if (steps === 0) steps = 1
    const empty = depthOf(alternative) === Infinity
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
    const options =
      group === undefined
        ? [...shape.types].map((type) => reachType(alternative, type, bound))
        : lazily(alternative.children(), (child) => reach(child, bound))
    return best(options)
  }

  function reachGoal(nodes: readonly SchemaNode[], bound: number): Reach {
    if (nodes.length === 0) return 'yes'
    return reach(goals.of(nodes).root, bound)
  }

  function reachType(alternative: Alternative, type: TypeName, bound: number): Reach {
    const { shape } = alternative.expansion()
    const members = valuesOf(alternative)
    if (members !== undefined) return members.some((value) => typeOfValue(value) === type) ? 'yes' : 'no'
    switch (type) {
      case 'null':
        return shape.excluded.includes(null) ? 'no' : 'yes'
      case 'boolean':
        return shape.excluded.includes(true) && shape.excluded.includes(false) ? 'no' : 'yes'
      case 'number':
        return numbersExist(shape) ? 'yes' : 'no'
      case 'string':
        return shape.minLength > shape.maxLength || shape.formats.some((format) => shape.notFormats.includes(format))
          ? 'no'
          : 'yes'
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
    if (shape.minProperties > shape.required.size && isClosed(shape)) {
      const possible = propertyNames(shape).filter(
        (name) => reachGoal(schemasOfMember(shape, name), bound - 1) !== 'no',
      )
      const room = new Set([...possible, ...shape.required]).size
      if (room < shape.minProperties) return 'no'
      if (bound === 0) answers.push('deeper')
    } else if (shape.minProperties > 0 && bound === 0) answers.push('deeper')
    return worst(answers)
  }

  /** Whether members beyond the named ones are ruled out by `additionalProperties: false` and the like. */
  function isClosed(shape: Shape): boolean {
    if (shape.objects.some(({ patterns }) => patterns.length > 0)) return false
    return schemasOfMember(shape, UNNAMED).some(({ schema }) => schema === false)
  }

  function valuesOf(alternative: Alternative): readonly Json[] | undefined {
    if (values.has(alternative)) return values.get(alternative)
    const { shape } = alternative.expansion()
    const found = shape.values?.filter(
      (value) => shape.nodes.every((node) => holds(node, value)) && shape.checks.every((node) => holds(node, value)),
    )
    values.set(alternative, found)
    return found
  }

  function typesOf(alternative: Alternative): readonly { readonly type: TypeName; readonly depth: number }[] {
    const { shape } = alternative.expansion()
    const possible = [...shape.types].flatMap((type) => {
      for (let depth = 0; depth <= DEEPEST; depth++) {
        const answer = reachType(alternative, type, depth)
        if (answer === 'no') return []
        if (answer === 'yes') return [{ type, depth }]
      }
      return []
    })
    const implied = shape.typed ? [] : possible.filter(({ type }) => shape.implied.has(type))
    return implied.length > 0 ? implied : possible
  }

  function explain(alternative: Alternative, seen: ReadonlySet<Alternative> = new Set()): Conflict {
    const { conflict, group, shape } = alternative.expansion()
    const pointer = alternative.goal.nodes[0]?.pointer ?? '#'
    if (conflict !== undefined) return conflict.pointer === '#' ? { ...conflict, pointer } : conflict
    if (seen.has(alternative)) return { pointer, reason: 'it demands itself without end' }
    const deeper = new Set([...seen, alternative])
    if (group !== undefined) {
      const first = alternative.children()[0]
      const reason = first === undefined ? '' : ` (the first: ${explain(first, deeper).reason})`
      return { pointer: group.pointer, reason: `every alternative of ${group.keyword} is ruled out${reason}` }
    }
    if (shape.types.size === 0) return { pointer, reason: 'no type is left' }
    if (shape.values !== undefined)
      return { pointer, reason: 'no member of enum or const satisfies the other keywords' }
    return explainShape(shape, deeper) ?? { pointer, reason: boundsOf(shape) }
  }

  function explainShape(shape: Shape, seen: ReadonlySet<Alternative>): Conflict | undefined {
    const demanded = [
      ...[...shape.required].map((name) => schemasOfMember(shape, name)),
      ...Array.from({ length: Math.min(shape.minItems, prefixLength(shape) + 1) }, (_, i) => schemasOfItem(shape, i)),
    ]
    for (const nodes of demanded) {
      const goal: Goal = goals.of(nodes)
      if (nodes.length > 0 && depthOf(goal.root) === Infinity) return explain(goal.root, seen)
    }
    return undefined
  }

  return { depthOf, isEmpty, typesOf, valuesOf, explain }
}

/** A member name that no contract uses. */
const UNNAMED = '\u0000'

/** Every name that `properties` mentions. */
export function propertyNames(shape: Shape): readonly string[] {
  return [...new Set(shape.objects.flatMap(({ properties }) => [...properties.keys()]))]
}

function boundsOf(shape: Shape): string {
  const clashes = [
    shape.minLength > shape.maxLength && `minLength ${shape.minLength} exceeds maxLength ${shape.maxLength}`,
    shape.minItems > shape.maxItems && `minItems ${shape.minItems} exceeds maxItems ${shape.maxItems}`,
    shape.minProperties > shape.maxProperties &&
      `minProperties ${shape.minProperties} exceeds maxProperties ${shape.maxProperties}`,
    shape.required.size > shape.maxProperties &&
      `more members are required than maxProperties ${shape.maxProperties} allows`,
    shape.types.has('number') && !numbersExist(shape) && 'no number lies within its bounds',
  ].filter((clash) => clash !== false)
  return clashes.length > 0 ? clashes.join('; ') : 'its constraints exclude each other'
}

function typeOfValue(value: Json): TypeName {
  if (value === null) return 'null'
  // Of the five remaining, `typeof` knows the name.
  return Array.isArray(value) ? 'array' : (typeof value as TypeName)
}

function* lazily<T>(items: readonly T[], ask: (item: T) => Reach): Iterable<Reach> {
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
