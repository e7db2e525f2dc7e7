import { child } from '../../../core/json-pointer.ts'
import type { JsonObject } from '../../../core/json.ts'
import { isJsonObject, jsonEquals } from '../../../core/json.ts'
import type { DocumentPointer } from '../../model.ts'
import { conjunctsOf, propertiesOf, requiredOf } from '../conjuncts.ts'
import { type Branch, branchesOf, mappedSchema } from '../discriminator.ts'
import type { LintContext, LintDraft, LintRule } from '../rule.ts'
import { inWords, show } from '../schema-types.ts'

/** OAS §4.8.25: the property is a required member of every branch, and each of its values leads to one branch. */
export const discriminatorIsSound: LintRule = {
  code: 'discriminator-is-sound',
  severity: 'error',
  describe:
    'A discriminator names a required member of every branch, and its tags lead to the branches that allow them.',
  *check(context) {
    for (const schema of context.sites.schemas) {
      if (schema['discriminator'] === undefined) continue
      const pointer = child(context.pointerOf(schema), 'discriminator')
      for (const draft of defectsOf(schema, pointer, context)) {
        yield { ...draft, otherPlaces: context.otherPlaces(schema) }
      }
    }
  },
}

function* defectsOf(schema: JsonObject, pointer: DocumentPointer, context: LintContext): Iterable<LintDraft> {
  const { discriminator } = schema
  const propertyName = isJsonObject(discriminator) ? discriminator['propertyName'] : undefined
  if (!isJsonObject(discriminator) || typeof propertyName !== 'string') {
    yield { pointer, message: 'a discriminator is an object with a propertyName' }
    return
  }
  const { mapping } = discriminator
  const targets = new Map<string, JsonObject>()
  for (const [tag, value] of Object.entries(isJsonObject(mapping) ? mapping : {})) {
    const target = mappedSchema(schema, value, context)
    if (target !== undefined) targets.set(tag, target)
    else
      yield {
        pointer: child(pointer, 'mapping', tag),
        message: `tag "${tag}" leads to ${show(value)}, which is no schema`,
      }
  }
  const branches = branchesOf(schema, propertyName, context)
  const described = branches.filter(({ describesTag }) => describesTag)
  if (branches.length === 0) yield* baseDefects(schema, pointer, propertyName, context)
  else yield* propertyDefects(pointer, propertyName, branches)
  // Where no branch knows the property, no tag can be right.
  if (described.length > 0) yield* tagDefects(pointer, propertyName, targets, branches)
}

/** Of a base schema whose heirs are told apart by the property. */
function* baseDefects(
  schema: JsonObject,
  pointer: DocumentPointer,
  propertyName: string,
  context: LintContext,
): Iterable<LintDraft> {
  const conjuncts = conjunctsOf(schema, context)
  const isDescribed = propertiesOf(conjuncts).has(propertyName)
  if (isDescribed && requiredOf(conjuncts).has(propertyName)) return
  yield {
    pointer: child(pointer, 'propertyName'),
    severity: 'warning',
    message: isDescribed ? `"${propertyName}" is not required` : `"${propertyName}" is not among the properties`,
  }
}

function* propertyDefects(
  pointer: DocumentPointer,
  propertyName: string,
  branches: readonly Branch[],
): Iterable<LintDraft> {
  const place = { pointer: child(pointer, 'propertyName') }
  const without = branches.filter(({ describesTag }) => !describesTag)
  const optional = branches.filter(({ describesTag, requiresTag }) => describesTag && !requiresTag)
  if (without.length > 0) {
    yield {
      ...place,
      severity: without.length === branches.length ? 'error' : 'warning',
      message: `"${propertyName}" is not a property of ${countIn(without, branches)}`,
      related: without.map((branch) => branch.pointer),
    }
  }
  if (optional.length > 0) {
    yield {
      ...place,
      severity: 'warning',
      message: `"${propertyName}" is not required in ${countIn(optional, branches)}`,
      related: optional.map((branch) => branch.pointer),
    }
  }
}

function* tagDefects(
  pointer: DocumentPointer,
  propertyName: string,
  targets: ReadonlyMap<string, JsonObject>,
  branches: readonly Branch[],
): Iterable<LintDraft> {
  const reached = new Set<Branch>()
  for (const [tag, target] of targets) {
    const place = { pointer: child(pointer, 'mapping', tag) }
    const branch =
      branches.find((candidate) => candidate.target === target) ??
      // A bundler that wrote the branches in place left the mapping behind: the tag's own values tell, or a copy.
      branches.find(({ tags }) => tags?.has(tag)) ??
      branches.find((candidate) => jsonEquals(candidate.target, target))
    if (branch !== undefined) reached.add(branch)
    if (branch === undefined && branches.every(({ tags, name }) => tags !== undefined || name !== undefined)) {
      yield { ...place, message: `tag "${tag}" leads to a schema that is none of the branches` }
    } else if (branch?.tags !== undefined && !branch.tags.has(tag)) {
      yield {
        ...place,
        message: `tag "${tag}" leads to a branch whose "${propertyName}" is ${inWords([...branch.tags].map((value) => show(value)))}`,
        related: [branch.pointer],
      }
    }
  }
  for (const branch of branches) {
    const { tags, name, describesTag } = branch
    if (reached.has(branch) || !describesTag) continue
    // Without a mapping the tag is the schema's name.
    if (name !== undefined && (tags === undefined || tags.has(name))) continue
    // In place, a value of the branch's own is all there can be.
    if (name === undefined && tags !== undefined) continue
    yield {
      pointer: branch.pointer,
      severity: 'warning',
      message:
        name === undefined || tags === undefined
          ? 'no tag leads to this branch: it has no name, and leaves the tag open'
          : `without a mapping the tag of this branch is "${name}", but its "${propertyName}" is ${inWords([...tags].map((value) => show(value)))}`,
    }
  }
}

function countIn(some: readonly Branch[], all: readonly Branch[]): string {
  if (some.length === all.length) return all.length === 1 ? 'the branch' : `any of the ${all.length} branches`
  return `${some.length} of the ${all.length} branches`
}
