import { type Random, Value } from 'fast-check'
import { between, percent, pick } from './chance.ts'
import { countOf, type Grid, nearestPoint, type NumberRange, numberRange, originOf, valueAt } from './number-range.ts'
import { producer, type Producer } from './producer.ts'
import type { Shape } from './shape.ts'

/** Digits of an unbounded number: mostly few, rarely as many as a double holds. */
const MANY_DIGITS = 15
const USUAL_DIGITS = 9

/** Numbers within a shape's bounds, which must exist; towards the one nearest to zero. */
export function numbers(shape: Shape): Producer {
  const range = numberRange(shape)
  const target = smallestOf(range)
  return producer<true>({
    draw: (random) => new Value(drawNumber(range, random) ?? target, true),
    *simpler(value) {
      for (const simpler of simplerNumbers(range, target, value as number)) yield new Value(simpler, true)
    },
    smallest: () => new Value(target, true),
  })
}

function smallestOf({ grids, points, accepts }: NumberRange): number {
  for (const grid of grids) {
    const value = nearestPoint(grid, originOf(grid), accepts)
    if (value !== undefined) return value
  }
  // Producers are made only where a number exists.
  return points.toSorted((left, right) => Math.abs(left) - Math.abs(right))[0] as number
}

function drawNumber({ grids, points, accepts }: NumberRange, random: Random): number | undefined {
  if (points.length > 0 && (grids.length === 0 || percent(random, 10))) return pick(random, points)
  const grid = chooseGrid(grids, random)
  return nearestPoint(grid, drawCount(grid, random), accepts)
}

/** Whole numbers and hundredths about equally, finer ones now and then. */
function chooseGrid(grids: readonly Grid[], random: Random): Grid {
  const roll = grids.length === 1 ? 0 : random.nextInt(0, 99)
  const index = roll < 45 ? 0 : roll < 94 ? 1 : 2
  return grids[Math.min(index, grids.length - 1)] as Grid
}

function drawCount(grid: Grid, random: Random): number {
  const { low, high } = grid
  const origin = originOf(grid)
  const roll = random.nextInt(0, 99)
  if (roll < 16) {
    const edges = [low, low + 1, high - 1, high].filter(
      (count) => Number.isSafeInteger(count) && count >= low && count <= high,
    )
    if (edges.length > 0) return pick(random, edges)
    return origin
  }
  const finite = Number.isSafeInteger(low) && Number.isSafeInteger(high)
  if (finite && (high - low <= 1_000 || roll < 50)) return between(random, low, high)
  const digits = random.nextInt(1, percent(random, 4) ? MANY_DIGITS : USUAL_DIGITS)
  const width = 10 ** Math.min(digits, random.nextInt(1, USUAL_DIGITS) + (digits > USUAL_DIGITS ? 6 : 0))
  const from = Math.max(low, origin - width, -Number.MAX_SAFE_INTEGER)
  const to = Math.min(high, origin + width, Number.MAX_SAFE_INTEGER)
  return between(random, from, to)
}

function* simplerNumbers(range: NumberRange, target: number, value: number): Iterable<number> {
  if (value === target) return
  yield target
  if (value < 0 && range.accepts(-value)) yield -value
  for (const grid of range.grids) {
    const count = countOf(grid, value) ?? countOf(grid, Math.trunc(value))
    const goal = countOf(grid, target)
    if (count === undefined || goal === undefined) continue
    for (let gap = Math.trunc((count - goal) / 2); gap !== 0; gap = Math.trunc(gap / 2)) {
      const simpler = valueAt(grid, count - gap)
      if (simpler !== target && range.accepts(simpler)) yield simpler
    }
    const below = valueAt(grid, count - Math.sign(count - goal))
    if (below !== target && range.accepts(below)) yield below
    const cut = valueAt(grid, count)
    if (cut !== value && cut !== target && Math.abs(cut) < Math.abs(value) && range.accepts(cut)) yield cut
    if (countOf(grid, value) !== undefined) return
  }
}
