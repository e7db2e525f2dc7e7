import { uniqueItems } from '../schema/unique.ts'
import type { SchemaNode } from '../schema/document.ts'
import { prefixLength, schemasOfItem } from '../schema/members.ts'
import type { Json } from '../../core/json.ts'
import { constraintAt } from './constraint.ts'
import { type Leaf, leavesOf } from './leaf.ts'
import type { Surroundings } from './schema-site.ts'
import type { ArrayForm, Site } from './site.ts'
import { declaring } from './workspace.ts'

/** More items than this are not sent, fewer where items hold others. */
const MOST_ITEMS = 2_000
const MOST_NESTED_ITEMS = 100

/** Arrays of a leaf. */
export function arrayForm(
  around: Surroundings,
  leaf: Leaf,
  payload: string,
  below: (nodes: readonly SchemaNode[], index: string | undefined) => Site,
): Omit<ArrayForm, 'shows'> {
  const { workspace, place } = around
  const { shape } = leaf
  const contained = shape.contains.flatMap(({ node, least }) => Array.from({ length: Math.min(least, 20) }, () => node))
  const tuple = prefixLength(shape)
  const prefix = Math.max(tuple, contained.length)
  const sites = new Map<number, Site>()
  const nodesAt = (index: number): readonly SchemaNode[] => {
    const extra = contained[index]
    return extra === undefined
      ? schemasOfItem(shape, Math.min(index, tuple))
      : [...schemasOfItem(shape, Math.min(index, tuple)), extra]
  }
  const siteAt = (index: number): Site => {
    const key = Math.min(index, prefix)
    let site = sites.get(key)
    if (site === undefined) sites.set(key, (site = below(nodesAt(key), key < tuple ? String(key) : undefined)))
    return site
  }
  const isPossible = (index: number): boolean =>
    workspace.reach.depthOf(workspace.goalOf(nodesAt(index)).root) < Infinity

  const least = Math.max(shape.minItems, contained.length, place.typed || shape.maxItems === 0 ? 0 : 1)
  let most = shape.maxItems
  for (let index = 0; index <= prefix && index < most; index++) if (!isPossible(index)) most = index
  const distinct = shape.unique ? distinctValues() : Infinity
  most = Math.min(most, distinct)

  /** How many items there can be that differ, where they are few. */
  function distinctValues(): number {
    if (prefix > 0 || !isPossible(0)) return Infinity
    const { leaves } = leavesOf(workspace, workspace.goalOf(nodesAt(0)))
    let count = 0
    for (const { values, type } of leaves) {
      if (values !== undefined) count += values.filter((value, i) => uniqueItems([...values.slice(0, i), value])).length
      else if (type === 'boolean') count += 2
      else if (type === 'null') count += 1
      else return Infinity
    }
    return count
  }

  const counts: ArrayForm['counts'][number][] = []
  const tooMany: ArrayForm['tooMany'][number][] = []
  const limit = isNested() ? MOST_NESTED_ITEMS : MOST_ITEMS
  function isNested(): boolean {
    if (most === 0) return false
    const { leaves } = leavesOf(workspace, workspace.goalOf(nodesAt(prefix < most ? prefix : 0)))
    return leaves.some(({ type, values }) => values === undefined && (type === 'object' || type === 'array'))
  }
  const add = (what: string, keyword: string, count: number, end: 'least' | 'most'): void => {
    const node = declaring(shape, keyword)
    const document = workspace.documentOf(node ?? shape.nodes[0], ...(node === undefined ? [] : [keyword]))
    const constraint = constraintAt(payload, document, what)
    if (count < least) tooMany.push({ constraint, reason: `an array of ${count} items is nothing in ${place.name}` })
    else if (count > most) tooMany.push({ constraint, reason: `there are no more than ${most} different items` })
    else if (count > limit) tooMany.push({ constraint, reason: `more than ${limit} items are not sent` })
    else counts.push({ constraint, count, end })
  }
  const { minItems, maxItems } = shape
  if (minItems > 0) {
    add(`minItems ${minItems}, at the bound`, 'minItems', minItems, 'least')
    if (minItems < maxItems) add(`minItems ${minItems}, just inside`, 'minItems', minItems + 1, 'least')
  } else {
    if (least === 0) add('no items', 'minItems', 0, 'least')
    if (most > 0) add('one item', 'items', Math.max(1, least), 'least')
  }
  if (maxItems < Infinity && maxItems > minItems) {
    add(`maxItems ${maxItems}, at the bound`, 'maxItems', maxItems, 'most')
    if (maxItems - 1 > minItems + 1) add(`maxItems ${maxItems}, just inside`, 'maxItems', maxItems - 1, 'most')
  } else if (maxItems === Infinity && minItems < 2 && most >= 2 && least <= 2) add('several items', 'items', 2, 'most')

  const node = declaring(shape, 'default')
  const value: Json | undefined = typeof node?.schema === 'object' ? node.schema['default'] : undefined
  const wholes =
    Array.isArray(value) && workspace.accepts(shape, value) && place.isLegal(value, false)
      ? [
          {
            constraint: constraintAt(
              payload,
              workspace.documentOf(node, 'default'),
              `default ${JSON.stringify(value)}`,
            ),
            made: { value },
          },
        ]
      : []
  return { kind: 'array', least, most, unique: shape.unique, siteAt, prefix, counts, tooMany, wholes }
}
