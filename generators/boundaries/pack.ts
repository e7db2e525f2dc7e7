import { EMPTY, merged, type Plan } from './plan.ts'
import type { Site } from './site.ts'
import type { Rank, Wish } from './wishes.ts'

/** A case to be: what it shows, and how much else there is in it. */
export interface Packed {
  readonly name: string
  readonly kind: 'smallest' | 'largest' | 'usual'
  readonly plan: Plan
  readonly wishes: readonly Wish[]
}

export interface Packing {
  readonly cases: readonly Packed[]
  readonly left: readonly { readonly wish: Wish; readonly reason: string }[]
}

/** First the case that a wish goes best with. */
const PREFERRED: Readonly<Record<Rank, 'smallest' | 'largest' | undefined>> = {
  most: 'largest',
  least: 'smallest',
  rows: undefined,
  choices: 'largest',
  values: undefined,
}

/** Puts wishes together in as few cases as it finds: each in the first case that it does not exclude. */
export function pack(root: Site, wishes: readonly Wish[], mostCases: number): Packing {
  const cases: { name: string; kind: Packed['kind']; plan: Plan; wishes: Wish[] }[] = [
    { name: 'smallest', kind: 'smallest', plan: EMPTY, wishes: [] },
    { name: 'largest', kind: 'largest', plan: EMPTY, wishes: [] },
  ]
  const left: { wish: Wish; reason: string }[] = []

  function fit(wish: Wish, into: (typeof cases)[number]): boolean {
    if (into.kind === 'smallest' && wish.rank === 'most') return false
    for (const way of wish.ways) {
      const plan = merged(root, into.plan, way, into.kind === 'smallest')
      if (plan === undefined) continue
      into.plan = plan
      into.wishes.push(wish)
      return true
    }
    return false
  }

  function place(wish: Wish): void {
    const preferred = PREFERRED[wish.rank]
    const order = preferred === undefined ? cases : cases.toSorted((one) => (one.kind === preferred ? -1 : 0))
    if (order.some((each) => fit(wish, each))) return
    const fresh = { name: `boundaries-${cases.length - 1}`, kind: 'usual' as const, plan: EMPTY, wishes: [] }
    if (!wish.ways.some((way) => merged(root, EMPTY, way) !== undefined)) {
      left.push({ wish, reason: 'what it needs is excluded by what lies around it' })
    } else if (cases.length >= mostCases) {
      left.push({ wish, reason: `it takes more than ${mostCases} requests to show everything` })
    } else {
      cases.push(fresh)
      fit(wish, fresh)
    }
  }

  for (const wish of wishes) place(wish)
  return { cases, left }
}
