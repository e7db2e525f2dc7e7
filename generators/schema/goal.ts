import type { Canonicaliser, Expansion, Group } from '../canonical.ts'
import type { SchemaNode } from './document.ts'

/** Schemas that one value must satisfy together. Equal sets are one goal. */
export interface Goal {
  readonly key: string
  readonly nodes: readonly SchemaNode[]
  readonly root: Alternative
}

/** A goal with some of its choices made. Expanded when first asked. */
export interface Alternative {
  readonly goal: Goal
  readonly choices: ReadonlyMap<string, number>
  expansion(): Expansion
  /** With one more choice made; the same, whatever the order choices are made in. */
  with(group: Group, option: number): Alternative
  /** One for each option of the first open choice; empty when there is none. */
  children(): readonly Alternative[]
  /** Drops what was expanded: there is no value, so it will hardly be asked again. */
  forget(): void
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
    const alternatives = new Map<string, Alternative>()
    const alternative = (choices: ReadonlyMap<string, number>): Alternative => {
      const name = [...choices]
        .map(([group, option]) => `${group}=${option}`)
        .toSorted()
        .join(' ')
      const made = alternatives.get(name)
      if (made !== undefined) return made
      let expansion: Expansion | undefined
      const self: Alternative = {
        get goal() {
          return goal
        },
        choices,
        expansion: () => (expansion ??= canonicaliser.expand(kept, choices)),
        with: (group, option) => alternative(new Map([...choices, [group.key, option]])),
        children: () => {
          const [group] = self.expansion().groups
          return group === undefined ? [] : Array.from({ length: group.size }, (_, option) => self.with(group, option))
        },
        forget: () => {
          expansion = undefined
        },
      }
      alternatives.set(name, self)
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
