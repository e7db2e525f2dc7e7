import type { Family, Mutation, Site, Workshop } from './site.ts'
import { typesOf, withNumber } from './schema-parts.ts'

const BOUNDS = [
  { keyword: 'minimum', sign: -1, exclusive: false },
  { keyword: 'exclusiveMinimum', sign: -1, exclusive: true },
  { keyword: 'maximum', sign: 1, exclusive: false },
  { keyword: 'exclusiveMaximum', sign: 1, exclusive: true },
] as const

/** Sends the number next to each bound on its wrong side, and one between multiples. */
export const numberBounds: Family = {
  name: 'number-bounds',
  *mutations(site, workshop): Iterable<Mutation> {
    if (typeof site.value !== 'number') return
    for (const bound of BOUNDS) {
      const [tightest] = withNumber(site.parts, bound.keyword, bound.sign < 0 ? 'largest' : 'smallest')
      if (tightest === undefined) continue
      const twins = bound.sign < 0 ? ['minimum', 'exclusiveMinimum'] : ['maximum', 'exclusiveMaximum']
      yield {
        breakage: bound.keyword,
        promise: `${bound.keyword} ${tightest.limit}`,
        document: workshop.documentOf(tightest.part, bound.keyword),
        at: '',
        // Where the bound is that of the format, both are broken.
        keywords: [...twins, 'format'],
        candidates: () => beyond(site, tightest.limit, bound),
      }
    }
    yield* betweenMultiples(site, workshop)
  },
}

/** The nearest first: by the multiple that is asked for, by one, by a hundredth. */
function* beyond(site: Site, limit: number, { sign, exclusive }: (typeof BOUNDS)[number]): Iterable<number> {
  if (exclusive) yield limit
  const integer = isInteger(site)
  const start = integer ? (sign > 0 ? Math.floor(limit) : Math.ceil(limit)) : limit
  const multiples = withNumber(site.parts, 'multipleOf', 'largest').map((multiple) => multiple.limit)
  for (const step of [...multiples, ...(integer ? [] : [0.01]), 1]) {
    const multiple = multiples[0]
    const near = multiple === undefined ? start : sign * Math.floor((sign * start) / multiple) * multiple
    const value = rounded(near + sign * step)
    if (sign * value > sign * limit) yield value
  }
  // Past 2^53 the next number is further away.
  const far = limit * (sign * limit > 0 ? 1.001 : 0.999)
  if (Math.abs(limit) > 2 ** 52 && sign * far > sign * limit) yield far
}

function* betweenMultiples(site: Site, workshop: Workshop): Iterable<Mutation> {
  const value = site.value
  const [largest] = withNumber(site.parts, 'multipleOf', 'largest')
  if (largest === undefined || typeof value !== 'number' || largest.limit <= 0) return
  const { part, limit } = largest
  if (isInteger(site) && limit <= 1) return
  const steps = isInteger(site) ? [1, -1] : [limit / 2, -limit / 2, limit / 10]
  yield {
    breakage: 'multipleOf',
    promise: `multiple of ${limit}`,
    document: workshop.documentOf(part, 'multipleOf'),
    at: '',
    keywords: ['multipleOf'],
    candidates: () => steps.map((step) => rounded(value + step)),
  }
}

function isInteger({ parts }: Site): boolean {
  return typesOf(parts)?.has('number') !== true
}

/** Without the dust of binary fractions: 0.1 + 0.2 is 0.3. */
function rounded(value: number): number {
  return Number(value.toPrecision(15))
}
