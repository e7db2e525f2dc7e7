import { child } from '../../../core/json-pointer.ts'
import type { Json } from '../../../core/json.ts'
import { isOfType, inWords, show, typesOf } from '../schema-types.ts'
import type { LintRule } from '../rule.ts'

/** An enum or const that the type beside it refuses allows less than it says, or nothing at all. */
export const enumIsSatisfiable: LintRule = {
  code: 'enum-is-satisfiable',
  severity: 'error',
  describe: 'enum and const hold values of the type beside them, and enum is not empty.',
  *check({ sites, pointerOf, otherPlaces }) {
    for (const schema of sites.schemas) {
      const types = typesOf(schema)
      const { enum: members, const: constant } = schema
      const pointer = pointerOf(schema)
      const shared = otherPlaces(schema)
      if (members !== undefined && !Array.isArray(members)) {
        yield { pointer: child(pointer, 'enum'), otherPlaces: shared, message: 'enum is a list of values' }
      } else if (members?.length === 0) {
        yield { pointer: child(pointer, 'enum'), otherPlaces: shared, message: 'enum is empty: no value is valid' }
      } else if (members !== undefined && types !== undefined) {
        const foreign = members.map((_, i) => i).filter((i) => !isOfType(members[i] as Json, types))
        const [first] = foreign
        if (first === undefined) continue
        yield {
          pointer: child(pointer, 'enum', first),
          otherPlaces: shared,
          // What is left still works.
          severity: foreign.length === members.length ? 'error' : 'warning',
          message: `${foreign.map((i) => show(members[i])).join(', ')} in enum is not of type ${inWords(types)}`,
        }
      }
      if (constant !== undefined && types !== undefined && !isOfType(constant, types)) {
        yield {
          pointer: child(pointer, 'const'),
          otherPlaces: shared,
          message: `const ${show(constant)} is not of type ${inWords(types)}`,
        }
      }
    }
  },
}
