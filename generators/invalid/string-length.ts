import type { Json } from '../../core/json.ts'
import { withNumber, without } from './schema-parts.ts'
import type { Family, Mutation, Site, Workshop } from './site.ts'

/** Longer ones are not sent: servers bound messages as such (413, 414), which says nothing of the constraint. */
const LONGEST = { json: 100_000, text: 4_000 }

/** Sends strings that are one code point too short or too long. */
export const stringLength: Family = {
  name: 'string-length',
  *mutations(site, workshop): Iterable<Mutation> {
    if (typeof site.value !== 'string') return
    const [least] = withNumber(site.parts, 'minLength', 'largest')
    const [most] = withNumber(site.parts, 'maxLength', 'smallest')
    if (least !== undefined && least.limit >= 1) {
      yield {
        breakage: 'minLength',
        promise: `at least ${characters(least.limit)}`,
        document: workshop.documentOf(least.part, 'minLength'),
        at: '',
        keywords: ['minLength'],
        candidates: () => ofLength(site, workshop, least.limit - 1),
        sent: characters(least.limit - 1),
      }
    }
    if (most === undefined) return
    const isSendable = most.limit < LONGEST[site.medium]
    yield {
      breakage: 'maxLength',
      promise: `at most ${characters(most.limit)}`,
      document: workshop.documentOf(most.part, 'maxLength'),
      at: '',
      keywords: ['maxLength'],
      candidates: () => (isSendable ? ofLength(site, workshop, most.limit + 1) : []),
      sent: characters(most.limit + 1),
      ...(isSendable ? {} : { whyNot: 'longer texts meet limits of the server that are not part of the contract' }),
    }
  },
}

/** From the value at hand, else drawn, so that patterns still hold. */
function* ofLength({ value, parts }: Site, workshop: Workshop, length: number): Iterable<Json> {
  const characters = [...String(value)]
  const last = characters.at(-1)
  for (const filler of [last, 'a', '0', 'A']) {
    if (filler === undefined) continue
    const start = characters.slice(0, length).join('')
    yield start + filler.repeat(Math.max(0, length - characters.length))
    if (characters.length >= length) break
  }
  const drawn = workshop.valueOf([
    ...without(parts, 'minLength', 'maxLength'),
    { type: 'string', minLength: length, maxLength: length },
  ])
  if (drawn !== undefined) yield drawn
}

function characters(count: number): string {
  return `${count} ${count === 1 ? 'character' : 'characters'}`
}
