import { type Random, Value } from 'fast-check'
import type { Json } from '../../core/json.ts'
import { percent, shuffled } from './chance.ts'
import { type Engine, isDeep } from './engine.ts'
import { GenerationFailed } from './errors.ts'
import { extraMembers } from './extra-members.ts'
import { type Member, objectPlan, type ObjectPlan } from './object-plan.ts'
import { producer, type Producer } from './producer.ts'
import type { Shape } from './shape.ts'
import { attempt } from './union.ts'

interface DrawnMember {
  readonly member: Member
  readonly value: Value<Json>
}

type ObjectContext = readonly DrawnMember[]

/** Members removed one by one when an object is simplified. */
const MOST_REMOVALS = 64

/** Objects of a shape; towards required members only, each as plain as it gets. */
export function objects(engine: Engine, shape: Shape, pointer: string): Producer {
  let lazyPlan: ObjectPlan | undefined
  const planned = (): ObjectPlan => (lazyPlan ??= objectPlan(engine, shape, pointer))
  const extras = extraMembers(engine, shape)

  function draw(random: Random): Value<Json> {
    const plan = planned()
    const chosen = chooseNames(random, plan)
    let allowance = Math.max(0, engine.session.allowance - chosen.size)
    const drawn: DrawnMember[] = []
    const add = (member: Member, share: number): void => {
      engine.session.allowance = share
      const value = member.required
        ? member.producer().generate(random)
        : attempt(() => member.producer().generate(random))
      allowance -= share - engine.session.allowance
      if (value !== undefined) drawn.push({ member, value })
    }
    let left = chosen.size
    for (const member of plan.members) {
      if (!chosen.has(member.name)) continue
      add(member, Math.floor(allowance / left--))
    }
    const taken = (): ReadonlySet<string> => namesOf(drawn)
    const missing = shape.minProperties - drawn.length
    if (missing > 0) {
      const candidates = isDeep(engine) ? byDepth(plan.members) : shuffled(random, plan.members)
      for (const member of candidates) {
        if (drawn.length >= shape.minProperties) break
        const names = taken()
        if (names.has(member.name) || !plan.allows(new Set([...names, member.name]), true)) continue
        add(member, Math.floor(allowance / missing))
      }
    }
    const wanted = Math.max(shape.minProperties - drawn.length, wantedExtras(random, plan, drawn.length, allowance))
    for (let i = 0; i < wanted; i++) {
      const member = isDeep(engine) ? extras.plainest(taken()) : extras.draw(random, taken())
      if (member === undefined) break
      add(member, Math.floor(allowance / (wanted - i)))
    }
    engine.session.allowance = Math.max(0, allowance)
    if (!plan.allows(taken(), false)) {
      throw new GenerationFailed(
        pointer,
        `no set of members satisfies minProperties ${shape.minProperties} and what depends on it`,
      )
    }
    return objectOf(drawn)
  }

  /** Required members, and each optional one or not; how freely varies from object to object. */
  function chooseNames(random: Random, plan: ObjectPlan): ReadonlySet<string> {
    const chosen = new Set(plan.required)
    const optional = plan.members.filter(({ required }) => !required)
    if (optional.length === 0 || isDeep(engine)) return chosen
    const mode = random.nextInt(0, 99)
    let chance = mode < 12 ? 0 : mode < 26 ? 100 : mode < 50 ? 25 : mode < 76 ? 50 : 75
    const affordable = (100 * engine.session.allowance) / optional.length
    chance = Math.min(chance, Math.floor(affordable))
    const nesting = Math.floor((chance * (engine.maxDepth - engine.session.level)) / (engine.maxDepth + 1))
    const full = chosen.size + optional.length > shape.maxProperties
    for (const member of full ? shuffled(random, optional) : optional) {
      if (!isWanted(random, member, member.cyclic ? nesting : chance, affordable)) continue
      const needed = member.needs.filter((need) => !chosen.has(need))
      if (chosen.has(member.name) || chosen.size + needed.length > shape.maxProperties) continue
      for (const need of needed) chosen.add(need)
    }
    return chosen
  }

  /** By chance, unless the member is switched on or off for the whole value. What can nest without end is never switched on. */
  function isWanted(random: Random, { name, cyclic }: Member, chance: number, affordable: number): boolean {
    const state = engine.swarm.switchOf(name)
    if (state === 'off') return false
    return percent(random, state === 'on' && !cyclic ? Math.min(100, affordable) : chance)
  }

  function wantedExtras(random: Random, plan: ObjectPlan, present: number, allowance: number): number {
    if (isDeep(engine)) return 0
    const room = Math.min(shape.maxProperties - present, Math.ceil(allowance))
    if (room <= 0) return 0
    const roll = random.nextInt(0, 99)
    const count = extras.wanted(roll, plan.members.length)
    return Math.min(room, count)
  }

  function* simpler(_value: Json, drawn: ObjectContext): Iterable<Value<Json>> {
    const plan = planned()
    const without = (kept: readonly DrawnMember[]): boolean =>
      kept.length < drawn.length && plan.allows(namesOf(kept), false)
    const required = drawn.filter(({ member }) => member.required)
    if (without(required)) yield objectOf(required)
    const optional = drawn.filter(({ member }) => !member.required)
    for (const half of [optional.slice(0, optional.length >> 1), optional.slice(optional.length >> 1)]) {
      const kept = drawn.filter((each) => !half.includes(each))
      if (half.length > 1 && kept.length > required.length && without(kept)) yield objectOf(kept)
    }
    for (const removed of optional.slice(0, MOST_REMOVALS)) {
      const kept = drawn.filter((each) => each !== removed)
      if (without(kept) && !(optional.length === 1 && required.length === kept.length)) yield objectOf(kept)
    }
    for (const [index, { member }] of drawn.entries()) {
      const plainer = plan.names.has(member.name) ? undefined : extras.plainest(namesOf(drawn.toSpliced(index, 1)))
      const value =
        plainer !== undefined && isPlainerName(plainer, member)
          ? attempt(() => plainer.producer().smallest())
          : undefined
      if (plainer === undefined || value === undefined) continue
      const renamed = drawn.with(index, { member: plainer, value })
      if (plan.allows(namesOf(renamed), false)) yield objectOf(renamed)
    }
    for (const [index, { member, value }] of drawn.entries()) {
      for (const next of member.producer().shrink(value.value_, value.context)) {
        yield objectOf(drawn.with(index, { member, value: next }))
      }
    }
  }

  function smallest(): Value<Json> {
    const plan = planned()
    const drawn: DrawnMember[] = []
    const taken = (): ReadonlySet<string> => namesOf(drawn)
    const add = (member: Member): void => {
      const value = member.required ? member.producer().smallest() : attempt(() => member.producer().smallest())
      if (value !== undefined) drawn.push({ member, value })
    }
    for (const member of plan.members) if (plan.required.has(member.name)) add(member)
    for (const member of byDepth(plan.members)) {
      if (drawn.length >= shape.minProperties) break
      const names = taken()
      if (!names.has(member.name) && plan.allows(new Set([...names, member.name]), true)) add(member)
    }
    while (drawn.length < shape.minProperties) {
      const member = extras.plainest(taken())
      if (member === undefined) break
      add(member)
    }
    if (!plan.allows(taken(), false)) {
      throw new GenerationFailed(pointer, `no set of members satisfies minProperties ${shape.minProperties}`)
    }
    return objectOf(drawn)
  }

  return producer<ObjectContext>({ draw, simpler, smallest })
}

function namesOf(drawn: readonly DrawnMember[]): ReadonlySet<string> {
  return new Set(drawn.map(({ member }) => member.name))
}

function isPlainerName({ name }: Member, other: Member): boolean {
  return name.length === other.name.length ? name < other.name : name.length < other.name.length
}

function byDepth(members: readonly Member[]): readonly Member[] {
  return members.toSorted((one, other) => one.depth - other.depth)
}

function objectOf(drawn: readonly DrawnMember[]): Value<Json> {
  const object: Record<string, Json> = {}
  for (const { member, value } of drawn) {
    if (member.name === '__proto__') {
      Object.defineProperty(object, member.name, {
        value: value.value,
        enumerable: true,
        configurable: true,
        writable: true,
      })
    } else object[member.name] = value.value
  }
  return new Value<Json>(object, drawn)
}
