import { isJsonObject, type Json } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import { withKeyword, withNumber } from './schema-parts.ts'
import type { Family, Mutation } from './site.ts'

const EXTRA = 'conformanceExtra'

/** Sends a member where others are forbidden. */
export const extraMember: Family = {
  name: 'extra-member',
  *mutations({ value, parts }, workshop): Iterable<Mutation> {
    if (!isJsonObject(value)) return
    for (const keyword of ['additionalProperties', 'unevaluatedProperties']) {
      const closed = withKeyword(parts, keyword).find(({ limit }) => limit === false)
      if (closed === undefined) continue
      yield {
        breakage: 'extra-member',
        promise: 'no other members',
        document: workshop.documentOf(closed.part, keyword),
        at: child('', EXTRA),
        keywords: ['additionalProperties', 'unevaluatedProperties', 'false schema'],
        candidates: () => [{ ...value, [EXTRA]: 'conformance' }],
        sent: `the member ${EXTRA}`,
      }
      return
    }
  },
}

const MOST_MEMBERS = 200

/** Sends objects with one member too few or too many. */
export const memberCount: Family = {
  name: 'member-count',
  *mutations({ value, parts }, workshop): Iterable<Mutation> {
    if (!isJsonObject(value)) return
    const [least] = withNumber(parts, 'minProperties', 'largest')
    const [most] = withNumber(parts, 'maxProperties', 'smallest')
    const members = Object.entries(value)
    const required = withKeyword(parts, 'required').flatMap(({ limit }) => (Array.isArray(limit) ? limit : []))
    if (least !== undefined && least.limit >= 1) {
      const kept = members.toSorted(
        ([left], [right]) => Number(required.includes(right)) - Number(required.includes(left)),
      )
      yield {
        breakage: 'minProperties',
        promise: `at least ${count(least.limit)}`,
        document: workshop.documentOf(least.part, 'minProperties'),
        at: '',
        keywords: ['minProperties'],
        candidates: () => [Object.fromEntries(kept.slice(0, least.limit - 1))],
        sent: count(least.limit - 1),
      }
    }
    if (most === undefined) return
    const missing = most.limit + 1 - members.length
    const filler: Json = members[0]?.[1] ?? 'conformance'
    const filled = (): Json => ({
      ...value,
      ...Object.fromEntries(Array.from({ length: missing }, (_, i) => [`extra${i}`, filler])),
    })
    yield {
      breakage: 'maxProperties',
      promise: `at most ${count(most.limit)}`,
      document: workshop.documentOf(most.part, 'maxProperties'),
      at: '',
      keywords: ['maxProperties'],
      candidates: () => (missing > 0 && missing < MOST_MEMBERS ? [filled()] : []),
      sent: count(most.limit + 1),
    }
  },
}

function count(members: number): string {
  return `${members} ${members === 1 ? 'member' : 'members'}`
}
