import type { Json } from '../../core/json.ts'
import type { Conflict } from '../canonical.ts'
import { createDepths } from './depth.ts'
import type { SchemaNode } from './document.ts'
import type { Alternative, Goals } from './goal.ts'
import { prefixLength, schemasOfItem, schemasOfMember } from './members.ts'
import { numbersExist } from './number-range.ts'
import type { Shape } from './shape.ts'
import type { TypeName } from './types.ts'

/** What values there are, before any is generated. */
export interface Reachability {
  /** The fewest levels of nesting a value needs; infinite when there is none. */
  depthOf(alternative: Alternative): number
  /** Whether it is certain, after few steps, that there is no value. */
  isEmpty(alternative: Alternative): boolean
  /** The types a value of an alternative without open choices has, with the levels each needs. */
  typesOf(alternative: Alternative): readonly { readonly type: TypeName; readonly depth: number }[]
  /** `enum` members that satisfy everything else. */
  valuesOf(alternative: Alternative): readonly Json[] | undefined
  /** Why there is no value. */
  explain(alternative: Alternative): Conflict
}

export interface ReachParts {
  readonly goals: Goals
  holds(node: SchemaNode, value: Json): boolean
}

/**
 * A schema that names no type means the types its keywords speak of: `properties` alone means an object, though a
 * number satisfies it too. Other types are used only where there is no value else.
 */
export function createReachability({ goals, holds }: ReachParts): Reachability {
  const values = new Map<Alternative, readonly Json[] | undefined>()
  const meant = createDepths({ goals, holds, valuesOf, typesOf: meantTypes })
  const allowed = createDepths({ goals, holds, valuesOf, typesOf: ({ types }) => types })

  function valuesOf(alternative: Alternative): readonly Json[] | undefined {
    if (values.has(alternative)) return values.get(alternative)
    const { shape } = alternative.expansion()
    const judges = [...shape.nodes, ...shape.checks]
    const found = shape.values?.filter((value) => judges.every((node) => holds(node, value)))
    values.set(alternative, found)
    return found
  }

  function depthOf(alternative: Alternative): number {
    const depth = meant.of(alternative)
    return depth === Infinity ? allowed.of(alternative) : depth
  }

  function typesOf(alternative: Alternative): readonly { readonly type: TypeName; readonly depth: number }[] {
    const { shape } = alternative.expansion()
    const isMeant = meant.of(alternative) < Infinity
    const depths = isMeant ? meant : allowed
    return [...(isMeant ? meantTypes(shape) : shape.types)]
      .map((type) => ({ type, depth: depths.ofType(alternative, type) }))
      .filter(({ depth }) => depth < Infinity)
  }

  function explain(alternative: Alternative, seen: ReadonlySet<Alternative> = new Set()): Conflict {
    const { conflict, groups, shape } = alternative.expansion()
    const [group] = groups
    const [node] = alternative.goal.nodes
    const pointer = node?.pointer ?? '#'
    const because = (reason: string): Conflict => ({ pointer, reason, ...(node === undefined ? {} : { node }) })
    if (conflict !== undefined) return conflict.pointer === '#' ? because(conflict.reason) : conflict
    if (seen.has(alternative)) return because('it demands itself without end')
    const deeper = new Set([...seen, alternative])
    if (group !== undefined) {
      const reason =
        group.keyword === 'oneOf' ? 'no value satisfies exactly one branch of' : 'nothing satisfies any way of'
      const first = group.keyword === 'not' ? undefined : alternative.children()[0]
      const detail = first === undefined ? '' : ` (the first: ${explain(first, deeper).reason})`
      return { pointer: group.pointer, reason: `${reason} ${group.keyword}${detail}` }
    }
    if (shape.types.size === 0) return because('no type is left')
    if (shape.values !== undefined) return because('no member of enum or const satisfies the other keywords')
    return explainShape(shape, deeper) ?? because(boundsOf(shape))
  }

  function explainShape(shape: Shape, seen: ReadonlySet<Alternative>): Conflict | undefined {
    const demanded = [
      ...[...shape.required].map((name) => schemasOfMember(shape, name)),
      ...Array.from({ length: Math.min(shape.minItems, prefixLength(shape) + 1) }, (_, i) => schemasOfItem(shape, i)),
    ]
    for (const nodes of demanded) {
      const { root } = goals.of(nodes)
      if (nodes.length > 0 && depthOf(root) === Infinity) return explain(root, seen)
    }
    return undefined
  }

  return { depthOf, isEmpty: allowed.isEmpty, typesOf, valuesOf, explain }
}

function meantTypes(shape: Shape): ReadonlySet<TypeName> {
  if (shape.typed || shape.values !== undefined) return shape.types
  const implied = shape.types.intersection(shape.implied)
  return implied.size > 0 ? implied : shape.types
}

function boundsOf(shape: Shape): string {
  const clashes = [
    shape.minLength > shape.maxLength && `minLength ${shape.minLength} exceeds maxLength ${shape.maxLength}`,
    shape.minItems > shape.maxItems && `minItems ${shape.minItems} exceeds maxItems ${shape.maxItems}`,
    shape.minProperties > shape.maxProperties &&
      `minProperties ${shape.minProperties} exceeds maxProperties ${shape.maxProperties}`,
    shape.required.size > shape.maxProperties &&
      `more members are required than maxProperties ${shape.maxProperties} allows`,
    shape.types.has('number') && !numbersExist(shape) && 'no number lies within its bounds',
  ].filter((clash) => clash !== false)
  return clashes.length > 0 ? clashes.join('; ') : 'its constraints exclude each other'
}
