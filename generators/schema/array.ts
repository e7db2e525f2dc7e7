import { type Random, Value } from 'fast-check'
import type { Json } from '../../core/json.ts'
import { pick, shuffled } from './chance.ts'
import type { SchemaNode } from './document.ts'
import { type Engine, isDeep } from './engine.ts'
import { GenerationFailed } from './errors.ts'
import { prefixLength, schemasOfItem } from './members.ts'
import { once } from './object-plan.ts'
import { producer, type Producer } from './producer.ts'
import type { Contains, Shape } from './shape.ts'
import { attempt } from './union.ts'
import { identityOf } from './unique.ts'

interface DrawnItem {
  readonly producer: Producer
  readonly value: Value<Json>
}

type ArrayContext = readonly DrawnItem[]

const ATTEMPTS = 20
/** How often an item is drawn again because it equals another one. */
const MOST_REDRAWS = 40
/** … and how often when the array is long enough without it. */
const SOON = 4
const MOST_PREFIX = 64
/** A longer `maxItems` is not reached at random. */
const LARGEST_EDGE = 12

/** Arrays of a shape; towards as few items as allowed, each as plain as it gets. */
export function arrays(engine: Engine, shape: Shape, name: string | undefined, pointer: string): Producer {
  const prefix = prefixLength(shape)
  const producers = new Map<string, Producer>()
  const capacity = once(() => capacityOf(engine, shape, prefix))

  /** Items from the end of the prefix on are alike. */
  function nodesAt(index: number, contained: readonly SchemaNode[]): readonly SchemaNode[] {
    return schemasOfItem(shape, Math.min(index, prefix), contained)
  }

  function producerAt(index: number, contained: readonly SchemaNode[]): Producer {
    const goal = engine.goals.of(nodesAt(index, contained))
    const known = producers.get(goal.key)
    if (known !== undefined) return known
    const made = engine.producerOf(goal, name)
    producers.set(goal.key, made)
    return made
  }

  function fits(index: number, contained: readonly SchemaNode[]): boolean {
    return engine.reach.depthOf(engine.goals.of(nodesAt(index, contained)).root) < Infinity
  }

  /** Which items satisfy which `contains`, for an array of a length; the others stay outside those that are bounded above. */
  function assign(
    length: number,
    order: (indexes: readonly number[]) => readonly number[],
  ): readonly (readonly SchemaNode[])[] {
    const assigned: SchemaNode[][] = Array.from({ length }, () => [])
    const indexes = Array.from({ length }, (_, i) => i)
    for (const { node, least } of shape.contains) {
      const free = order(indexes).toSorted(
        (one, other) => (assigned[one]?.length ?? 0) - (assigned[other]?.length ?? 0),
      )
      let missing = least
      for (const index of free) {
        if (missing === 0) break
        const wanted = [...(assigned[index] as SchemaNode[]), node]
        if (!fits(index, wanted)) continue
        assigned[index] = wanted
        missing--
      }
    }
    for (const index of shape.unevaluatedItems.length > 0 ? indexes : []) {
      const evaluated = fits(index, assigned[index] as SchemaNode[]) ? undefined : evaluatedAt(index)
      if (evaluated !== undefined) assigned[index] = [...(assigned[index] as SchemaNode[]), evaluated]
    }
    for (const { node, most } of shape.contains) {
      if (most >= length) continue
      const opposite = engine.oppositeOf(node)
      for (const [index, nodes] of assigned.entries()) {
        if (!nodes.includes(node) && fits(index, [...nodes, opposite])) assigned[index] = [...nodes, opposite]
      }
    }
    return assigned
  }

  /** A `contains` that an item can satisfy, so that it counts as evaluated. */
  function evaluatedAt(index: number): SchemaNode | undefined {
    return shape.contains.find(({ node, most }) => most > index && fits(index, [node]))?.node
  }

  function build(length: number, random: Random | undefined): DrawnItem[] {
    const assigned = assign(length, (indexes) => (random === undefined ? indexes : shuffled(random, indexes)))
    const drawn: DrawnItem[] = []
    const identities = new Set<string>()
    let allowance = Math.max(0, engine.session.allowance - length)
    for (let index = 0; index < length; index++) {
      const source = producerAt(index, assigned[index] as readonly SchemaNode[])
      const share = Math.floor(allowance / (length - index))
      engine.session.allowance = share
      const value = shape.unique
        ? distinct(source, random, identities, index < shape.minItems)
        : random === undefined
          ? source.smallest()
          : source.generate(random)
      allowance -= share - engine.session.allowance
      if (value === undefined) break
      drawn.push({ producer: source, value })
    }
    engine.session.allowance = Math.max(0, allowance)
    return drawn
  }

  /** A value that equals none before it; `undefined` when it was not found soon, or is not needed. */
  function distinct(
    source: Producer,
    random: Random | undefined,
    identities: Set<string>,
    needed: boolean,
  ): Value<Json> | undefined {
    const isNew = (value: Value<Json>): boolean => !identities.has(identityOf(value.value))
    const found = source.all() === undefined ? search() : one((source.all() ?? []).filter(isNew))
    if (found !== undefined) identities.add(identityOf(found.value))
    return found

    function one(left: readonly Value<Json>[]): Value<Json> | undefined {
      return random === undefined || left.length === 0 ? left[0] : pick(random, left)
    }

    function search(): Value<Json> | undefined {
      const chance = random ?? engine.seeded()
      for (let i = 0; i < (needed ? MOST_REDRAWS : SOON); i++) {
        const value = random === undefined && i === 0 ? source.smallest() : source.generate(chance)
        if (isNew(value)) return value
        // Members that are switched off may be what could differ.
        if (random !== undefined) engine.swarm.close()
      }
      if (needed) engine.discard(pointer)
      return undefined
    }
  }

  function holds(items: readonly DrawnItem[]): boolean {
    if (items.length < shape.minItems || items.length > shape.maxItems) return false
    if (shape.unique && new Set(items.map(({ value }) => identityOf(value.value))).size < items.length) return false
    return shape.contains.every((rule) => countHolds(engine, rule, items))
  }

  function leastItems(): number {
    return Math.max(shape.minItems, neededItems(shape))
  }

  function lengthOf(random: Random): number {
    const least = leastItems()
    const most = capacity()
    if (least >= most) return most
    const goal = engine.goals.of(nodesAt(least, []))
    if (isDeep(engine) || engine.session.allowance <= 0) return least
    const roll = random.nextInt(0, 99)
    if (roll < 15) return least
    if (roll < 25 && most <= LARGEST_EDGE && engine.session.level === 0) return most
    const usual = engine.inCycle(goal) && engine.session.level > 1 ? 1 : 3
    return Math.min(most, least + random.nextInt(1, usual), least + Math.ceil(engine.session.allowance))
  }

  function draw(random: Random): Value<Json> {
    for (let i = 0; i < ATTEMPTS; i++) {
      const items = build(i === ATTEMPTS - 1 ? leastItems() : lengthOf(random), random)
      if (holds(items)) return arrayOf(items)
      engine.discard(pointer)
    }
    throw new GenerationFailed(pointer, `none of ${ATTEMPTS} arrays satisfied its length, uniqueItems and contains`)
  }

  function* simpler(_value: Json, items: ArrayContext): Iterable<Value<Json>> {
    // Items of a prefix are told apart by their place: only the end can go.
    const kept: ArrayContext[] = [items.slice(0, shape.minItems), items.slice(0, items.length >> 1), items.slice(0, -1)]
    if (prefix === 0) {
      kept.push(items.slice(items.length >> 1))
      for (const index of items.keys()) kept.push(items.toSpliced(index, 1))
    }
    const tried = new Set<string>()
    for (const fewer of kept) {
      const key = fewer.map((item) => items.indexOf(item)).join(',')
      if (fewer.length >= items.length || tried.has(key)) continue
      tried.add(key)
      if (holds(fewer)) yield arrayOf(fewer)
    }
    for (const [index, item] of items.entries()) {
      for (const next of item.producer.shrink(item.value.value_, item.value.context)) {
        const changed = items.with(index, { producer: item.producer, value: next })
        if (holds(changed)) yield arrayOf(changed)
      }
    }
  }

  function smallest(): Value<Json> {
    const least = Math.min(leastItems(), capacity())
    for (let length = Math.min(least, Math.max(shape.minItems, 0)); length <= least + 1; length++) {
      const items = attempt(() => build(length, undefined))
      if (items !== undefined && holds(items)) return arrayOf(items)
    }
    return draw(engine.seeded())
  }

  return producer<ArrayContext>({ draw, simpler, smallest })
}

/** Items that `contains` asks for. */
function neededItems({ contains, maxItems }: Shape): number {
  return Math.min(
    contains.reduce((total, { least }) => total + least, 0),
    maxItems,
  )
}

function countHolds(engine: Engine, { node, least, most }: Contains, items: readonly DrawnItem[]): boolean {
  const count = items.filter(({ value }) => engine.satisfies(node, value.value)).length
  return count >= least && count <= most
}

/** The most items there can be: up to the first place that nothing fits, or as many as there are distinct values. */
function capacityOf(engine: Engine, shape: Shape, prefix: number): number {
  let most = shape.maxItems
  for (let index = 0; index <= Math.min(prefix, MOST_PREFIX) && index < most; index++) {
    const isPossible = (nodes: readonly SchemaNode[]): boolean =>
      engine.reach.depthOf(engine.goals.of(schemasOfItem(shape, index, nodes)).root) < Infinity
    // Where only items that `contains` holds for are possible, there are as many as it allows.
    const evaluated = shape.unevaluatedItems.length === 0 ? [] : shape.contains.filter(({ node }) => isPossible([node]))
    if (!isPossible([]))
      most = Math.min(most, evaluated.length === 0 ? index : total(evaluated.map((rule) => rule.most)))
    else if (index === prefix && shape.unique)
      most = Math.min(most, prefix + distinctValues(engine, schemasOfItem(shape, index)))
  }
  return Math.max(most, shape.minItems)
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}

function distinctValues(engine: Engine, nodes: readonly SchemaNode[]): number {
  const { root } = engine.goals.of(nodes)
  const { groups, shape } = root.expansion()
  if (groups.length > 0) return Infinity
  const values = engine.reach.valuesOf(root)
  if (values !== undefined) return new Set(values.map(identityOf)).size
  const types = engine.reach.typesOf(root).map(({ type }) => type)
  if (types.every((type) => type === 'boolean' || type === 'null')) {
    return types.reduce((total, type) => total + (type === 'boolean' ? 2 : 1), 0)
  }
  if (types.length === 1 && types[0] === 'number' && shape.integer)
    return Math.max(1, Math.floor(shape.maximum) - Math.ceil(shape.minimum) + 1)
  return Infinity
}

function arrayOf(items: readonly DrawnItem[]): Value<Json> {
  return new Value<Json>(
    items.map(({ value }) => value.value),
    items,
  )
}
