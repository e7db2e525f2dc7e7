import { isJsonObject, type JsonObject } from '../core/json.ts'
import type { Opposites } from './canonical-opposite.ts'
import type { SchemaDocument, SchemaNode } from './schema/document.ts'

/** What is added to a conjunction when an option is chosen. */
export interface Option {
  readonly nodes: readonly SchemaNode[]
  /** What values must be filtered by. */
  readonly checks: readonly SchemaNode[]
  /** What values are filtered by as long as there are any left. */
  readonly wishes?: readonly SchemaNode[]
  /** Why the option is none: nothing satisfies it. */
  readonly conflict?: string
}

/** What telling the branches of a `oneOf` apart needs to know of them. */
export interface BranchJudge {
  /** Whether it is certain that no value satisfies all the schemas of both lists. */
  areDisjoint(one: readonly SchemaNode[], other: readonly SchemaNode[]): boolean
  /** Whether it is certain that no value satisfies all. */
  isImpossible(nodes: readonly SchemaNode[]): boolean
}

/** The options that `anyOf` and `oneOf` leave. */
export interface Unions {
  anyOption(node: SchemaNode, parts: readonly SchemaNode[], index: number): Option
  oneOption(node: SchemaNode, parts: readonly SchemaNode[], index: number): Option
}

/**
 * The options without what tells branches apart: every value of a branch, also those of two. Enough to show that a
 * conjunction has no value at all.
 */
export const overlappingUnions: Unions = {
  anyOption: (_node, parts, index) => plain([parts[index] as SchemaNode]),
  oneOption: (_node, parts, index) => plain([parts[index] as SchemaNode]),
}

export function plain(nodes: readonly SchemaNode[]): Option {
  return { nodes, checks: [] }
}

/** Keywords that leave a choice, and those that assert nothing. */
const ALTERNATIVES = new Set<string>([
  'anyOf',
  'oneOf',
  'if',
  'then',
  'else',
  'dependentSchemas',
  'not',
  'discriminator',
  '$defs',
  'definitions',
  '$id',
  '$schema',
  '$anchor',
  '$comment',
  'title',
  'description',
  'example',
  'examples',
  'default',
  'unevaluatedProperties',
  'unevaluatedItems',
])

/** With more overlapping branches than this, values are filtered instead of built to miss them all. */
const MOST_EXCLUSIONS = 24
const PROBES = 3

/** So many overlapping branches, with so many ways around them, are missed in every way; more of them only in a few. */
const FEW_EXCLUSIONS = 7
const FEW_WAYS = 150
const COMBINATIONS = 4

interface Missed {
  readonly other: SchemaNode
  readonly opposite: SchemaNode
  readonly ways: readonly SchemaNode[]
}

/** @param branches - what is certain of branches, so that values need not be filtered */
export function createUnions(document: SchemaDocument, branches: BranchJudge, opposites: Opposites): Unions {
  const besides = new Map<number, readonly SchemaNode[]>()

  function anyOption(node: SchemaNode, parts: readonly SchemaNode[], index: number): Option {
    const part = parts[index] as SchemaNode
    const tag = tagOf(node, index)
    return plain(tag === undefined || branches.isImpossible([part, tag]) ? [part] : [tag, part])
  }

  function oneOption(node: SchemaNode, parts: readonly SchemaNode[], index: number): Option {
    const part = parts[index] as SchemaNode
    const tag = tagOf(node, index)
    const tagged = tag === undefined || branches.isImpossible([part, tag]) ? undefined : tag
    const held = tagged === undefined ? [part] : [tagged, part]
    const beside = besideOneOf(node)
    const known = [...beside, ...held]
    const overlapping = parts.filter((other, at) => at !== index && !branches.areDisjoint(known, [...beside, other]))
    if (overlapping.length === 0) return plain(held)
    const isMany = overlapping.length > MOST_EXCLUSIONS
    const missed: Missed[] = []
    for (const other of isMany ? overlapping.slice(0, PROBES) : overlapping) {
      const way = missing(known, other)
      if (way !== undefined) missed.push(way)
      // The tag alone tells the branches apart where their schemas do not.
      else if (tagged !== undefined) return plain(held)
      else return { nodes: held, checks: [], conflict: 'whatever satisfies this branch satisfies another one too' }
    }
    if (isMany) {
      const checks = overlapping.map((other) => opposites.of(other))
      return tagged === undefined ? { nodes: held, checks } : { nodes: held, checks: [], wishes: checks }
    }
    const excluded = missed.map(({ opposite }) => opposite)
    const ways = missed.reduce((total, each) => total + each.ways.length, 0)
    const isFew = missed.length === 1 || (missed.length <= FEW_EXCLUSIONS && ways <= FEW_WAYS)
    if (isFew) return plain([...held, ...excluded])
    const built = combinations(known, missed)
    if (built.length === 0) return { nodes: held, checks: excluded }
    return plain([...held, document.made({ anyOf: built }, node)])
  }

  /** How values of known schemas miss another one; `undefined`: they cannot. Formats tell them apart only where nothing else does. */
  function missing(known: readonly SchemaNode[], other: SchemaNode): Missed | undefined {
    for (const withFormats of [false, true]) {
      const opposite = opposites.of(other, withFormats)
      if (branches.isImpossible([...known, opposite])) continue
      const negation = opposites.negationOf(other, withFormats)
      return { other, opposite, ways: negation.kind === 'ways' ? negation.ways : [opposite] }
    }
    return undefined
  }

  /** A few sets of ways, each of which misses all the branches at once. Every one starts from another first way. */
  function combinations(known: readonly SchemaNode[], missed: readonly Missed[]): readonly JsonObject[] {
    const found = new Map<string, JsonObject>()
    for (let turn = 0; turn < COMBINATIONS; turn++) {
      const chosen: SchemaNode[] = []
      const complete = missed.every(({ other, ways }) => {
        if (branches.isImpossible([...known, ...chosen, other])) return true
        const order = ways.map((_, index) => ways[(index + turn) % ways.length] as SchemaNode)
        const way = order.find((each) => !branches.isImpossible([...known, ...chosen, each]))
        if (way !== undefined) chosen.push(way)
        return way !== undefined
      })
      if (complete) found.set(chosen.map(({ id }) => id).join(','), { allOf: chosen.map(({ schema }) => schema) })
    }
    return [...found.values()]
  }

  /** What a schema says besides its alternatives: it may be what tells them apart. */
  function besideOneOf(node: SchemaNode): readonly SchemaNode[] {
    const known = besides.get(node.id)
    if (known !== undefined) return known
    const members = Object.entries(isJsonObject(node.schema) ? node.schema : {})
    const rest = members.filter(([keyword]) => !ALTERNATIVES.has(keyword))
    const beside = rest.length === 0 ? [] : [document.made(Object.fromEntries(rest), node)]
    besides.set(node.id, beside)
    return beside
  }

  /** The member that `discriminator` (in its normal form) says this branch is chosen by. */
  function tagOf(node: SchemaNode, index: number): SchemaNode | undefined {
    const discriminator = isJsonObject(node.schema) ? node.schema['discriminator'] : undefined
    if (!isJsonObject(discriminator) || !isJsonObject(discriminator['branches'])) return undefined
    const name = discriminator['propertyName']
    const values = Object.entries(discriminator['branches']).flatMap(([tag, branch]) => (branch === index ? [tag] : []))
    if (typeof name !== 'string' || values.length === 0) return undefined
    const schema = { type: 'object', required: [name], properties: { [name]: { type: 'string', enum: values } } }
    return document.made(schema, node)
  }

  return { anyOption, oneOption }
}
