import type { Json } from '../../core/json.ts'
import { nearestPoint, numberRange, type Grid, type NumberRange, valueAt } from '../schema/number-range.ts'
import { flatSchema } from './flat-schema.ts'
import type { Made } from './making.ts'
import type { Point } from './point.ts'
import type { Field } from './texts.ts'
import { declaring } from './workspace.ts'

const LIMITS: readonly { readonly what: string; readonly value: number }[] = [
  { what: 'zero', value: 0 },
  { what: 'the largest int32', value: 2 ** 31 - 1 },
  { what: 'the smallest int32', value: -(2 ** 31) },
  { what: 'just beyond int32', value: 2 ** 31 },
  { what: 'the largest safe integer', value: Number.MAX_SAFE_INTEGER },
  { what: 'the smallest safe integer', value: Number.MIN_SAFE_INTEGER },
]

const LOWER = ['minimum', 'exclusiveMinimum'] as const
const UPPER = ['maximum', 'exclusiveMaximum'] as const

/** Numbers at the bounds and just inside, at the limits of their formats, of `multipleOf`, and with a fraction. */
export function numberPoints(field: Field): readonly Point[] {
  const { workspace, leaf } = field
  const { shape } = leaf
  const range = numberRange(shape)
  const points: Point[] = []
  const taken = new Set<number>()
  const place = (keyword: string, value?: Json): string => {
    const node = declaring(shape, keyword, value)
    return workspace.documentOf(node ?? shape.nodes[0], ...(node === undefined ? [] : [keyword]))
  }
  const add = (what: string, document: string, value: number | undefined, end?: 'least' | 'most'): void => {
    if (value !== undefined) taken.add(value)
    const found = value === undefined ? { reason: 'no number there satisfies its other keywords' } : { value }
    points.push({ what, document, ...(end === undefined ? {} : { end }), ...found })
  }
  const bound = (keyword: (typeof LOWER | typeof UPPER)[number], end: 'least' | 'most'): void => {
    const value = shape[keyword]
    const exclusive = keyword.startsWith('exclusive')
    const first = exclusive ? neighbour(range, value, end) : range.accepts(value) ? value : neighbour(range, value, end)
    add(`${keyword} ${value}, ${exclusive ? 'just inside' : 'at the bound'}`, place(keyword, value), first, end)
    if (exclusive || first === undefined) return
    const inside = neighbour(range, first, end)
    // Where there is but one number, nothing lies inside.
    if (inside !== undefined) add(`${keyword} ${value}, just inside`, place(keyword, value), inside, end)
  }

  const low = effective(shape, LOWER, (one, other) => one > other)
  const high = effective(shape, UPPER, (one, other) => one < other)
  if (low !== undefined) bound(low, 'least')
  if (high !== undefined) bound(high, 'most')
  for (const step of shape.multiples) {
    const values = [step, step * 3, step * 7].filter((value) => range.accepts(value))
    add(`multipleOf ${step}`, place('multipleOf', step), values[0] ?? plainCount(range))
  }
  for (const format of shape.formats) {
    const value = plainCount(range)
    const found = value === undefined ? { reason: 'no number has it' } : { value }
    points.push({ what: `format ${format}`, document: place('format', format), byAny: true, ...found })
  }
  const whole = shape.integer || shape.formats.some((format) => /^u?int/.test(format))
  for (const { what, value } of whole ? LIMITS : LIMITS.slice(0, 1)) {
    if (range.accepts(value) && !taken.has(value)) {
      const end = value > 0 ? ('most' as const) : value < 0 ? ('least' as const) : undefined
      add(what, place('type'), value, end)
    }
  }
  if (!whole && shape.multiples.length === 0) {
    const fine = range.grids.map((grid) =>
      nearestPoint(grid, firstCount(grid), (value) => range.accepts(value) && !Number.isInteger(value)),
    )
    const fraction = fine.find((value) => value !== undefined)
    if (fraction !== undefined) add('a fraction', place('type'), fraction)
  }
  return points.filter((point) => !('value' in point) || field.place.isLegal(point.value, field.inside))
}

/** The plainest number, or one near it for another `nth`. */
export function plainNumber(field: Field, nth: number): Made {
  const range = numberRange(field.leaf.shape)
  const value = nth === 0 ? plainCount(range) : nthCount(range, nth)
  if (value !== undefined && field.workspace.accepts(field.leaf.shape, value)) return { value }
  return field.making.draw(flatSchema(field.leaf.shape, 'number'), {
    seed: field.seed + nth,
    ascii: false,
    accepts: (candidate) => field.workspace.accepts(field.leaf.shape, candidate),
  })
}

/** The keyword that decides, where the stricter of the two wins. */
function effective<K extends string>(
  shape: Readonly<Record<K, number>>,
  [inclusive, exclusive]: readonly [K, K],
  isStricter: (one: number, other: number) => boolean,
): K | undefined {
  if (
    Number.isFinite(shape[exclusive]) &&
    (!Number.isFinite(shape[inclusive]) || !isStricter(shape[inclusive], shape[exclusive]))
  ) {
    return exclusive
  }
  return Number.isFinite(shape[inclusive]) ? inclusive : undefined
}

/** The next accepted number from a bound inwards. */
function neighbour(range: NumberRange, bound: number, end: 'least' | 'most'): number | undefined {
  const isInside = (value: number): boolean => range.accepts(value) && (end === 'least' ? value > bound : value < bound)
  // Hundredths rather than whole numbers, where both are allowed: that is nearer.
  for (const grid of range.grids.length > 1 ? range.grids.slice(1) : range.grids) {
    const step = valueAt(grid, 1)
    const count = Math.round(bound / step)
    for (let distance = 0; distance <= 2; distance++) {
      const value = Number.isSafeInteger(count)
        ? valueAt(grid, count + (end === 'least' ? distance : -distance))
        : undefined
      if (value !== undefined && isInside(value)) return value
    }
  }
  return range.points.find(isInside)
}

function plainCount(range: NumberRange): number | undefined {
  return nthCount(range, 0)
}

function nthCount(range: NumberRange, nth: number): number | undefined {
  for (const grid of range.grids) {
    const first = firstCount(grid)
    const forward = nearestPoint(grid, first + (first + nth <= grid.high ? nth : -nth), range.accepts)
    if (forward !== undefined) return forward
  }
  return range.points[nth % Math.max(1, range.points.length)]
}

/** The count nearest to one: 0 is a value of its own. */
function firstCount({ low, high }: Grid): number {
  return Math.min(Math.max(1, low), high)
}
