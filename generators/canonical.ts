import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { SchemaDocument, SchemaNode } from './schema/document.ts'
import { type Negation, negationOf } from './schema/negation.ts'
import { emptyShape, mergeAssertions, type ObjectNode, type Shape } from './schema/shape.ts'
import { isSchema, NOT_WITH_FORMATS } from './schema/subschemas.ts'

/** A place where a schema leaves a choice: a branch of `anyOf` or `oneOf`, of `if`, a way around `not`. */
export interface Group {
  readonly key: string
  readonly pointer: string
  readonly keyword: string
  readonly size: number
  /** What is added to the conjunction when this option is chosen. */
  option(index: number): Option
}

export interface Option {
  readonly nodes: readonly SchemaNode[]
  /** What values must be filtered by. */
  readonly checks: readonly SchemaNode[]
}

/** A conjunction of schemas, merged as far as it goes without making a choice. */
export interface Expansion {
  readonly shape: Shape
  /** The first open choice. */
  readonly group: Group | undefined
  /** Why nothing satisfies the conjunction, whatever is chosen. */
  readonly conflict: Conflict | undefined
}

export interface Conflict {
  readonly pointer: string
  readonly reason: string
  /** The schema, where it stands in the document. */
  readonly node?: SchemaNode
}

/** What telling the branches of a `oneOf` apart needs to know of them. */
export interface BranchJudge {
  /** Whether it is certain that no value satisfies all the schemas of both lists. */
  areDisjoint(one: readonly SchemaNode[], other: readonly SchemaNode[]): boolean
  /** Whether it is certain that no value satisfies all. */
  isImpossible(nodes: readonly SchemaNode[]): boolean
}

export interface Canonicaliser {
  /** Merges schemas that must all hold. `choices`: the option taken, by the key of the group. */
  expand(nodes: readonly SchemaNode[], choices: ReadonlyMap<string, number>): Expansion
}

/** Keywords that leave a choice, and those that assert nothing. */
const ALTERNATIVES = new Set([
  ...['anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas', 'not', 'discriminator', '$defs', 'definitions'],
  ...['$id', '$schema', '$anchor', '$comment', 'title', 'description', 'example', 'examples', 'default'],
  ...['unevaluatedProperties', 'unevaluatedItems'],
])

/** With more overlapping branches than this, values are filtered instead of built to miss them all. */
const MOST_EXCLUSIONS = 4

/** Merges conjunctions of schemas: `$ref`, `allOf` and all assertions at once, alternatives one choice at a time. */
export function createCanonicaliser(document: SchemaDocument, branches: BranchJudge): Canonicaliser {
  const groups = new Map<string, Group>()
  const negations = new Map<string, Negation>()
  const opposites = new Map<string, SchemaNode>()
  const besides = new Map<number, readonly SchemaNode[]>()

  function expand(nodes: readonly SchemaNode[], choices: ReadonlyMap<string, number>): Expansion {
    const shape = emptyShape()
    const visited = new Set<string>()
    let open: Group | undefined
    let conflict: Conflict | undefined

    function add(node: SchemaNode, within: readonly number[]): void {
      const { schema } = node
      // What stands in no document (a way around `not`, a tag) evaluates nothing for `unevaluatedProperties`.
      const outer = node.made === true ? [] : within
      if (schema === true) return
      if (schema === false) {
        conflict ??= { pointer: node.pointer, reason: 'the schema false accepts nothing' }
        return
      }
      const visit = outer.length === 0 ? String(node.id) : `${node.id}:${outer.join(',')}`
      if (visited.has(visit)) return
      visited.add(visit)
      shape.nodes.push(node)
      const evaluates = 'unevaluatedProperties' in schema || 'unevaluatedItems' in schema
      const scopes = evaluates && !outer.includes(node.id) ? [...outer, node.id] : outer
      for (const keyword of ['$ref', '$dynamicRef'] as const) {
        const reference = schema[keyword]
        if (typeof reference !== 'string') continue
        const target = document.resolve(node, reference, keyword === '$dynamicRef')
        if (!shape.recursive && document.inCycle(node) && document.inCycle(target)) shape.recursive = true
        add(target, scopes)
      }
      // Booleans were dealt with above.
      mergeAssertions(shape, document, node as ObjectNode, scopes)
      if (Array.isArray(schema['allOf'])) {
        for (const [index, part] of schema['allOf'].entries()) {
          add(document.below(node, part as Json, 'allOf', index), scopes)
        }
      }
      for (const keyword of ['not', NOT_WITH_FORMATS]) {
        const part = schema[keyword]
        if (isSchema(part)) exclude(document.below(node, part, keyword), keyword === NOT_WITH_FORMATS)
      }
      for (const group of groupsOf(node, schema)) choose(group, scopes)
    }

    function choose(group: Group, scopes: readonly number[]): void {
      const chosen = group.size === 1 ? 0 : choices.get(group.key)
      if (chosen === undefined) {
        if (group.size === 0) conflict ??= { pointer: group.pointer, reason: `${group.keyword} leaves no alternative` }
        else open ??= group
        return
      }
      const option = group.option(chosen)
      shape.checks.push(...option.checks)
      for (const node of option.nodes) add(node, scopes)
    }

    function exclude(part: SchemaNode, withFormats: boolean): void {
      const negation = negationFor(part, withFormats)
      switch (negation.kind) {
        case 'atom':
          excludeAtom(shape, negation.keyword, negation.value)
          return
        case 'ways':
          choose(waysAround(part, negation, withFormats), [])
      }
    }

    for (const node of nodes) add(node, [])
    return { shape, group: open, conflict }
  }

  function negationFor(node: SchemaNode, withFormats: boolean): Negation {
    const key = `${node.id} ${withFormats}`
    const known = negations.get(key)
    if (known !== undefined) return known
    const negation = negationOf(document, node, withFormats)
    negations.set(key, negation)
    return negation
  }

  function waysAround(part: SchemaNode, { ways, perhaps }: Negation & { kind: 'ways' }, withFormats: boolean): Group {
    const keyword = withFormats ? NOT_WITH_FORMATS : 'not'
    return groupOf(part, keyword, ways.length + perhaps.length, (index) => {
      const way = ways[index]
      if (way !== undefined) return plain([way])
      return { nodes: [perhaps[index - ways.length] as SchemaNode], checks: [oppositeOf(part, withFormats)] }
    })
  }

  /** The schema that accepts what this one does not. */
  function oppositeOf(node: SchemaNode, withFormats = false): SchemaNode {
    const key = `${node.id} ${withFormats}`
    const known = opposites.get(key)
    if (known !== undefined) return known
    const { schema } = node
    const keyword = withFormats ? NOT_WITH_FORMATS : 'not'
    const opposite = document.made(typeof schema === 'boolean' ? !schema : { [keyword]: schema }, node)
    opposites.set(key, opposite)
    return opposite
  }

  function groupOf(node: SchemaNode, keyword: string, size: number, option: (index: number) => Option): Group {
    const key = `${node.id}/${keyword}`
    const known = groups.get(key)
    if (known !== undefined) return known
    const options: Option[] = []
    const pointer = keyword === 'not' || keyword === NOT_WITH_FORMATS ? node.pointer : child(node.pointer, keyword)
    const group = { key, pointer, keyword, size, option: (index: number) => (options[index] ??= option(index)) }
    groups.set(key, group)
    return group
  }

  function* groupsOf(node: SchemaNode, schema: JsonObject): Iterable<Group> {
    const parts = (keyword: string): readonly SchemaNode[] | undefined => {
      const list = schema[keyword]
      if (!Array.isArray(list)) return undefined
      return list.map((part, index) => document.below(node, part as Json, keyword, index))
    }
    const any = parts('anyOf')
    if (any !== undefined) yield groupOf(node, 'anyOf', any.length, (index) => anyOption(node, any, index))
    const one = parts('oneOf')
    if (one !== undefined) yield groupOf(node, 'oneOf', one.length, (index) => oneOption(node, one, index))
    if (isSchema(schema['if']) && (isSchema(schema['then']) || isSchema(schema['else']))) {
      const condition = document.below(node, schema['if'], 'if')
      const thenNode = document.below(node, schema['then'] ?? true, 'then')
      const elseNode = document.below(node, schema['else'] ?? true, 'else')
      yield groupOf(node, 'if', 2, (index) =>
        plain(index === 0 ? [condition, thenNode] : [oppositeOf(condition), elseNode]),
      )
    }
    if (!isJsonObject(schema['dependentSchemas'])) return
    for (const [name, part] of Object.entries(schema['dependentSchemas'])) {
      const dependent = document.below(node, part, 'dependentSchemas', name)
      yield groupOf(node, `dependentSchemas/${name}`, 2, (index) =>
        plain(
          index === 0
            ? [document.made({ properties: { [name]: false } }, node)]
            : [document.made({ type: 'object', required: [name] }, node), dependent],
        ),
      )
    }
  }

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
    // Formats tell branches apart only where nothing else does.
    const excluded = overlapping.map((other) => {
      const opposite = oppositeOf(other)
      if (!branches.isImpossible([...known, opposite])) return { opposite, dead: false }
      const loose = oppositeOf(other, true)
      return branches.isImpossible([...known, loose]) ? { opposite, dead: true } : { opposite: loose, dead: false }
    })
    const dead = excluded.filter((each) => each.dead).map(({ opposite }) => opposite)
    const opposites = excluded.map(({ opposite }) => opposite)
    const impossible =
      dead.length > 0 || (opposites.length <= MOST_EXCLUSIONS && branches.isImpossible([...known, ...opposites]))
    // The tag alone tells the branches apart where their schemas do not.
    if (impossible) return plain(tagged === undefined ? [...held, ...(dead.length > 0 ? dead : opposites)] : held)
    return opposites.length <= MOST_EXCLUSIONS ? plain([...held, ...opposites]) : { nodes: held, checks: opposites }
  }

  /** What a schema says besides its alternatives: it may be what tells them apart. */
  function besideOneOf(node: SchemaNode): readonly SchemaNode[] {
    const known = besides.get(node.id)
    if (known !== undefined) return known
    const rest = Object.entries(isJsonObject(node.schema) ? node.schema : {}).filter(
      ([keyword]) => !ALTERNATIVES.has(keyword),
    )
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

  return { expand }
}

function plain(nodes: readonly SchemaNode[]): Option {
  return { nodes, checks: [] }
}

function excludeAtom(shape: Shape, keyword: 'enum' | 'const' | 'multipleOf' | 'pattern' | 'format', value: Json): void {
  switch (keyword) {
    case 'enum':
      if (Array.isArray(value)) shape.excluded.push(...(value as readonly Json[]))
      return
    case 'const':
      shape.excluded.push(value)
      return
    case 'multipleOf':
      restrictTo(shape, 'number')
      if (typeof value === 'number') shape.notMultiples.push(value)
      return
    case 'pattern':
    case 'format':
      restrictTo(shape, 'string')
      if (typeof value === 'string') (keyword === 'pattern' ? shape.notPatterns : shape.notFormats).push(value)
  }
}

/** Only values of this type can break the keyword. */
function restrictTo(shape: Shape, type: 'number' | 'string'): void {
  shape.types = new Set([...shape.types].filter((each) => each === type))
  shape.typed = true
}
