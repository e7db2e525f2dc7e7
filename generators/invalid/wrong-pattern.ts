import type { Json } from '../../core/json.ts'
import { withKeyword, without } from './schema-parts.ts'
import type { Family, Mutation, Site, Workshop } from './site.ts'

/** Sends a text that a pattern refuses, otherwise as it should be. */
export const wrongPattern: Family = {
  name: 'wrong-pattern',
  *mutations(site, workshop): Iterable<Mutation> {
    if (typeof site.value !== 'string') return
    for (const { part, limit } of withKeyword(site.parts, 'pattern')) {
      if (typeof limit !== 'string') continue
      yield {
        breakage: 'pattern',
        promise: `pattern ${limit.length > 80 ? `${limit.slice(0, 80)}…` : limit}`,
        document: workshop.documentOf(part, 'pattern'),
        at: '',
        keywords: ['pattern'],
        candidates: () => refused(site, workshop, limit),
      }
    }
  },
}

function* refused({ value, parts }: Site, workshop: Workshop, pattern: string): Iterable<Json> {
  const text = String(value)
  // One character changed keeps the length, which other keywords may ask for.
  for (const strange of ['!', '~', ' ', 'x', '0']) {
    if (text !== '') yield* [strange + text.slice(1), text.slice(0, -1) + strange]
    yield* [text + strange, strange + text]
  }
  yield* [text.slice(1), '', 'conformance']
  const drawn = workshop.valueOf([...without(parts, 'pattern'), { type: 'string', not: { pattern } }])
  if (drawn !== undefined) yield drawn
}
