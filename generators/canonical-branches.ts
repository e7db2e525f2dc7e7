import { type Json, jsonEquals } from '../core/json.ts'
import type { BranchJudge } from './canonical-union.ts'
import type { SchemaNode } from './schema/document.ts'
import type { Goals } from './schema/goal.ts'
import { schemasOfMember } from './schema/members.ts'
import type { Reachability } from './schema/reach.ts'
import type { Shape } from './schema/shape.ts'

/**
 * Tells the branches of a `oneOf` apart: by their types, by the values of a member that one of them requires, else by
 * showing that their conjunction has no value.
 *
 * @param goals - over a canonicaliser that does not itself ask what is disjoint
 */
export function createBranchJudge(goals: Goals, reach: Reachability): BranchJudge {
  const memberValues = new Map<string, readonly Json[] | undefined>()

  function shapeOf(nodes: readonly SchemaNode[]): Shape {
    return goals.of(nodes).root.expansion().shape
  }

  function valuesOf(branch: readonly SchemaNode[], member: string): readonly Json[] | undefined {
    const key = `${branch.map(({ id }) => id).join(',')} ${member}`
    if (memberValues.has(key)) return memberValues.get(key)
    const nodes = schemasOfMember(shapeOf(branch), member)
    const values = nodes.length === 0 ? undefined : shapeOf(nodes).values
    memberValues.set(key, values)
    return values
  }

  function areDisjoint(one: readonly SchemaNode[], other: readonly SchemaNode[]): boolean {
    const shape = shapeOf(one)
    if (shape.types.isDisjointFrom(shapeOf(other).types)) return true
    for (const member of shape.types.size === 1 && shape.types.has('object') ? shape.required : []) {
      const held = valuesOf(one, member)
      const allowed = held === undefined ? undefined : valuesOf(other, member)
      if (held === undefined || allowed === undefined) continue
      if (!held.some((value) => allowed.some((each) => jsonEquals(each, value)))) return true
    }
    return isImpossible([...new Set([...one, ...other])])
  }

  function isImpossible(nodes: readonly SchemaNode[]): boolean {
    return reach.isEmpty(goals.of(nodes).root)
  }

  return { areDisjoint, isImpossible }
}
