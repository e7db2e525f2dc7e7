import type { Json } from '../../core/json.ts'
import {
  decimalOf,
  type Decimal,
  isMultipleOf,
  isPlainlyMultipleOf,
  leastCommonMultiple,
  numberOf,
  stepsTo,
  times,
} from './decimal.ts'
import type { Shape } from './shape.ts'

/** Every `count × step` for whole counts between two (infinite where nothing bounds them). */
export interface Grid {
  readonly step: Decimal
  readonly low: number
  readonly high: number
}

/** The numbers a shape allows: points of grids, plainest grid first, and single points such as the bounds themselves. */
export interface NumberRange {
  readonly grids: readonly Grid[]
  readonly points: readonly number[]
  accepts(value: number): boolean
}

const SAFE = Number.MAX_SAFE_INTEGER

/** Formats that bound a number. 64-bit ones stay within what a double holds exactly. */
const FORMAT_BOUNDS: Readonly<
  Record<string, { readonly least: number; readonly most: number; readonly integer: boolean }>
> = {
  int8: { least: -128, most: 127, integer: true },
  int16: { least: -32_768, most: 32_767, integer: true },
  int32: { least: -2_147_483_648, most: 2_147_483_647, integer: true },
  int64: { least: -SAFE, most: SAFE, integer: true },
  uint8: { least: 0, most: 255, integer: true },
  uint16: { least: 0, most: 65_535, integer: true },
  uint32: { least: 0, most: 4_294_967_295, integer: true },
  uint64: { least: 0, most: SAFE, integer: true },
  float: { least: -3.4028234663852886e38, most: 3.4028234663852886e38, integer: false },
}

const HUNDREDTH: Decimal = { digits: 1n, scale: 2 }
const MILLIONTH: Decimal = { digits: 1n, scale: 6 }
const ONE: Decimal = { digits: 1n, scale: 0 }

const ranges = new WeakMap<Shape, NumberRange>()

/** The numbers a shape allows. */
export function numberRange(shape: Shape): NumberRange {
  const known = ranges.get(shape)
  if (known !== undefined) return known
  const formats = shape.formats.flatMap((format) => FORMAT_BOUNDS[format] ?? [])
  // A format that contradicts the bounds says nothing.
  const range = formats.length === 0 ? rangeOf(shape, []) : firstWithValues(rangeOf(shape, formats), rangeOf(shape, []))
  ranges.set(shape, range)
  return range
}

/** Whether a shape allows any number. */
export function numbersExist(shape: Shape): boolean {
  const { grids, points } = numberRange(shape)
  return grids.length + points.length > 0
}

function firstWithValues(preferred: NumberRange, other: NumberRange): NumberRange {
  return preferred.grids.length + preferred.points.length > 0 ? preferred : other
}

function rangeOf(
  shape: Shape,
  formats: readonly { readonly least: number; readonly most: number; readonly integer: boolean }[],
): NumberRange {
  const integer = shape.integer || formats.some((format) => format.integer)
  const least = Math.max(shape.minimum, shape.exclusiveMinimum, ...formats.map((format) => format.least))
  const most = Math.min(shape.maximum, shape.exclusiveMaximum, ...formats.map((format) => format.most))
  const openBelow = least === shape.exclusiveMinimum
  const openAbove = most === shape.exclusiveMaximum
  const excluded = shape.excluded.filter((value: Json) => typeof value === 'number')

  function accepts(value: number): boolean {
    if (!Number.isFinite(value) || excluded.includes(value)) return false
    if (openBelow ? value <= least : value < least) return false
    if (openAbove ? value >= most : value > most) return false
    if (integer && !Number.isInteger(value)) return false
    if (shape.notMultiples.some((step) => isMultipleOf(value, step))) return false
    return shape.multiples.every((step) => isPlainlyMultipleOf(value, step))
  }

  const gridOf = (step: Decimal): Grid => ({
    step,
    low: Number.isFinite(least) ? firstStep(least, openBelow, step) : -Infinity,
    high: Number.isFinite(most) ? -firstStep(-most, openAbove, step) : Infinity,
  })
  const steps = stepsOf(shape.multiples, integer, most - least)
  const grids = steps.map(gridOf).filter((grid) => hasPoint(grid, accepts))
  const between = least + (most - least) / 2
  const points = [least, most, between].filter((value) => accepts(value))
  return { grids, points: shape.multiples.length > 0 && grids.length > 0 ? [] : [...new Set(points)], accepts }
}

function stepsOf(multiples: readonly number[], integer: boolean, width: number): readonly Decimal[] {
  const required = [...multiples.map(decimalOf), ...(integer ? [ONE] : [])]
  const [first, ...others] = required
  if (first !== undefined) {
    const common = others.reduce(leastCommonMultiple, first)
    return [common]
  }
  const finer = width > 0 && width < 1 ? [{ digits: 1n, scale: Math.ceil(-Math.log10(width)) + 2 }] : []
  return [ONE, HUNDREDTH, ...finer, MILLIONTH]
}

/** The lowest count of steps at or above a bound, within the safe integers. */
function firstStep(bound: number, open: boolean, step: Decimal): number {
  const { floor, exact } = stepsTo(decimalOf(bound), step)
  const first = exact && !open ? floor : floor + 1n
  return Number(first)
}

/** Whether a count near the one nearest to zero is accepted (multiples of decimals are not all plainly so). */
function hasPoint(grid: Grid, accepts: (value: number) => boolean): boolean {
  return nearestPoint(grid, originOf(grid), accepts) !== undefined
}

/** The count nearest to zero. */
export function originOf({ low, high }: Grid): number {
  return Math.min(Math.max(0, low), high) + 0
}

export function valueAt({ step }: Grid, count: number): number {
  return numberOf(times(step, BigInt(count)))
}

/** The count of steps a value lies at, `undefined` when it is not on the grid. */
export function countOf(grid: Grid, value: number): number | undefined {
  const { floor, exact } = stepsTo(decimalOf(value), grid.step)
  const count = Number(floor)
  return exact && Number.isSafeInteger(count) ? count : undefined
}

/** How far a neighbour is looked for. */
const NEIGHBOURHOOD = 200

/** The accepted value at a count, or at the nearest count beside it; `undefined` when there is none near. */
export function nearestPoint(grid: Grid, count: number, accepts: (value: number) => boolean): number | undefined {
  for (let distance = 0; distance <= NEIGHBOURHOOD; distance++) {
    for (const candidate of distance === 0 ? [count] : [count + distance, count - distance]) {
      if (candidate < grid.low || candidate > grid.high || !Number.isSafeInteger(candidate)) continue
      const value = valueAt(grid, candidate)
      if (accepts(value)) return value
    }
  }
  return undefined
}
