import { matchesPattern } from '../pattern-expression.ts'
import type { SchemaNode } from './document.ts'
import type { Shape, Unevaluated } from './shape.ts'

/** A member name that no contract uses. */
export const UNNAMED = '\u0000'

/** Every name that `properties` mentions. */
export function propertyNames(shape: Shape): readonly string[] {
  return [...new Set(shape.objects.flatMap(({ properties }) => [...properties.keys()]))]
}

/** The schemas a member of an object of this shape must satisfy, by its name. */
export function schemasOfMember(shape: Shape, name: string): readonly SchemaNode[] {
  const found: SchemaNode[] = []
  const evaluated = new Set<number>()
  for (const rule of shape.objects) {
    const own = rule.properties.get(name)
    const before = found.length
    if (own !== undefined) found.push(own)
    for (const { pattern, node } of rule.patterns) if (matchesPattern(pattern, name)) found.push(node)
    if (found.length === before && rule.additional !== undefined) found.push(rule.additional)
    if (found.length > before) for (const scope of rule.scopes) evaluated.add(scope)
  }
  found.push(...unevaluated(shape.unevaluatedProperties, evaluated))
  return distinct(found)
}

/**
 * The schemas an item of an array of this shape must satisfy, by its index.
 *
 * @param contained - schemas that it satisfies besides; where one is that of a `contains`, the item counts as evaluated
 */
export function schemasOfItem(
  shape: Shape,
  index: number,
  contained: readonly SchemaNode[] = [],
): readonly SchemaNode[] {
  const found: SchemaNode[] = [...contained]
  const evaluated = new Set<number>()
  for (const { node, scopes } of shape.contains) {
    if (contained.includes(node)) for (const scope of scopes) evaluated.add(scope)
  }
  for (const rule of shape.arrays) {
    const node = index < rule.prefix.length ? rule.prefix[index] : rule.rest
    if (node === undefined) continue
    found.push(node)
    for (const scope of rule.scopes) evaluated.add(scope)
  }
  for (const node of unevaluated(shape.unevaluatedItems, evaluated)) {
    // An item counts as evaluated when `contains` holds for it.
    const evaluating = node.schema === false ? containsWithin(shape, evaluated) : undefined
    found.push(evaluating ?? node)
  }
  return distinct(found)
}

/** From this index on, all items are under the same schemas. */
export function prefixLength(shape: Shape): number {
  return Math.max(0, ...shape.arrays.map(({ prefix }) => prefix.length))
}

function containsWithin(shape: Shape, evaluated: ReadonlySet<number>): SchemaNode | undefined {
  const pending = shape.unevaluatedItems.filter(({ owner }) => !evaluated.has(owner))
  return shape.contains.find(({ scopes }) => pending.every(({ owner }) => scopes.includes(owner)))?.node
}

/** Inner schemas first: what they evaluate is evaluated for the outer ones. */
function unevaluated(rules: readonly Unevaluated[], evaluated: Set<number>): readonly SchemaNode[] {
  const found: SchemaNode[] = []
  for (const rule of rules.toSorted((left, right) => right.scopes.length - left.scopes.length)) {
    if (evaluated.has(rule.owner)) continue
    found.push(rule.node)
    for (const scope of rule.scopes) evaluated.add(scope)
  }
  return found
}

function distinct(nodes: readonly SchemaNode[]): readonly SchemaNode[] {
  const kept = nodes.filter((node) => node.schema !== true)
  return kept.length < 2 ? kept : [...new Set(kept)]
}
