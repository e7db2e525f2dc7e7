import { child } from '../../core/json-pointer.ts'
import { deriveSeed } from '../../core/seed.ts'
import type { Goal } from '../schema/goal.ts'
import type { SchemaNode } from '../schema/document.ts'
import { arrayForm } from './array-form.ts'
import { type Constraint, constraintAt } from './constraint.ts'
import { type Leaf, type Leaves, leavesOf } from './leaf.ts'
import type { Making } from './making.ts'
import { objectForm } from './object-form.ts'
import type { Place } from './place.ts'
import type { Point } from './point.ts'
import { reasonOf } from '../request-options.ts'
import { plainScalar, scalarPoints } from './scalars.ts'
import type { Form, Shown, Site } from './site.ts'
import type { Field } from './texts.ts'
import { declaring, type Workspace } from './workspace.ts'

/** What the sites of one schema share. */
export interface Surroundings {
  readonly workspace: Workspace
  readonly place: Place
  readonly making: Making
  readonly seed: number
  /** Of a body. */
  readonly mediaType?: string
  /** Ways to satisfy a goal, remembered. */
  readonly leaves: Map<string, Leaves>
  readonly points: Map<string, readonly Point[]>
}

export interface SiteParts {
  readonly nodes: readonly SchemaNode[]
  readonly payload: string
  /** Of the member or parameter. */
  readonly name: string | undefined
  /** The kinds of what lies around it, outermost first. */
  readonly within: readonly string[]
}

/** The site of a value that must satisfy some schemas. */
export function schemaSite(around: Surroundings, parts: SiteParts): Site {
  const { workspace, place } = around
  const goal = workspace.goalOf(parts.nodes)
  const kind = workspace.kindOf(goal)
  const repetitions = parts.within.filter((key) => key === kind).length
  const within = [...parts.within, kind]
  let known: { readonly forms: readonly Form[]; readonly leaves: readonly Leaf[] } | undefined

  const allLeaves = (): Leaves => {
    let leaves = around.leaves.get(goal.key)
    if (leaves === undefined) around.leaves.set(goal.key, (leaves = orNone(() => leavesOf(workspace, goal))))
    return leaves
  }
  const formed = (): NonNullable<typeof known> => (known ??= build())

  function build(): NonNullable<typeof known> {
    const leaves = sendable(allLeaves().leaves, place)
    const types = new Set(leaves.map(({ type, values }) => (values === undefined ? type : 'value')))
    const forms = leaves.map((leaf) => formOf(leaf, shownBy(leaf, types)))
    return { forms, leaves }
  }

  function shownBy(leaf: Leaf, types: ReadonlySet<string>): readonly Constraint[] {
    const shows = leaf.branches.map(({ what, document }) => constraintAt(parts.payload, document, what))
    const document = workspace.documentOf(declaring(leaf.shape, 'type') ?? leaf.shape.nodes[0])
    if (types.has('null') && leaf.type !== 'null') shows.push(constraintAt(parts.payload, document, 'not null'))
    const several = [...types].filter((type) => type !== 'null').length > 1
    if (several && leaf.values === undefined && leaf.type !== 'null') {
      shows.push(constraintAt(parts.payload, document, `type ${leaf.type}`))
    }
    return shows
  }

  function formOf(leaf: Leaf, shows: readonly Constraint[]): Form {
    const common = { shows, ...(around.mediaType === undefined ? {} : { mediaType: around.mediaType }) }
    const below = (nodes: readonly SchemaNode[], token: string | undefined, name: string | undefined): Site =>
      schemaSite(around, { nodes, payload: payloadBelow(parts.payload, token), name, within })
    if (leaf.values === undefined && leaf.type === 'object') {
      return { ...common, ...objectForm(around, leaf, parts.payload, below) }
    }
    if (leaf.values === undefined && leaf.type === 'array') {
      return { ...common, ...arrayForm(around, leaf, parts.payload, (nodes, index) => below(nodes, index, parts.name)) }
    }
    const field = (seed: number): Field => ({
      workspace,
      leaf,
      place,
      name: parts.name,
      making: around.making,
      seed,
      inside: parts.within.length > 0,
    })
    return {
      ...common,
      kind: 'scalar',
      points: () => pointsOf(leaf, field).map((point) => shownAt(parts.payload, point)),
      plain: (seed, nth) => plainScalar(field(seed), nth),
    }
  }

  /** The same schema under the same name has the same points, wherever it stands. */
  function pointsOf(leaf: Leaf, field: (seed: number) => Field): readonly Point[] {
    const key = `${goal.key} ${formed().leaves.indexOf(leaf)} ${parts.name ?? ''} ${parts.within.length > 0}`
    let points = around.points.get(key)
    if (points === undefined) {
      points = scalarPoints(field(deriveSeed(around.seed, parts.name ?? '', 'points')))
      around.points.set(key, points)
    }
    return points
  }

  return {
    payload: parts.payload,
    document: workspace.documentOf(goal.nodes[0]),
    kind: `${around.mediaType ?? ''} ${kind}`,
    repetitions,
    forms: () => formed().forms,
    plainForm: () => plainest(formed().leaves, repetitions > 0),
    impossible: () =>
      allLeaves().impossible.map(({ what, document, reason }) => ({
        constraint: constraintAt(parts.payload, document === '' ? workspace.documentOf(goal.nodes[0]) : document, what),
        reason,
      })),
  }
}

/** The site of a whole schema. */
export function rootSite(around: Surroundings, payload: string, name: string | undefined): Site {
  const root: Goal = around.workspace.root
  return schemaSite(around, { nodes: root.nodes, payload, name, within: [] })
}

/** A constraint with its value at a place. */
export function shownAt(payload: string, point: Point): Shown {
  return {
    constraint: constraintAt(payload, point.document, point.what, point.shared),
    ...(point.end === undefined ? {} : { end: point.end }),
    ...(point.byAny === true ? { byAny: true } : {}),
    made: 'value' in point ? { value: point.value } : { reason: point.reason },
  }
}

/** What the engine cannot follow has no values that we know of. */
function orNone(find: () => Leaves): Leaves {
  try {
    return find()
  } catch (error) {
    return { leaves: [], impossible: [{ what: 'its schema', document: '', reason: reasonOf(error) }] }
  }
}

function payloadBelow(payload: string, token: string | undefined): string {
  if (token === undefined) return `${payload}/*`
  return child(payload, token)
}

/** Where `null` is nothing, it is no way to fill a place, unless there is no other. */
function sendable(leaves: readonly Leaf[], place: Place): readonly Leaf[] {
  if (place.typed) return leaves
  const others = leaves.filter(({ type, values }) => values !== undefined || type !== 'null')
  return others.length > 0 ? others : leaves
}

function plainest(leaves: readonly Leaf[], shallow: boolean): number {
  let best = 0
  const cost = ({ depth, type }: Leaf): number => depth + (type === 'null' && !shallow ? 1_000 : 0)
  for (const [index, leaf] of leaves.entries()) if (cost(leaf) < cost(leaves[best] as Leaf)) best = index
  return best
}
