import type { Canonicaliser, Expansion } from '../canonical.ts'
import type { SchemaNode } from './document.ts'

/** Schemas that one value must satisfy together. Equal sets are one goal. */
export interface Goal {
  readonly key: string
  readonly nodes: readonly SchemaNode[]
  readonly root: Alternative
}

/** A goal with some of its choices made. Expanded, and its own choices listed, when first asked. */
export interface Alternative {
  readonly goal: Goal
  readonly choices: ReadonlyMap<string, number>
  expansion(): Expansion
  /** One for each option of the open choice; empty when there is none. */
  children(): readonly Alternative[]
}

export interface Goals {
  of(nodes: readonly SchemaNode[]): Goal
}

/** Keeps one goal per set of schemas. */
export function createGoals(canonicaliser: Canonicaliser): Goals {
  const goals = new Map<string, Goal>()

  function of(nodes: readonly SchemaNode[]): Goal {
    const kept = nodes.filter(({ schema }) => schema !== true)
    const key = keyOf(kept)
    const known = goals.get(key)
    if (known !== undefined) return known
    const alternative = (choices: ReadonlyMap<string, number>): Alternative => {
      let expansion: Expansion | undefined
      let children: readonly Alternative[] | undefined
      const self: Alternative = {
        get goal() {
          return goal
        },
        choices,
        expansion: () => (expansion ??= canonicaliser.expand(kept, choices)),
        children: () => {
          if (children !== undefined) return children
          const { group } = self.expansion()
          children = Array.from({ length: group?.size ?? 0 }, (_, index) =>
            // There are children only where there is a group.
            alternative(new Map([...choices, [group?.key as string, index]])),
          )
          return children
        },
      }
      return self
    }
    const goal: Goal = { key, nodes: kept, root: alternative(new Map()) }
    goals.set(key, goal)
    return goal
  }

  return { of }
}

function keyOf(nodes: readonly SchemaNode[]): string {
  if (nodes.length === 1) return String(nodes[0]?.id)
  return nodes
    .map(({ id }) => id)
    .toSorted((left, right) => left - right)
    .join(',')
}
