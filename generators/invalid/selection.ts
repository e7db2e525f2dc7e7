import type { BrokenRequest } from './protocol.ts'

/** What is sent of many cases, and how many of each breakage are not. */
export interface Selection {
  readonly chosen: readonly BrokenRequest[]
  readonly leftOut: ReadonlyMap<string, number>
}

/** At most so many cases, of every breakage in turn, in the order they came in. */
export function spreadOver(all: readonly BrokenRequest[], most: number): Selection {
  const leftOut = new Map<string, number>()
  if (all.length <= most) return { chosen: all, leftOut }
  const byBreakage = new Map<string, BrokenRequest[]>()
  for (const broken of all) {
    const breakage = broken.constraint.breakage ?? ''
    const group = byBreakage.get(breakage)
    if (group === undefined) byBreakage.set(breakage, [broken])
    else group.push(broken)
  }
  const chosen = new Set<BrokenRequest>()
  for (let round = 0; chosen.size < most; round++) {
    for (const group of byBreakage.values()) {
      const next = group[round]
      if (next !== undefined && chosen.size < most) chosen.add(next)
    }
  }
  for (const [breakage, group] of byBreakage) {
    const missing = group.filter((broken) => !chosen.has(broken)).length
    if (missing > 0) leftOut.set(breakage, missing)
  }
  return { chosen: all.filter((broken) => chosen.has(broken)), leftOut }
}
