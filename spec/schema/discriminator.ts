import { isJsonObject, type Json, jsonEquals, type JsonObject } from '../../core/json.ts'
import { lastToken } from '../document-pointer.ts'
import type { DocumentPointer } from '../model.ts'
import { followOnce, type Located } from '../reference.ts'
import type { SchemaGraph } from './schema-graph.ts'
import { type TagFacts, tagFacts } from './tag-values.ts'
import { textOf } from '../json-text.ts'

/** A `discriminator` as written. */
export interface Discriminator {
  readonly propertyName: string
  /** Tags with what they name: a `$ref`, a schema's bare name, or something that leads nowhere. */
  readonly mapping: readonly (readonly [tag: string, target: string])[]
}

/** A branch of a choice that a tag may choose. */
export interface Branch {
  /** The branch itself, its `$ref` followed. */
  readonly at: Located
  /** The branch where it stands, with what may stand beside its `$ref`. */
  readonly written: Located
  /** The name it goes by: that of the schema referred to, else its title; `undefined` for neither. */
  readonly name: string | undefined
  /** Whether the name is a schema's, which then is a tag where no mapping says otherwise. */
  readonly isNamed: boolean
}

/** Which tag chooses which branch, and what must be added to a branch so that it holds for its tags only. */
export interface TagChoice {
  readonly branches: Readonly<Record<string, number>>
  /** By branch: values to pin the member to, or `undefined` where the branch does it itself or cannot. */
  readonly pins: readonly (readonly Json[] | undefined)[]
}

/** Reads a schema's discriminator; Swagger 2.0's form, a bare name, too. */
export function discriminatorOf(node: JsonObject): Discriminator | undefined {
  const written = node['discriminator']
  if (typeof written === 'string') return { propertyName: written, mapping: [] }
  if (!isJsonObject(written) || typeof written['propertyName'] !== 'string') return undefined
  const mapping = isJsonObject(written['mapping']) ? written['mapping'] : {}
  return {
    propertyName: written['propertyName'],
    mapping: Object.entries(mapping).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  }
}

/**
 * Resolves tags to branches: by what the mapping refers to, by the tag a branch pins itself, by names. A tag that fits
 * no branch, or several alike, is left out.
 *
 * @returns `undefined` where no tag could be resolved
 */
export function resolveTags(
  graph: SchemaGraph,
  holder: DocumentPointer,
  { propertyName, mapping }: Discriminator,
  branches: readonly Branch[],
): TagChoice | undefined {
  const facts = branches.map(({ written }) => tagFacts(graph, written, propertyName))
  const chosen = new Map<string, number>()

  for (const [tag, target] of mapping) {
    const index = mappedBranch(graph, holder, tag, target, branches, facts)
    if (index !== undefined) chosen.set(tag, index)
  }
  for (const [tag, index] of ownTags(facts)) if (!chosen.has(tag)) chosen.set(tag, index)
  branches.forEach(({ name, isNamed }, index) => {
    if (!isNamed || name === undefined || [...chosen.values()].includes(index)) return
    const tag = impliedTag(name, facts[index] as TagFacts)
    if (tag !== undefined && !chosen.has(tag)) chosen.set(tag, index)
  })
  if (chosen.size === 0) return undefined
  return { branches: Object.fromEntries(chosen), pins: facts.map((fact, index) => pinOf(fact, index, chosen)) }
}

function mappedBranch(
  graph: SchemaGraph,
  holder: DocumentPointer,
  tag: string,
  target: string,
  branches: readonly Branch[],
  facts: readonly TagFacts[],
): number | undefined {
  const pointer = mappedPointer(graph, holder, target)
  const name = lastToken(target).replace(/\.(?:ya?ml|json)$/i, '')
  const candidates = [
    branches.findIndex((branch) => pointer !== undefined && branch.at.pointer === pointer),
    onlyOne(facts, (fact) => fact.values !== undefined && allows(fact, tag)),
    branches.findIndex((branch) => branch.name === name),
  ]
  // A mapping against what the branch itself demands would leave nothing valid.
  return candidates.find((index) => index >= 0 && allows(facts[index] as TagFacts, tag))
}

/** OAS 4.8.25: a mapping value is a schema's name where it can be one, else a URI reference. */
function mappedPointer(graph: SchemaGraph, holder: DocumentPointer, target: string): DocumentPointer | undefined {
  const reference = /[#/]|\.(?:ya?ml|json)$/i.test(target) ? target : `#/components/schemas/${target}`
  const found = followOnce(graph.set, { pointer: holder, node: { $ref: reference } })
  return found.kind === 'found' ? graph.resolve(found)?.pointer : undefined
}

/** Tags that exactly one branch allows itself. */
function ownTags(facts: readonly TagFacts[]): ReadonlyMap<string, number> {
  const claims = new Map<string, number[]>()
  facts.forEach(({ values }, index) => {
    for (const value of values ?? []) {
      if (value === null || typeof value === 'object') continue
      claims.set(String(value), [...(claims.get(String(value)) ?? []), index])
    }
  })
  return new Map(
    [...claims].flatMap(([tag, [first, ...others]]) =>
      first !== undefined && others.length === 0 ? [[tag, first]] : [],
    ),
  )
}

/** A schema's name as a tag; where the branch lists its tags, the one that is spelt alike. */
function impliedTag(name: string, { values }: TagFacts): string | undefined {
  if (values === undefined) return name
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  const found = values.filter((value) => typeof value === 'string').filter((value) => plain(value) === plain(name))
  return found.length === 1 ? found[0] : undefined
}

function pinOf(
  { values, declared, closed, type }: TagFacts,
  index: number,
  chosen: ReadonlyMap<string, number>,
): readonly Json[] | undefined {
  const tags = [...chosen].flatMap(([tag, branch]) => (branch === index ? [tag] : []))
  if (tags.length === 0 || (closed && !declared)) return undefined
  if (values === undefined) return tags.map((tag) => ofType(tag, type))
  const pinned = values.filter((value) => tags.includes(textOf(value)))
  return pinned.length === values.length ? undefined : pinned
}

function ofType(tag: string, type: Json | undefined): Json {
  if ((type === 'integer' || type === 'number') && Number.isFinite(Number(tag))) return Number(tag)
  return type === 'boolean' && /^(?:true|false)$/.test(tag) ? tag === 'true' : tag
}

function allows({ values }: TagFacts, tag: string): boolean {
  return values === undefined || values.some((value) => jsonEquals(value, tag) || textOf(value) === tag)
}

function onlyOne(facts: readonly TagFacts[], test: (fact: TagFacts) => boolean): number {
  const found = facts.flatMap((fact, index) => (test(fact) ? [index] : []))
  return found.length === 1 ? (found[0] as number) : -1
}
