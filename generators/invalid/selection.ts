import { deriveSeed } from '../../core/seed.ts'
import type { BrokenRequest } from './protocol.ts'

/** What is sent of many cases, and how many of each sort are not. */
export interface Selection {
  readonly chosen: readonly BrokenRequest[]
  readonly leftOut: ReadonlyMap<string, number>
}

/**
 * At most so many cases, in the order they came in. Every sort of breakage gets the same share, as far as it has that
 * many; which of a sort are sent depends on their names alone, so that they are spread over the places of a request.
 */
export function spreadOver(all: readonly BrokenRequest[], most: number): Selection {
  const leftOut = new Map<string, number>()
  if (all.length <= most) return { chosen: all, leftOut }
  const sorts = Map.groupBy(all, sortOf)
  const chosen = new Set<BrokenRequest>()
  let [left, waiting] = [most, sorts.size]
  // The smallest first: what they do not use of their share is left to the others.
  for (const [sort, cases] of [...sorts].toSorted(([, one], [, other]) => one.length - other.length)) {
    const share = Math.min(cases.length, Math.floor(left / waiting--))
    left -= share
    for (const broken of shuffled(cases).slice(0, share)) chosen.add(broken)
    if (share < cases.length) leftOut.set(sort, cases.length - share)
  }
  return { chosen: all.filter((broken) => chosen.has(broken)), leftOut }
}

/** Wrong types are one sort, as there are several for each place. */
function sortOf({ constraint: { breakage = '' } }: BrokenRequest): string {
  return breakage === 'wrong-type' || breakage === 'null' ? 'type' : breakage
}

function shuffled(cases: readonly BrokenRequest[]): readonly BrokenRequest[] {
  const keyed = cases.map((broken) => ({ broken, key: deriveSeed(0, broken.name) }))
  return keyed.toSorted((one, other) => one.key - other.key).map(({ broken }) => broken)
}
