import { type Constraint, constraintAt } from './constraint.ts'
import { pairwiseRows } from './pairwise.ts'
import type { Demand, Step, Way } from './plan.ts'
import type { ArrayForm, ObjectForm, Shown, Site } from './site.ts'

/** Something that a case should show. A constraint that takes several cases has several. */
export interface Wish {
  readonly constraint: Constraint
  /** Any of them will do. */
  readonly ways: Way[]
  readonly rank: Rank
}

/** `rows`, which speak of whole objects, come before what speaks of one value. */
export type Rank = 'most' | 'least' | 'rows' | 'choices' | 'values'

export interface Wishes {
  readonly wishes: readonly Wish[]
  /** Constraints that nothing shows. */
  readonly impossible: readonly { readonly constraint: Constraint; readonly reason: string }[]
}

/** Places of one operation that are looked at. */
const MOST_SITES = 4_000
/** Ways to the same constraint that are remembered. */
const MOST_WAYS = 3
/** Times that the same schema at the same payload is looked at: the way there may be closed the first time. */
const MOST_VISITS = 2
/** How often a schema is looked at within itself, one below the other … */
const MOST_REPETITIONS = 2
/** … and at how many places in all. */
const MOST_REPEATED = 16
/** Things to show in one operation. */
const MOST_WISHES = 20_000
/** Optional members of one object that are paired. */
const MOST_PAIRED = 400

/** Whether what lies within was looked at often enough already, further out. */
export function isRepeated({ repetitions }: Site): boolean {
  return repetitions > MOST_REPETITIONS
}

interface Visit {
  readonly site: Site
  readonly path: readonly Step[]
}

/** All that there is to show in a request. */
export function wishesOf(root: Site): Wishes {
  const wishes = new Map<string, Wish>()
  const impossible = new Map<string, { constraint: Constraint; reason: string }>()
  const visits = new Map<string, number>()
  const repeated = new Map<string, number>()
  const pending: Visit[] = [{ site: root, path: [] }]
  let visited = 0

  function wish(
    constraint: Constraint,
    path: readonly Step[],
    form: number,
    demand: Demand,
    rank: Rank,
    part = '',
  ): void {
    const key = `${constraint.id} ${part}`
    const known = wishes.get(key)
    const way = { path, form, demand }
    if (known === undefined && wishes.size >= MOST_WISHES)
      never(constraint, `there are more than ${MOST_WISHES} things to show`)
    else if (known === undefined) wishes.set(key, { constraint, ways: [way], rank })
    else if (known !== undefined && known.ways.length < MOST_WAYS) known.ways.push(way)
  }

  function never(constraint: Constraint, reason: string): void {
    if (!impossible.has(constraint.id)) impossible.set(constraint.id, { constraint, reason })
  }

  function show(shown: Shown, path: readonly Step[], form: number): void {
    if ('reason' in shown.made) never(shown.constraint, shown.made.reason)
    else {
      const demand: Demand = shown.byAny === true ? { kind: 'form' } : { kind: 'value', value: shown.made.value }
      wish(shown.constraint, path, form, demand, shown.end ?? 'values')
    }
  }

  function visit({ site, path }: Visit): void {
    for (const { constraint, reason } of site.impossible()) never(constraint, reason)
    for (const [index, form] of site.forms().entries()) {
      for (const constraint of form.shows) wish(constraint, path, index, { kind: 'form' }, 'choices')
      if (form.kind === 'scalar') for (const shown of form.points()) show(shown, path, index)
      else if (form.kind === 'object') visitObject(form, path, index)
      else visitArray(form, path, index)
    }
  }

  function visitObject(form: ObjectForm, path: readonly Step[], index: number): void {
    const { constraints, members } = form
    const optional = [...members.values()].filter(({ required }) => !required)
    for (const { name, additional, site } of optional) {
      if (additional)
        wish(constraints.additional(site), path, index, { kind: 'members', present: [name], absent: [] }, 'most')
      else {
        wish(constraints.present(name), path, index, { kind: 'members', present: [name], absent: [] }, 'most')
        wish(constraints.absent(name), path, index, { kind: 'members', present: [], absent: [name] }, 'least')
      }
    }
    for (const { constraint, size, end } of constraints.sizes) {
      const demand = ofSize(form, size)
      if (demand === undefined) never(constraint, `there cannot be exactly ${size} members`)
      else wish(constraint, path, index, demand, end)
    }
    const named = optional.flatMap(({ name, additional }) => (additional ? [] : [name]))
    if (named.length > MOST_PAIRED) never(constraints.pairs, `more than ${MOST_PAIRED} optional members`)
    else if (named.length > 1) {
      const { rows, leftOut } = pairwiseRows(named, form.complete)
      for (const [i, row] of rows.entries()) {
        wish(constraints.pairs, path, index, { kind: 'members', ...row }, 'rows', `${index} ${i}`)
      }
      if (leftOut > 0) never(constraints.pairs, `${leftOut} pairs are left out: members depend on each other`)
    }
    let additional = false
    for (const { name, site, additional: isAdditional } of members.values()) {
      // Additional members are alike: what one shows, all show. Those of patterns differ in kind.
      if (!isAdditional || !additional) enqueue(site, [...path, { form: index, into: { member: name } }])
      additional ||= isAdditional
    }
  }

  function visitArray(form: ArrayForm, path: readonly Step[], index: number): void {
    for (const { constraint, count, end } of form.counts) {
      wish(constraint, path, index, { kind: 'count', count }, end ?? 'values')
    }
    for (const { constraint, reason } of form.tooMany) never(constraint, reason)
    for (const shown of form.wholes) show(shown, path, index)
    for (let item = 0; item <= form.prefix && item < form.most; item++) {
      enqueue(form.siteAt(item), [...path, { form: index, into: { item } }])
    }
  }

  function enqueue(site: Site, path: readonly Step[]): void {
    const key = `${site.payload} ${site.kind}`
    const before = visits.get(key) ?? 0
    if (before >= MOST_VISITS || isRepeated(site)) return
    const repeats = repeated.get(site.kind) ?? 0
    if (site.repetitions > 0 && repeats >= MOST_REPEATED) return
    if (site.repetitions > 0) repeated.set(site.kind, repeats + 1)
    visits.set(key, before + 1)
    pending.push({ site, path })
  }

  for (let next = 0; next < pending.length; next++) {
    const at = pending[next] as Visit
    if (visited++ < MOST_SITES) visit(at)
    else
      never(
        constraintAt(at.site.payload, at.site.document, 'what lies there'),
        `the operation has more than ${MOST_SITES} places`,
      )
  }
  const order: readonly Rank[] = ['most', 'least', 'rows', 'choices', 'values']
  const sorted = [...wishes.values()].sort((one, other) => order.indexOf(one.rank) - order.indexOf(other.rank))
  const shown = new Set(sorted.map(({ constraint }) => constraint.id))
  // Rows left out stay unexplained nowhere: their constraint is both shown in part and named here.
  return {
    wishes: sorted,
    impossible: [...impossible.values()].filter(
      ({ constraint, reason }) => !shown.has(constraint.id) || reason.includes('pairs'),
    ),
  }
}

/** Exactly so many members: those that must be there, then the first ones. */
function ofSize(form: ObjectForm, size: number): Demand | undefined {
  const names = [...form.members.keys()]
  let present = form.complete(new Set(), new Set())
  for (const name of names) {
    if (present === undefined || present.size >= size) break
    if (present.has(name)) continue
    const more = form.complete(new Set([...present, name]), new Set())
    if (more !== undefined && more.size <= size) present = more
  }
  if (present?.size !== size) return undefined
  const chosen = present
  return { kind: 'members', present: [...chosen], absent: names.filter((name) => !chosen.has(name)) }
}
