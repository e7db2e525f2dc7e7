import type { Json } from '../../core/json.ts'
import { deriveSeed } from '../../core/seed.ts'
import type { SchemaNode } from '../schema/document.ts'
import { propertyNames, schemasOfMember } from '../schema/members.ts'
import type { Shape } from '../schema/shape.ts'
import { constraintAt } from './constraint.ts'
import type { Leaf } from './leaf.ts'
import type { Surroundings } from './schema-site.ts'
import type { Member, ObjectConstraints, ObjectForm, Site } from './site.ts'
import { declaring, type Workspace } from './workspace.ts'

/** More additional members than any bound of a real contract asks for. */
const MOST_ADDITIONAL = 64
const NAME_ATTEMPTS = 40

type Below = (nodes: readonly SchemaNode[], token: string | undefined, name: string | undefined) => Site

/** Objects of a leaf: their named members, and additional ones where the schema describes or demands them. */
export function objectForm(around: Surroundings, leaf: Leaf, payload: string, below: Below): Omit<ObjectForm, 'shows'> {
  const { workspace, place } = around
  const { shape } = leaf
  const required = closureOf(shape, shape.required)
  const members = new Map<string, Member>()
  for (const name of new Set([...propertyNames(shape), ...required])) {
    const nodes = schemasOfMember(shape, name)
    if (!isPossible(workspace, shape, name, nodes)) continue
    members.set(name, { name, required: required.has(name), additional: false, site: below(nodes, name, name) })
  }
  const least = Math.max(shape.minProperties, required.size, place.typed || shape.maxProperties === 0 ? 0 : 1)
  for (const { name, nodes } of additionalNames(around, shape, members, least)) {
    members.set(name, { name, required: false, additional: true, site: below(nodes, undefined, undefined) })
  }

  // What nests least comes first where members are added only for their number.
  const byDepth = [...members.values()]
    .map((member) => ({
      member,
      depth: workspace.reach.depthOf(workspace.goalOf(schemasOfMember(shape, member.name)).root),
    }))
    .toSorted((one, other) => one.depth - other.depth)
    .map(({ member }) => member)

  return {
    kind: 'object',
    members,
    least,
    most: shape.maxProperties,
    constraints: objectConstraints(workspace, shape, payload, members.size),
    complete: (present, absent) => complete({ shape, members, required, least, byDepth }, present, absent),
  }
}

function isPossible(workspace: Workspace, shape: Shape, name: string, nodes: readonly SchemaNode[]): boolean {
  if (!shape.names.every((rule) => workspace.satisfies(rule, name))) return false
  return workspace.reach.depthOf(workspace.goalOf(nodes).root) < Infinity
}

interface Completing {
  readonly shape: Shape
  readonly members: ReadonlyMap<string, Member>
  readonly required: ReadonlySet<string>
  readonly least: number
  readonly byDepth: readonly Member[]
}

function complete(
  { shape, members, required, least, byDepth }: Completing,
  present: ReadonlySet<string>,
  absent: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const names = closureOf(shape, present.union(required))
  for (const name of names) if (absent.has(name) || !members.has(name)) return undefined
  for (const { name } of byDepth) {
    if (names.size >= least) break
    if (names.has(name) || absent.has(name)) continue
    const more = closureOf(shape, new Set([...names, name]))
    if (more.size > shape.maxProperties || ![...more].every((each) => members.has(each) && !absent.has(each))) continue
    for (const each of more) names.add(each)
  }
  return names.size < least || names.size > shape.maxProperties ? undefined : names
}

/** The members, and those that must be there with them. */
function closureOf(shape: Shape, from: ReadonlySet<string>): Set<string> {
  const names = new Set(from)
  // A set grows while it is walked; what is added is walked too.
  for (const name of names) {
    for (const dependent of shape.dependents) {
      if (dependent.name === name) for (const need of dependent.needs) names.add(need)
    }
  }
  return names
}

function objectConstraints(workspace: Workspace, shape: Shape, payload: string, room: number): ObjectConstraints {
  const where = (name: string): string => {
    const rule = shape.nodes.find(({ schema }) => {
      const properties = typeof schema === 'object' ? schema['properties'] : undefined
      return typeof properties === 'object' && properties !== null && Object.hasOwn(properties, name)
    })
    return workspace.documentOf(rule ?? shape.nodes[0], ...(rule === undefined ? [] : ['properties', name]))
  }
  const { minProperties, maxProperties } = shape
  const sizes: ObjectConstraints['sizes'][number][] = []
  const size = (keyword: string, bound: number, inside: number, end: 'least' | 'most'): void => {
    const document = workspace.documentOf(declaring(shape, keyword), keyword)
    sizes.push({ constraint: constraintAt(payload, document, `${keyword} ${bound}, at the bound`), size: bound, end })
    if (inside <= maxProperties && inside >= Math.max(minProperties, shape.required.size) && inside <= room) {
      sizes.push({ constraint: constraintAt(payload, document, `${keyword} ${bound}, just inside`), size: inside, end })
    }
  }
  if (minProperties > 0) size('minProperties', minProperties, minProperties + 1, 'least')
  if (maxProperties < Infinity) size('maxProperties', maxProperties, maxProperties - 1, 'most')
  return {
    present: (name) => constraintAt(payload, where(name), `optional ${name}, present`),
    absent: (name) => constraintAt(payload, where(name), `optional ${name}, absent`),
    additional: (site) => constraintAt(site.payload, site.document, 'an additional member'),
    pairs: constraintAt(payload, workspace.documentOf(shape.nodes[0]), 'every two optional members together and apart'),
    sizes,
  }
}

interface Additional {
  readonly name: string
  readonly nodes: readonly SchemaNode[]
}

/** Names for members that the schema does not name: one for each pattern, one more where they are described, enough for its size. */
function additionalNames(
  around: Surroundings,
  shape: Shape,
  named: ReadonlyMap<string, Member>,
  least: number,
): readonly Additional[] {
  const { workspace, place } = around
  const found: Additional[] = []
  const add = (name: string): void => {
    if (named.has(name) || propertyNames(shape).includes(name) || found.some((each) => each.name === name)) return
    if (!place.isLegal({ [name]: 'a' }, false)) return
    const nodes = schemasOfMember(shape, name)
    if (isPossible(workspace, shape, name, nodes)) found.push({ name, nodes })
  }
  for (const { pattern } of shape.objects.flatMap(({ patterns }) => patterns)) add(nameLike(around, { pattern }, 0))
  const described = shape.objects.some(
    ({ additional }) => additional !== undefined && typeof additional.schema === 'object',
  )
  const most = shape.maxProperties < Infinity && (described || named.size === 0) ? shape.maxProperties : 0
  const wanted = Math.min(
    MOST_ADDITIONAL,
    Math.max(
      described ? 1 : 0,
      least - named.size,
      most - named.size,
      shape.minProperties > 0 ? least + 1 - named.size : 0,
    ),
  )
  for (let i = 0; i < NAME_ATTEMPTS + wanted && found.length < wanted; i++) {
    add(
      i < NAME_ATTEMPTS / 2 || shape.names.length === 0
        ? `extra${i === 0 ? '' : i}`
        : nameLike(around, nameRule(shape), i),
    )
    const [pattern] = shape.objects.flatMap(({ patterns }) => patterns)
    if (pattern !== undefined) add(nameLike(around, { pattern: pattern.pattern }, i))
  }
  return found
}

/** What its name rules say, as far as they say it themselves. */
function nameRule({ names }: Shape): Readonly<Record<string, Json>> {
  const [rule] = names
  return typeof rule?.schema === 'object' ? rule.schema : {}
}

function nameLike({ making, seed }: Surroundings, rule: Readonly<Record<string, Json>>, nth: number): string {
  const made = making.draw(
    { type: 'string', minLength: 1, maxLength: 40, ...rule },
    { seed: deriveSeed(seed, 'name', nth), ascii: true, accepts: (value) => typeof value === 'string' },
  )
  return 'value' in made && typeof made.value === 'string' ? made.value : 'extra'
}
