import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { lastToken } from '../document-pointer.ts'
import { textOf } from '../json-text.ts'
import type { Located } from '../reference.ts'
import type { ResolvedDiscriminator, Side } from '../schema-view.ts'
import { type Branch, discriminatorOf, resolveTags } from './discriminator.ts'
import type { SchemaGraph } from './schema-graph.ts'
import { tagFacts } from './tag-values.ts'

/** A branch as written and where it leads. */
export interface BranchSource {
  readonly written: Located
  readonly at: Located
}

/** A resolved discriminator, and by branch the values to pin its member to. */
export interface Choice {
  readonly discriminator: ResolvedDiscriminator
  readonly pins: readonly (readonly Json[] | undefined)[]
}

/** Resolves the discriminator beside a choice, or `undefined` where there is none or nothing in it can be resolved. */
export function choiceOf(
  graph: SchemaGraph,
  holder: Located,
  node: JsonObject,
  sources: readonly BranchSource[],
): Choice | undefined {
  const discriminator = discriminatorOf(node)
  if (discriminator === undefined) return undefined
  const resolved = resolveTags(graph, holder.pointer, discriminator, sources.map(branchOf))
  if (resolved === undefined) return undefined
  const { propertyName } = discriminator
  return { discriminator: { propertyName, branches: resolved.branches }, pins: resolved.pins }
}

function branchOf({ written, at }: BranchSource): Branch {
  const isNamed = written.pointer !== at.pointer
  const title = isJsonObject(at.node) ? at.node['title'] : undefined
  return { at, written, isNamed, name: isNamed ? lastToken(at.pointer) : typeof title === 'string' ? title : undefined }
}

/**
 * The choice of a parent that stands for its subtypes. Without a mapping each subtype's name is its tag; with one,
 * only what it names is sent, but the names are still understood. Values of the tag that no subtype takes are the
 * parent's own; a response may be the parent itself.
 */
export function subtypeChoiceOf(
  graph: SchemaGraph,
  parent: Located,
  node: JsonObject,
  subtypes: readonly Located[],
  side: Side,
): Choice | undefined {
  const discriminator = discriminatorOf(node)
  if (discriminator === undefined) return undefined
  const { propertyName, mapping } = discriminator
  const impliesNames = mapping.length === 0 || side === 'response'
  const branches: readonly Branch[] = [
    ...subtypes.map((at) => ({
      at,
      written: at,
      name: lastToken(at.pointer),
      // A type between parent and leaves is abstract more often than not.
      isNamed: impliesNames && (side === 'response' || graph.subtypes.of(at.pointer).length === 0),
    })),
    { at: parent, written: parent, name: lastToken(parent.pointer), isNamed: false },
  ]
  const own = tagFacts(graph, parent, propertyName).values
  const resolved = resolveTags(graph, parent.pointer, discriminator, branches)
  if (resolved === undefined) return undefined

  const tags: Record<string, number> = { ...resolved.branches }
  const isTaken = (tag: string): boolean => Object.hasOwn(tags, tag)
  const left = (own ?? []).filter((value) => value !== null && typeof value !== 'object' && !isTaken(textOf(value)))
  const name = lastToken(parent.pointer)
  const parents = own !== undefined ? left : side === 'response' && !isTaken(name) ? [name] : []
  const index = subtypes.length
  const mapped = resolved.pins[index] ?? []
  for (const value of parents) tags[textOf(value)] = index
  return {
    discriminator: { propertyName, branches: tags },
    pins: resolved.pins.map((pin, branch) => (branch === index ? [...mapped, ...parents] : pin)),
  }
}

/** A branch that holds for its tags only. In a response it may still lack the tag where the contract lets it. */
export function pinned(
  schema: JsonObject | boolean,
  tag: string,
  values: readonly Json[] | undefined,
  side: Side,
): JsonObject | boolean {
  if (values === undefined || values.length === 0 || schema === false) return schema
  const base: JsonObject = schema === true ? {} : schema
  const properties = isJsonObject(base['properties']) ? base['properties'] : {}
  const member = Object.hasOwn(properties, tag) ? properties[tag] : undefined
  const { const: _constant, enum: _values, ...rest } = isJsonObject(member) ? member : {}
  const pin = values.length === 1 ? { const: values[0] as Json } : { enum: values }
  const required = Array.isArray(base['required']) ? (base['required'] as readonly Json[]) : []
  return {
    ...base,
    properties: { ...properties, [tag]: { ...rest, ...pin } },
    ...(side === 'response' || required.includes(tag) ? {} : { required: [...required, tag] }),
  }
}
