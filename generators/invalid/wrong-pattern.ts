import type { Json } from '../../core/json.ts'
import { withKeyword, without } from './schema-parts.ts'
import type { Family, Mutation, Site, Workshop } from './site.ts'

/** Sends texts that a pattern refuses, otherwise as they should be. */
export const wrongPattern: Family = {
  name: 'wrong-pattern',
  *mutations(site, workshop): Iterable<Mutation> {
    if (typeof site.value !== 'string') return
    for (const { part, limit } of withKeyword(site.parts, 'pattern')) {
      if (typeof limit !== 'string') continue
      const common = {
        promise: `pattern ${limit.length > 80 ? `${limit.slice(0, 80)}…` : limit}`,
        document: workshop.documentOf(part, 'pattern'),
        at: '',
        keywords: ['pattern'],
      }
      yield { ...common, breakage: 'pattern', candidates: () => refused(site, workshop, limit) }
      // A pattern is searched for in a text: a server that matches only its beginning, or its end, forgets the rest.
      for (const [breakage, candidates] of longer(site.value)) {
        yield { ...common, breakage, candidates: () => candidates }
      }
    }
  },
}

const STRANGE = ['!', '~', ' ', 'x', '0']

/** The text with something before or after it; `$` of many dialects lets a line end follow. */
function longer(text: string): readonly (readonly [breakage: string, candidates: readonly string[]])[] {
  if (text === '') return []
  return [
    ['pattern-start', STRANGE.map((strange) => strange + text)],
    ['pattern-end', STRANGE.map((strange) => text + strange)],
    ['pattern-line', [`${text}\n`]],
  ]
}

function* refused({ value, parts }: Site, workshop: Workshop, pattern: string): Iterable<Json> {
  const text = String(value)
  // One character changed keeps the length, which other keywords may ask for.
  for (const strange of STRANGE) {
    if (text !== '') yield* [strange + text.slice(1), text.slice(0, -1) + strange]
    yield* [text + strange, strange + text]
  }
  yield* [text.slice(1), '', 'conformance']
  const drawn = workshop.valueOf([...without(parts, 'pattern'), { type: 'string', not: { pattern } }])
  if (drawn !== undefined) yield drawn
}
