import type { Json } from '../../core/json.ts'
import { withKeyword, withNumber, without } from './schema-parts.ts'
import type { Family, Mutation, Site, Workshop } from './site.ts'

const MOST_ITEMS = 1_000
const MOST_DRAWN = 200

/** Sends arrays with one item too few or too many, and with an item twice where items must differ. */
export const itemCount: Family = {
  name: 'item-count',
  *mutations(site, workshop): Iterable<Mutation> {
    const { value } = site
    if (!Array.isArray(value)) return
    const items = value as readonly Json[]
    const [least] = withNumber(site.parts, 'minItems', 'largest')
    const [most] = withNumber(site.parts, 'maxItems', 'smallest')
    if (least !== undefined && least.limit >= 1) {
      yield {
        breakage: 'minItems',
        promise: `at least ${count(least.limit)}`,
        document: workshop.documentOf(least.part, 'minItems'),
        at: '',
        keywords: ['minItems'],
        candidates: () => [items.slice(0, least.limit - 1)],
        sent: count(least.limit - 1),
      }
    }
    if (most !== undefined) {
      yield {
        breakage: 'maxItems',
        promise: `at most ${count(most.limit)}`,
        document: workshop.documentOf(most.part, 'maxItems'),
        at: '',
        keywords: ['maxItems'],
        candidates: () => (most.limit < MOST_ITEMS ? ofCount(site, workshop, items, most.limit + 1) : []),
        sent: count(most.limit + 1),
      }
    }
    const unique = withKeyword(site.parts, 'uniqueItems').find(({ limit }) => limit === true)
    if (unique === undefined) return
    yield {
      breakage: 'uniqueItems',
      promise: 'unique items',
      document: workshop.documentOf(unique.part, 'uniqueItems'),
      at: '',
      keywords: ['uniqueItems'],
      candidates: () => withDuplicate(site, workshop, items),
      sent: 'an item twice',
    }
  },
}

function* ofCount(site: Site, workshop: Workshop, items: readonly Json[], length: number): Iterable<Json> {
  // Drawn one by one where they may be equal: a long array takes long to be made plain.
  const own = items.length > 0 ? items : (drawnItems(site, workshop, 1) ?? [])
  const [first] = own
  if (first !== undefined) yield [...own, ...Array.from({ length: length - own.length }, () => first)]
  if (length > MOST_DRAWN) return
  const drawn = drawnItems(site, workshop, length)
  if (drawn !== undefined) yield drawn
}

function* withDuplicate(site: Site, workshop: Workshop, items: readonly Json[]): Iterable<Json> {
  const [first] = items.length > 0 ? items : (drawnItems(site, workshop, 1) ?? [])
  if (first === undefined) return
  yield [...items.slice(0, 1), first, ...items.slice(1)]
  yield [first, first, ...items.slice(2)]
  yield [first, first]
}

function drawnItems({ parts }: Site, workshop: Workshop, length: number): readonly Json[] | undefined {
  const drawn = workshop.valueOf([
    ...without(parts, 'minItems', 'maxItems'),
    { type: 'array', minItems: length, maxItems: length },
  ])
  return Array.isArray(drawn) ? drawn : undefined
}

function count(items: number): string {
  return `${items} ${items === 1 ? 'item' : 'items'}`
}
