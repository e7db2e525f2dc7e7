import type { Json } from '../../core/json.ts'
import { identityOf } from '../schema/unique.ts'
import { isRepeated } from './wishes.ts'
import { EMPTY, type Plan } from './plan.ts'
import type { ArrayForm, ObjectForm, Site } from './site.ts'

export interface Building {
  readonly seed: number
  /** Whether everything optional is there, as far as it goes. */
  readonly full: boolean
  /** Values that may still be added beyond what is asked for. */
  readonly allowance: { left: number }
  /** Tells apart values that must differ. */
  readonly nth: number
}

/** Why a plan has no value. */
export class CannotBuild extends Error {
  readonly reason: string

  constructor(payload: string, reason: string) {
    super(`${payload}: ${reason}`)
    this.name = 'CannotBuild'
    this.reason = `${payload === '' ? 'the body' : payload}: ${reason}`
  }
}

/** Deeper than any request that is still read. */
const DEEPEST = 60

/** How often an item that equals another one is made again. */
const ATTEMPTS = 12

/**
 * The value of a plan: what it asks for, and what must be there besides, plainly.
 *
 * @throws CannotBuild where something that must be there has no value
 */
export function build(site: Site, plan: Plan, building: Building, depth = 0): Json {
  if (plan.value !== undefined) return plan.value.value
  if (depth > DEEPEST) throw new CannotBuild(site.payload, 'it is nested too deeply')
  const form = site.forms()[plan.form ?? site.plainForm()]
  if (form === undefined) throw new CannotBuild(site.payload, 'no value satisfies its schema')
  building.allowance.left--
  switch (form.kind) {
    case 'scalar': {
      const made = form.plain(building.seed, building.nth)
      if ('reason' in made) throw new CannotBuild(site.payload, made.reason)
      return made.value
    }
    case 'object': {
      const object: Record<string, Json> = {}
      for (const [name, value] of buildMembers(site, form, plan, building, depth)) {
        // A member of this name would set the prototype otherwise.
        Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
      }
      return object
    }
    case 'array':
      return buildItems(form, plan, building, depth)
  }
}

/** The members of an object by name, in the order of the schema. */
export function buildMembers(
  site: Site,
  form: ObjectForm,
  plan: Plan,
  building: Building,
  depth: number,
): ReadonlyMap<string, Json> {
  const absent = plan.absent ?? new Set<string>()
  const wanted = new Set(plan.members?.keys())
  let names = form.complete(wanted, absent)
  if (names === undefined) throw new CannotBuild(site.payload, 'its members exclude each other')
  if (building.full) {
    for (const { name, site: inner, additional } of form.members.values()) {
      if (names.has(name) || absent.has(name) || additional || isRepeated(inner) || building.allowance.left <= 0)
        continue
      names = form.complete(new Set([...names, name]), absent) ?? names
    }
  }
  const members = new Map<string, Json>()
  for (const { name, site: inner } of form.members.values()) {
    if (names.has(name)) members.set(name, build(inner, plan.members?.get(name) ?? EMPTY, building, depth + 1))
  }
  return members
}

function buildItems(form: ArrayForm, plan: Plan, building: Building, depth: number): Json {
  const highest = Math.max(-1, ...(plan.items?.keys() ?? []))
  const roomy = building.full && building.allowance.left > 0 && !isRepeated(form.siteAt(0))
  const count = plan.count ?? Math.max(form.least, highest + 1, roomy ? Math.min(2, form.most) : 0)
  const items: Json[] = []
  const taken = new Set<string>()
  for (let index = 0; index < count; index++) {
    const inner = plan.items?.get(index) ?? EMPTY
    const make = (nth: number): Json => build(form.siteAt(index), inner, { ...building, nth }, depth + 1)
    let item = make(form.unique ? building.nth + index : building.nth)
    for (let i = 1; form.unique && i <= ATTEMPTS && taken.has(identityOf(item)); i++)
      item = make(building.nth + index + i)
    if (form.unique) {
      const needed = plan.count !== undefined || index < form.least || plan.items?.has(index) === true
      if (taken.has(identityOf(item)) && !needed) continue
      taken.add(identityOf(item))
    }
    items.push(item)
  }
  return items
}
