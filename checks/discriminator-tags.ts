import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import type { SchemaView } from '../spec/schema-view.ts'
import { followRefs } from './view-reference.ts'

/** Which branches a tag selects; several only where the contract leaves open which of them is meant. */
export interface TagTable {
  readonly keyword: 'oneOf' | 'anyOf'
  readonly propertyName: string
  readonly tags: Readonly<Record<string, readonly number[]>>
  /** Tags to tell users of: the values the branches themselves allow, else the names the contract implies. */
  readonly allowed: readonly string[]
}

/**
 * The table of a schema with a resolved `discriminator`, or `undefined` when there is none to go by. Besides the tags
 * of the view (mapping and schema names) it holds the values that a branch itself fixes for the tag by `const` or
 * `enum`: contracts without a mapping rarely name the schema `Cat` on the wire, they say `cat` in the branch.
 */
export function tagTableOf(schema: JsonObject, view: SchemaView): TagTable | undefined {
  const { discriminator } = schema
  const keyword = Array.isArray(schema['oneOf']) ? 'oneOf' : 'anyOf'
  const branches = schema[keyword]
  if (!isJsonObject(discriminator) || !Array.isArray(branches)) return undefined
  const { propertyName, branches: byTag } = discriminator
  if (typeof propertyName !== 'string' || !isJsonObject(byTag)) return undefined

  const tags: Record<string, number[]> = Object.create(null)
  const promised = new Set<string>()
  for (const [tag, index] of Object.entries(byTag)) {
    if (typeof index === 'number' && index in branches) tags[tag] = [index]
  }
  const named = new Set(Object.keys(tags))
  branches.forEach((branch: Json, index: number) => {
    const fixed = fixedValues(branch, propertyName, view, 0)
    for (const tag of fixed) {
      if (!named.has(tag)) (tags[tag] ??= []).push(index)
      promised.add(tag)
    }
    if (fixed.length === 0) for (const tag of named) if (tags[tag]?.[0] === index) promised.add(tag)
  })
  if (Object.keys(tags).length === 0) return undefined
  return { keyword, propertyName, tags, allowed: [...promised] }
}

/** The tag that a value carries, as text; `undefined` when it carries none. */
export function tagIn(value: unknown, propertyName: string): string | undefined {
  if (!isJsonObject(value) || !Object.hasOwn(value, propertyName)) return undefined
  return tagText(value[propertyName])
}

function tagText(tag: Json | undefined): string | undefined {
  return typeof tag === 'string' || typeof tag === 'number' || typeof tag === 'boolean' ? String(tag) : undefined
}

const DEEPEST = 8

function fixedValues(branch: Json | undefined, name: string, view: SchemaView, depth: number): readonly string[] {
  const schema = followRefs(branch, view)
  if (!isJsonObject(schema) || depth > DEEPEST) return []
  const { properties, allOf } = schema
  const declared = isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
  const property = followRefs(declared, view)
  if (isJsonObject(property)) {
    const listed = property['const'] === undefined ? property['enum'] : [property['const']]
    if (Array.isArray(listed)) return listed.flatMap((value: Json) => tagText(value) ?? [])
  }
  // The narrowest of several wins: a base schema often lists all tags, the branch its own.
  const found = (Array.isArray(allOf) ? allOf : [])
    .map((part: Json) => fixedValues(part, name, view, depth + 1))
    .filter((values) => values.length > 0)
  return found.toSorted((left, right) => left.length - right.length)[0] ?? []
}
