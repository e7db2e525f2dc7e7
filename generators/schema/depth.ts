import type { Json } from '../../core/json.ts'
import type { Group } from '../canonical.ts'
import { expressionOf } from '../pattern-expression.ts'
import { searchTexts } from '../pattern-search.ts'
import type { SchemaNode } from './document.ts'
import type { Alternative, Goals } from './goal.ts'
import { withNeeds } from './object-plan.ts'
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
const DEEPEST = 64

/** After so many steps of one question the answer is taken to be yes: generation will find out. */
const MOST_STEPS = 4_000

/** The same, for all questions about a document together. */
const ALL_STEPS = 60_000

/** The same, where the answer only helps to tell branches apart. */
const FEW_STEPS = 400

/** A choice of more options is not looked at ahead of its turn. */
const MOST_OPTIONS = 64

/** Sixteen schemas merged count as a further step. */
const NODES_PER_STEP = 4

/** How many items are asked about one by one. */
const MOST_ITEMS = 64

export function createDepths({ goals, holds, valuesOf, typesOf }: DepthParts): Depths {
  const memory = new Map<Alternative, Map<number, Reach>>()
  const depths = new Map<Alternative, number>()
  const notPlainlyEmpty = new Set<Alternative>()
  let steps = 0
  let mostSteps = MOST_STEPS
  let total = 0

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
    const known = depths.get(alternative)
    if (known !== undefined) return known === Infinity ? 'no' : known <= bound ? 'yes' : 'deeper'
    if (bound < 0) return isPlainlyEmpty(alternative) ? 'no' : 'deeper'
    let answers = memory.get(alternative)
    if (answers === undefined) memory.set(alternative, (answers = new Map()))
    const remembered = answers.get(bound)
    if (remembered !== undefined) return remembered
    if (isTooMuch(alternative)) return 'yes'
    const answer = compute(alternative, bound)
    if (steps > mostSteps && answer === 'yes') return answer
    answers.set(bound, answer)
    if (answer === 'no') rememberEmpty(alternative)
    return answer
  }

  /** Whether its parts contradict each other as they stand: seen without a look at its members. */
  function isPlainlyEmpty(alternative: Alternative): boolean {
    if (notPlainlyEmpty.has(alternative) || isTooMuch(alternative)) return false
    const { conflict, shape } = alternative.expansion()
    if (conflict === undefined && shape.types.size > 0) {
      notPlainlyEmpty.add(alternative)
      return false
    }
    rememberEmpty(alternative)
    return true
  }

  /** Counts a step, which is as large as the conjunction that has to be merged for it. */
  function isTooMuch(alternative: Alternative): boolean {
    if (steps > mostSteps || total > ALL_STEPS) return true
    const size = 1 + (alternative.expansion().shape.nodes.length >> NODES_PER_STEP)
    // The schemas of the document themselves are few, and what is found of them serves every question.
    if (alternative.goal.nodes.length > 1) steps += size
    total += size
    return steps > mostSteps || total > ALL_STEPS
  }

  function compute(alternative: Alternative, bound: number): Reach {
    const sofar = withoutChoices(alternative, bound)
    const { groups } = alternative.expansion()
    // Choices only add constraints: what is out of reach without them stays so.
    if (groups.length === 0 || sofar !== 'yes') return sofar
    // What one choice rules out for good is not tried again under every option of the others.
    if (groups.slice(1).some((group) => isBlocked(alternative, group, bound))) return 'no'
    return best(lazily(alternative.children(), (child) => reach(child, bound)))
  }

  /** What is known as long as the open choices are not looked at: they can only rule out more. */
  function withoutChoices(alternative: Alternative, bound: number): Reach {
    const { conflict, shape } = alternative.expansion()
    if (conflict !== undefined || shape.types.size === 0) return 'no'
    return best(lazily(typesOf(shape), (type) => reachType(alternative, type, bound)))
  }

  function isBlocked(alternative: Alternative, group: Group, bound: number): boolean {
    if (group.size > MOST_OPTIONS) return false
    return Array.from({ length: group.size }, (_, option) => alternative.with(group, option)).every((next) => {
      const known = depths.get(next)
      if (known !== undefined) return known === Infinity
      if (isTooMuch(next) || withoutChoices(next, bound) !== 'no') return false
      rememberEmpty(next)
      return true
    })
  }

  function rememberEmpty(alternative: Alternative): void {
    depths.set(alternative, Infinity)
    alternative.forget()
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
    const places = Math.min(prefixLength(shape) + 1, MOST_ITEMS)
    const items = Array.from({ length: places }, (_, i) => reachItem(shape, i, bound - 1))
    const blocked = items.indexOf('no')
    const room = Math.min(shape.maxItems, blocked === -1 ? Infinity : blocked)
    if (shape.minItems > room) return 'no'
    answers.push(...items.slice(0, shape.minItems))
    for (const { node, least, most } of shape.contains) {
      if (least > most || least > room) return 'no'
      if (least === 0) continue
      // An item is only there when all before it are.
      const open = items.slice(0, room).map((_, i) => {
        const itself = reachGoal(schemasOfItem(shape, i, [node]), bound - 1)
        return worst([itself, ...items.slice(0, i)])
      })
      answers.push(best(open))
    }
    return worst(answers)
  }

  /** What `contains` holds for counts as evaluated: it may be there where nothing unevaluated may. */
  function reachItem(shape: Shape, index: number, bound: number): Reach {
    const plain = reachGoal(schemasOfItem(shape, index), bound)
    if (plain !== 'no' || shape.unevaluatedItems.length === 0) return plain
    return best(shape.contains.map(({ node }) => reachGoal(schemasOfItem(shape, index, [node]), bound)))
  }

  function reachObject(shape: Shape, bound: number): Reach {
    const required = withNeeds(shape.required, shape.dependents)
    if (shape.minProperties > shape.maxProperties || required.size > shape.maxProperties) return 'no'
    const answers: Reach[] = []
    for (const name of required) {
      if (!shape.names.every((rule) => holds(rule, name))) return 'no'
      const answer = reachGoal(schemasOfMember(shape, name), bound - 1)
      if (answer === 'no') return 'no'
      answers.push(answer)
    }
    const missing = shape.minProperties - required.size
    if (missing > 0) answers.push(bound === 0 ? notYet(shape, missing) : reachMore(shape, missing, bound))
    return worst(answers)
  }

  function notYet(shape: Shape, missing: number): Reach {
    return reachMore(shape, missing, 0) === 'no' ? 'no' : 'deeper'
  }

  /** Whether so many members can be added to the required ones. */
  function reachMore(shape: Shape, missing: number, bound: number): Reach {
    const only = shape.names.length === 0 ? undefined : valuesOf(goals.of(shape.names).root)
    const named = [...new Set([...propertyNames(shape), ...(only ?? []).map(String)])]
      .filter((name) => !shape.required.has(name) && shape.names.every((rule) => holds(rule, name)))
      .map((name) => reachGoal(schemasOfMember(shape, name), bound - 1))
    const matched = shape.objects.flatMap(({ patterns }) => patterns.map(({ pattern }) => sampleName(pattern)))
    const others = only === undefined ? [UNNAMED, ...matched] : []
    const extra = best(others.map((name) => reachGoal(schemasOfMember(shape, name), bound - 1)))
    if (extra === 'yes' || named.filter((answer) => answer === 'yes').length >= missing) return 'yes'
    if (extra === 'deeper' || named.filter((answer) => answer !== 'no').length >= missing) return 'deeper'
    return 'no'
  }

  return { of, isEmpty, ofType: (alternative, type) => firstDepth((bound) => reachType(alternative, type, bound)) }
}

const sampleNames = new Map<string, string>()

/** A name that a pattern of `patternProperties` matches; any, where it is not supported. */
function sampleName(pattern: string): string {
  const known = sampleNames.get(pattern)
  if (known !== undefined) return known
  const isSupported = expressionOf(pattern) !== undefined
  const bounds = { minLength: 0, maxLength: Infinity }
  const name = (isSupported ? searchTexts([pattern], bounds).smallest() : undefined) ?? UNNAMED
  sampleNames.set(pattern, name)
  return name
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
