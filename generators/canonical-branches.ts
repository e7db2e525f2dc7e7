import { type Json, jsonEquals } from '../core/json.ts'
import type { BranchJudge } from './canonical-union.ts'
import type { SchemaNode } from './schema/document.ts'
import type { Shape } from './schema/shape.ts'
import type { Goals } from './schema/goal.ts'
import { schemasOfMember } from './schema/members.ts'
import type { Reachability } from './schema/reach.ts'

export interface BranchJudgeParts {
  readonly goals: Goals
  readonly reach: Reachability
}

/**
 * Tells the branches of a `oneOf` apart: by their types, by the values of a member that one of them requires, else by
 * showing that their conjunction has no value.
 *
 * @param parts - asked late, because it needs the canonicaliser this is made for
 */
export function createBranchJudge(parts: () => BranchJudgeParts): BranchJudge {
  const asking = new Set<string>()
  const memberValues = new Map<string, readonly Json[] | undefined>()

  function shapeOf(nodes: readonly SchemaNode[]): Shape {
    return parts().goals.of(nodes).root.expansion().shape
  }

  function valuesOf(branch: readonly SchemaNode[], member: string): readonly Json[] | undefined {
    const key = `${branch.map(({ id }) => id).join(',')} ${member}`
    if (memberValues.has(key)) return memberValues.get(key)
    const nodes = schemasOfMember(shapeOf(branch), member)
    const values = nodes.length === 0 ? undefined : parts().goals.of(nodes).root.expansion().shape.values
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
    const { goals, reach } = parts()
    const goal = goals.of(nodes)
    // A branch may lead back to the very question; then nothing is certain.
    if (asking.has(goal.key)) return false
    asking.add(goal.key)
    try {
      return reach.isEmpty(goal.root)
    } finally {
      asking.delete(goal.key)
    }
  }

  return { areDisjoint, isImpossible }
}
