import { isJsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import { withoutMember } from './edit.ts'
import { withKeyword } from './schema-parts.ts'
import type { Family, Mutation } from './site.ts'

/** Leaves out each required member. */
export const missingRequired: Family = {
  name: 'missing-required',
  *mutations({ value, parts }, workshop): Iterable<Mutation> {
    if (!isJsonObject(value)) return
    const done = new Set<string>()
    for (const { part, limit } of withKeyword(parts, 'required')) {
      for (const name of Array.isArray(limit) ? limit : []) {
        if (typeof name !== 'string' || done.has(name) || !Object.hasOwn(value, name)) continue
        done.add(name)
        yield {
          breakage: 'missing',
          detail: name,
          promise: 'required',
          document: workshop.documentOf(part, 'required'),
          at: child('', name),
          keywords: ['required', 'dependentRequired', 'discriminator'],
          candidates: () => [withoutMember(value, name)],
          sent: 'none',
        }
      }
    }
  },
}
