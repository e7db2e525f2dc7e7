import { isJsonObject, type Json } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { Family, Mutation } from './site.ts'

/** Sends members that only the server sets, with values that it would not choose itself. */
export const readOnlyMember: Family = {
  name: 'read-only-member',
  *mutations({ value, parts, medium }, workshop): Iterable<Mutation> {
    if (!isJsonObject(value) || medium !== 'json') return
    const done = new Set(Object.keys(value))
    for (const { name, document } of parts.flatMap((part) => workshop.readOnlyMembers(part))) {
      if (done.has(name)) continue
      done.add(name)
      const [own] = [...workshop.responseValuesOf(document)].filter(isDistinct)
      yield {
        breakage: 'read-only',
        detail: name,
        kind: 'read-only',
        promise: 'read-only',
        document,
        at: child('', name),
        keywords: ['additionalProperties', 'unevaluatedProperties', 'false schema'],
        shows: 'allowed',
        candidates: () => (own === undefined ? [] : [{ ...value, [name]: own }]),
        ...(own !== undefined
          ? {}
          : { whyNot: 'a value of its schema could not be told from one that the server chose' }),
      }
    }
  },
}

/** Whether it would be no coincidence to find the same value in the answer. */
function isDistinct(value: Json): boolean {
  if (typeof value === 'string') return value.length >= 8 && new Set(value).size > 3
  return typeof value === 'number' && Math.abs(value) >= 100_000
}
