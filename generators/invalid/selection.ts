import { deriveSeed } from '../../core/seed.ts'
import type { BrokenRequest } from './protocol.ts'

/** What is sent of many cases, and how many of each sort are not. */
export interface Selection {
  readonly chosen: readonly BrokenRequest[]
  readonly leftOut: ReadonlyMap<string, number>
}

/**
 * At most so many cases, in the order they came in. Every sort of breakage gets the same share, as far as it has that
 * many; where there are more sorts than cases, some get one and the others none. Wrong types, of which there are several
 * for each place, get what the others leave. Which of a sort are sent depends on their names alone, so that they are
 * spread over the places of a request.
 *
 * @param seed - decides which sorts go without, so that they differ from operation to operation
 */
export function spreadOver(all: readonly BrokenRequest[], most: number, seed: number): Selection {
  const leftOut = new Map<string, number>()
  if (all.length <= most) return { chosen: all, leftOut }
  const sorts = [...Map.groupBy(all, sortOf)].map(([sort, cases]) => ({ sort, cases: shuffled(cases) }))
  const types = sorts.filter(({ sort }) => sort === TYPES)
  const others = sorts.filter(({ sort }) => sort !== TYPES)
  const inTurn = others.toSorted((one, other) => deriveSeed(seed, one.sort) - deriveSeed(seed, other.sort))
  const kept = Math.min(types[0]?.cases.length ?? 0, Math.ceil(most * LEAST_OF_TYPES))
  const chosen = new Set(inRounds(inTurn, most - kept))
  for (const broken of inRounds(types, most - chosen.size)) chosen.add(broken)
  for (const { sort, cases } of sorts) {
    const missing = cases.filter((broken) => !chosen.has(broken)).length
    if (missing > 0) leftOut.set(sort, missing)
  }
  return { chosen: all.filter((broken) => chosen.has(broken)), leftOut }
}

const TYPES = 'type'

/** Of the cases sent, at least. */
const LEAST_OF_TYPES = 0.1

/** One of each sort in turn, until there are enough. */
function inRounds(sorts: readonly { readonly cases: readonly BrokenRequest[] }[], most: number): BrokenRequest[] {
  const taken: BrokenRequest[] = []
  const rounds = Math.max(0, ...sorts.map(({ cases }) => cases.length))
  for (let round = 0; round < rounds; round++) {
    for (const { cases } of sorts) {
      const broken = cases[round]
      if (taken.length >= most) return taken
      if (broken !== undefined) taken.push(broken)
    }
  }
  return taken
}

function sortOf({ constraint: { breakage = '' } }: BrokenRequest): string {
  return breakage === 'wrong-type' || breakage === 'null' ? TYPES : breakage
}

function shuffled(cases: readonly BrokenRequest[]): readonly BrokenRequest[] {
  const keyed = cases.map((broken) => ({ broken, key: deriveSeed(0, broken.name) }))
  return keyed.toSorted((one, other) => one.key - other.key).map(({ broken }) => broken)
}
