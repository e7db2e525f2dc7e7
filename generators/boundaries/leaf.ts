import type { Json } from '../../core/json.ts'
import { tokensOf } from '../../core/json-pointer.ts'
import type { DocumentPointer } from '../../spec/model.ts'
import type { Group } from '../canonical.ts'
import type { Alternative, Goal } from '../schema/goal.ts'
import type { Shape } from '../schema/shape.ts'
import type { TypeName } from '../schema/types.ts'
import type { Workspace } from './workspace.ts'

/** A way to satisfy a goal: every choice made, one type (or the members of an enum). */
export interface Leaf {
  readonly shape: Shape
  readonly type: TypeName
  /** Members of `enum` or `const`, where they decide. */
  readonly values: readonly Json[] | undefined
  /** Levels of nesting its smallest value needs. */
  readonly depth: number
  /** The branches taken, in words. */
  readonly branches: readonly Branch[]
}

export interface Branch {
  readonly what: string
  readonly document: DocumentPointer
}

export interface Leaves {
  readonly leaves: readonly Leaf[]
  /** Branches that no value takes. */
  readonly impossible: readonly (Branch & { readonly reason: string })[]
}

/** Ways to satisfy one goal that are told apart at most. */
const MOST_LEAVES = 120

/** Ways to satisfy a goal, so that each branch of each choice is taken by at least one of them. */
export function leavesOf(workspace: Workspace, goal: Goal): Leaves {
  const leaves: Leaf[] = []
  const impossible: (Branch & { reason: string })[] = []
  const covered = new Set<string>()

  function collect(alternative: Alternative, branches: readonly Branch[]): boolean {
    const [group] = alternative.expansion().groups
    if (group === undefined) {
      const made = typed(workspace, alternative, branches)
      leaves.push(...made)
      return made.length > 0
    }
    const children = alternative.children()
    const take = (child: Alternative, index: number): boolean => {
      if (workspace.reach.depthOf(child) === Infinity) return false
      const branch = branchOf(workspace, goal, group, index)
      return collect(child, branch === undefined ? branches : [...branches, branch])
    }
    let any = false
    for (const [index, child] of children.entries()) {
      const key = `${group.key} ${index}`
      if (covered.has(key)) continue
      const branch = branchOf(workspace, goal, group, index)
      // Ways around `not` are no promises of their own: one is enough.
      if (any && branch === undefined) continue
      if (leaves.length >= MOST_LEAVES && any) {
        if (branch !== undefined) impossible.push({ ...branch, reason: `more than ${MOST_LEAVES} ways to choose` })
        continue
      }
      if (take(child, index)) {
        covered.add(key)
        any = true
      } else if (branch !== undefined) {
        impossible.push({ ...branch, reason: workspace.reach.explain(child).reason })
      }
    }
    return any || children.some(take)
  }

  if (workspace.reach.depthOf(goal.root) < Infinity) collect(goal.root, [])
  return { leaves, impossible }
}

function typed(workspace: Workspace, alternative: Alternative, branches: readonly Branch[]): readonly Leaf[] {
  const { shape, conflict } = alternative.expansion()
  const { reach } = workspace
  if (conflict !== undefined) return []
  const types = reach.typesOf(alternative)
  const [first] = types
  if (first === undefined) return []
  const values = reach.valuesOf(alternative)
  if (values !== undefined) return [{ shape, type: first.type, values, depth: 0, branches }]
  const saysNothing = !shape.typed && shape.implied.size === 0
  const told = saysNothing
    ? types
        .filter(({ type }) => type === 'string')
        .concat(types)
        .slice(0, 1)
    : types
  return told.map(({ type, depth }) => ({ shape, type, values: undefined, depth, branches }))
}

/** The branch an option stands for; `undefined` where the choice is of our making. */
function branchOf(workspace: Workspace, goal: Goal, group: Group, index: number): Branch | undefined {
  const sides: Readonly<Record<string, readonly string[]>> = {
    if: ['if holds, then', 'if does not hold, else'],
  }
  const part = group.option(index).nodes.find((node) => node.made !== true)
  const document = workspace.documentOf(part ?? goal.nodes[0])
  const side = sides[group.keyword]?.[index]
  if (side !== undefined) return { what: side, document }
  if (group.keyword.startsWith('dependentSchemas/')) {
    return { what: `${group.keyword} ${index === 0 ? 'does not apply' : 'applies'}`, document }
  }
  if (group.keyword !== 'oneOf' && group.keyword !== 'anyOf') return undefined
  const schema = part?.schema
  const reference = typeof schema === 'object' && typeof schema['$ref'] === 'string' ? schema['$ref'] : undefined
  const title = typeof schema === 'object' && typeof schema['title'] === 'string' ? schema['title'] : undefined
  const name = title ?? (reference === undefined ? undefined : tokensOf(reference).at(-1))
  return { what: `${group.keyword} branch ${index + 1}${name === undefined ? '' : ` (${name})`}`, document }
}
