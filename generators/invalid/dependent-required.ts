import { isJsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import { withoutMember } from './edit.ts'
import { withKeyword } from './schema-parts.ts'
import type { Family, Mutation } from './site.ts'

/** Leaves out members that others ask for, in a value that has the one that asks. */
export const dependentRequired: Family = {
  name: 'dependent-required',
  *mutations({ value, parts }, workshop): Iterable<Mutation> {
    if (!isJsonObject(value)) return
    for (const { part, limit } of withKeyword(parts, 'dependentRequired')) {
      for (const [asking, names] of isJsonObject(limit) ? Object.entries(limit) : []) {
        for (const name of Array.isArray(names) ? names : []) {
          if (typeof name !== 'string' || name === asking) continue
          const full = Object.hasOwn(value, asking)
            ? value
            : workshop.valueOf([...parts, { type: 'object', required: [asking] }])
          yield {
            breakage: 'dependentRequired',
            detail: name,
            promise: `required beside ${asking}`,
            document: workshop.documentOf(part, 'dependentRequired', asking),
            at: child('', name),
            keywords: ['dependentRequired', 'required'],
            candidates: () => (isJsonObject(full) && Object.hasOwn(full, name) ? [withoutMember(full, name)] : []),
            sent: 'none',
          }
        }
      }
    }
  },
}
