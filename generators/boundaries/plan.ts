import { type Json, jsonEquals } from '../../core/json.ts'
import type { ArrayForm, ObjectForm, Site } from './site.ts'

/** What a case must have at a site; all else is up to the builder. Never changed: merging makes a new one. */
export interface Plan {
  readonly form?: number
  readonly value?: { readonly value: Json }
  readonly members?: ReadonlyMap<string, Plan>
  readonly absent?: ReadonlySet<string>
  readonly count?: number
  readonly items?: ReadonlyMap<number, Plan>
}

/** From a site into what it holds: a member by its name, or an item, which may be any of those after the prefix. */
export interface Step {
  readonly form: number
  readonly into: { readonly member: string } | { readonly item: number }
}

export type Demand =
  | { readonly kind: 'form' }
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'members'; readonly present: readonly string[]; readonly absent: readonly string[] }
  | { readonly kind: 'count'; readonly count: number }

/** A way to show a constraint: go there, take this form, and have this. */
export interface Way {
  readonly path: readonly Step[]
  readonly form: number
  readonly demand: Demand
}

export const EMPTY: Plan = {}

/** Items that one array holds in order to show something, at most. */
const MOST_ITEMS = 8

/**
 * A plan with one more demand; `undefined` where the two exclude each other.
 *
 * @param sealed - whether nothing may be there that need not be
 */
export function merged(site: Site, plan: Plan, way: Way, sealed = false, depth = 0): Plan | undefined {
  const step = way.path[depth]
  const index = step === undefined ? way.form : step.form
  if (plan.form !== undefined && plan.form !== index) return undefined
  if (plan.value !== undefined) return step === undefined && isShown(plan.value.value, way.demand) ? plan : undefined
  const form = site.forms()[index]
  if (form === undefined) return undefined
  if (step === undefined) return demanded(form, { ...plan, form: index }, way.demand, sealed)
  if ('member' in step.into) {
    if (form.kind !== 'object') return undefined
    return withMember(form, { ...plan, form: index }, way, sealed, depth, step.into.member)
  }
  if (form.kind !== 'array') return undefined
  return withItem(form, { ...plan, form: index }, way, sealed, depth, step.into.item)
}

/** Whether a value that is there already will do. */
function isShown(value: Json, demand: Demand): boolean {
  return demand.kind === 'form' || (demand.kind === 'value' && jsonEquals(value, demand.value))
}

function demanded(
  form: ReturnType<Site['forms']>[number],
  plan: Plan,
  demand: Demand,
  sealed: boolean,
): Plan | undefined {
  switch (demand.kind) {
    case 'form':
      return plan
    case 'value': {
      const untouched = plan.members === undefined && plan.absent === undefined && plan.items === undefined
      return untouched && plan.count === undefined && !(sealed && form.kind !== 'scalar')
        ? { ...plan, value: { value: demand.value } }
        : undefined
    }
    case 'members':
      return form.kind === 'object' ? withMembers(form, plan, demand.present, demand.absent, sealed) : undefined
    case 'count': {
      if (form.kind !== 'array' || (plan.count !== undefined && plan.count !== demand.count)) return undefined
      if (sealed && demand.count > form.least) return undefined
      const highest = Math.max(-1, ...(plan.items?.keys() ?? []))
      return highest < demand.count ? { ...plan, count: demand.count } : undefined
    }
  }
}

function withMembers(
  form: ObjectForm,
  plan: Plan,
  present: readonly string[],
  absent: readonly string[],
  sealed: boolean,
): Plan | undefined {
  const members = new Map(plan.members)
  const missing = new Set(plan.absent)
  for (const name of present) {
    const member = form.members.get(name)
    if (missing.has(name) || member === undefined || (sealed && !member.required)) return undefined
    if (!members.has(name)) members.set(name, EMPTY)
  }
  for (const name of absent) {
    if (members.has(name)) return undefined
    missing.add(name)
  }
  return form.complete(new Set(members.keys()), missing) === undefined
    ? undefined
    : { ...plan, members, absent: missing }
}

function withMember(
  form: ObjectForm,
  plan: Plan,
  way: Way,
  sealed: boolean,
  depth: number,
  name: string,
): Plan | undefined {
  const member = form.members.get(name)
  if (member === undefined || plan.absent?.has(name) === true || (sealed && !member.required)) return undefined
  const known = plan.members?.get(name)
  const inner = merged(member.site, known ?? EMPTY, way, sealed, depth + 1)
  if (inner === undefined) return undefined
  const members = new Map(plan.members).set(name, inner)
  if (known === undefined && form.complete(new Set(members.keys()), plan.absent ?? new Set()) === undefined)
    return undefined
  return { ...plan, members }
}

function withItem(
  form: ArrayForm,
  plan: Plan,
  way: Way,
  sealed: boolean,
  depth: number,
  item: number,
): Plan | undefined {
  const fixed = item < form.prefix
  const room = Math.min(form.most, plan.count ?? (sealed ? form.least : Math.max(form.least, MOST_ITEMS)))
  const last = fixed ? Math.min(room, item + 1) : Math.min(room, form.prefix + Math.max(MOST_ITEMS, 1))
  for (let index = item; index < last; index++) {
    const inner = merged(form.siteAt(index), plan.items?.get(index) ?? EMPTY, way, sealed, depth + 1)
    if (inner !== undefined) return { ...plan, items: new Map(plan.items).set(index, inner) }
  }
  return undefined
}
