import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { DocumentPointer } from '../model.ts'
import { isReference, type Located, locatePointer } from '../reference.ts'
import type { Side } from '../schema-view.ts'
import { type Definition, definitionKey, definitionNames } from './definition.ts'
import { hiddenNames, requiredNames } from './hidden-members.ts'
import { plainKeywords } from './keywords.ts'
import { memberKeywords } from './member-keywords.ts'
import { nullable } from './nullable.ts'
import { combined, type Edge, type SchemaGraph } from './schema-graph.ts'
import { type BranchSource, choiceOf, pinned, subtypeChoiceOf } from './view-choice.ts'
import { isSchema } from './subschemas.ts'
import { dependentSchemas, listOf } from './applicators.ts'
import { withoutRequired } from './required.ts'

/** A schema in normal form. */
export type ViewSchema = JsonObject | boolean

/** Turns schemas of one contract into their normal form for one side. What is asked twice is built once. */
export interface ViewBuilder {
  /** A definition and the keys of those it refers to. */
  definition(key: string): BuiltDefinition
  /** Registers a definition, to be built when it is asked for. */
  keyOf(definition: Definition): string
  nameOf(key: string): string
  /** Where a schema object that was built stands in the document. */
  readonly pointers: Map<object, DocumentPointer>
}

export interface BuiltDefinition {
  readonly schema: ViewSchema
  readonly uses: ReadonlySet<string>
}

/** In which place of which definition a schema is built. */
export interface Place {
  /** The definition, while the schema applies to the same value as it; `undefined` inside of members and items. */
  readonly within: Definition | undefined
  readonly role: Edge['role']
  readonly unrequired: readonly string[]
}

const INSIDE: Place = { within: undefined, role: 'all', unrequired: [] }

interface Built {
  readonly schema: ViewSchema
  readonly uses: ReadonlySet<string>
}

/** Stands for a part that must be left out, because it leads back to what it is part of. */
const CUT = Symbol('cut')
type Part = ViewSchema | typeof CUT

export function viewBuilder(graph: SchemaGraph, side: Side): ViewBuilder {
  const pointers = new Map<object, DocumentPointer>()
  const definitions = new Map<string, Definition>()
  const built = new Map<string, BuiltDefinition>()
  const memo = new Map<string, Map<object, Built>>()
  const nameDefinition = definitionNames()
  let uses = new Set<string>()

  const keyOf = (definition: Definition): string => {
    const key = definitionKey(definition)
    if (!definitions.has(key)) definitions.set(key, definition)
    return key
  }

  const nameOf = (key: string): string => nameDefinition(definitions.get(key) as Definition)

  const definition = (key: string): BuiltDefinition => {
    const known = built.get(key)
    if (known !== undefined) return known
    const wanted = definitions.get(key) as Definition
    const at = locatePointer(graph.set, wanted.pointer)
    const outer = uses
    uses = new Set()
    const place: Place = { within: wanted, role: 'all', unrequired: wanted.unrequired }
    const part = at === undefined ? true : build(at, place)
    const result: BuiltDefinition = { schema: part === CUT ? true : part, uses }
    uses = outer
    built.set(key, result)
    return result
  }

  /** Builds a schema once for each place that makes a difference, and notes which definitions it uses. */
  const build = (at: Located, place: Place): Part => {
    const { node, pointer } = at
    if (typeof node === 'boolean') return node
    if (!isJsonObject(node)) return true
    const memoKey = `${place.within === undefined ? '' : definitionKey(place.within)}\n\n${place.role}\n${place.unrequired.join('\n')}`
    const inPlace = memo.get(memoKey) ?? new Map<object, Built>()
    memo.set(memoKey, inPlace)
    const known = inPlace.get(node)
    if (known !== undefined) {
      for (const key of known.uses) uses.add(key)
      return known.schema
    }
    const outer = uses
    uses = new Set()
    const part =
      isReference(node) && (graph.dialect === 'oas-3.0' || Object.keys(node).length === 1)
        ? withNull(reference(at, place), node, pointer)
        : buildObject(at, node, place)
    const own = uses
    uses = outer
    for (const key of own) uses.add(key)
    if (part !== CUT) inPlace.set(node, { schema: part, uses: own })
    return part
  }

  const note = (schema: ViewSchema, pointer: DocumentPointer): ViewSchema => {
    if (typeof schema === 'object' && !pointers.has(schema)) pointers.set(schema, pointer)
    return schema
  }

  /** A `$ref` to a definition, in the form that does not lead back to where it is used. */
  const reference = (at: Located, place: Place): Part => {
    const target = graph.referenceTarget(at)
    if (target === undefined || !isJsonObject(target.node)) return target?.node !== false
    const { within, role } = place
    let plain = false
    if (within !== undefined) {
      const from = within.pointer
      const to = target.pointer
      const leadsBack = (over?: Edge['role']): boolean => to === from || graph.reach(to, over).has(from)
      if (role === 'test' ? leadsBack() : leadsBack(role)) return CUT
      plain = role === 'all' && leadsBack()
    }
    const names = unrequiredIn(target, place.unrequired)
    return referenceTo({ pointer: target.pointer, plain, unrequired: names }, at.pointer)
  }

  const referenceTo = (wanted: Definition, pointer: DocumentPointer): ViewSchema => {
    const key = keyOf(wanted)
    uses.add(key)
    return note({ $ref: `#/$defs/${nameOf(key)}` }, pointer)
  }

  /** Of names that must not be required, those that a schema requires and does not hide itself. */
  const unrequiredIn = (target: Located, names: readonly string[]): readonly string[] => {
    if (names.length === 0) return names
    const required = requiredNames(graph, target)
    const hidden = hiddenNames(graph, target, side)
    return names.filter((name) => required.has(name) && !hidden.has(name))
  }

  const buildObject = (at: Located, node: JsonObject, outer: Place): Part => {
    const { pointer } = at
    if (graph.standsForSubtypes(at) && outer.within?.plain !== true) {
      const choice = subtypeChoice(at, node, outer)
      if (choice !== undefined) return withNull(note(choice, pointer), node, pointer)
    }
    const hidden = hiddenNames(graph, at, side)
    const unrequired = [...new Set([...outer.unrequired, ...hidden])].toSorted()
    const place: Place = { ...outer, unrequired }
    const out: Record<string, Json> = withoutRequired(plainKeywords(node), unrequired)
    Object.assign(out, memberKeywords(graph, side, at, node, inside))
    const ends = addInPlace(out, at, node, place)
    return ends ? CUT : withNull(note(out, pointer), node, pointer)
  }

  const inside = (pointer: DocumentPointer, node: Json): ViewSchema => {
    const part = build({ pointer, node }, INSIDE)
    return part === CUT ? true : part
  }

  /** Schemas of the same value. @returns whether the schema leads back to itself whatever is chosen */
  const addInPlace = (out: Record<string, Json>, at: Located, node: JsonObject, place: Place): boolean => {
    const { pointer } = at
    const part = (tokens: readonly (string | number)[], value: Json, role: Edge['role']): Part =>
      build({ pointer: child(pointer, ...tokens), node: value }, { ...place, role: combined(place.role, role) })

    if (isReference(node) || typeof node['$dynamicRef'] === 'string') {
      const target = reference(at, place)
      if (target === CUT && place.role === 'some') return true
      if (target === false) out['not'] = {}
      else if (isJsonObject(target)) out['$ref'] = target['$ref'] as string
    }
    const all = listOf(node['allOf']).map((member, index) => part(['allOf', index], member, 'all'))
    if (place.role === 'some' && all.includes(CUT)) return true
    const kept = all.filter((member): member is ViewSchema => member !== CUT && member !== true)
    if (kept.length > 0) out['allOf'] = kept
    for (const keyword of ['anyOf', 'oneOf'] as const) addChoice(out, at, node, keyword, place)
    for (const keyword of ['not', 'if'] as const) {
      const value = node[keyword]
      if (!isSchema(value)) continue
      const tested = part([keyword], value, 'test')
      if (tested !== CUT) out[keyword] = tested
    }
    for (const keyword of ['then', 'else'] as const) {
      const value = node[keyword]
      if (out['if'] === undefined || !isSchema(value)) continue
      const applied = part([keyword], value, 'all')
      if (applied !== CUT) out[keyword] = applied
    }
    const dependent = Object.entries(dependentSchemas(node)).flatMap(([name, [keyword, value]]) => {
      const applied = part([keyword, name], value, 'all')
      return applied === CUT ? [] : [[name, applied] as const]
    })
    if (dependent.length > 0) out['dependentSchemas'] = Object.fromEntries(dependent)
    return false
  }

  const addChoice = (
    out: Record<string, Json>,
    at: Located,
    node: JsonObject,
    keyword: 'anyOf' | 'oneOf',
    place: Place,
  ): void => {
    const written = listOf(node[keyword])
    if (written.length === 0) return
    const branches: readonly BranchSource[] = written.map((value, index) => {
      const located = { pointer: child(at.pointer, keyword, index), node: value }
      return { written: located, at: graph.resolve(located) ?? located }
    })
    // A subtype's own choice that leads back to it is the parent's choice among subtypes.
    const { within } = place
    if (within?.plain === true && branches.some(({ written: branch }) => leadsTo(branch, within.pointer))) return
    const parts = branches.map(({ written: branch }) => {
      const part = build(branch, { ...place, role: combined(place.role, 'some') })
      return part === CUT ? false : part
    })
    const choice = choiceOf(graph, at, node, branches)
    // Beside a hidden tag nothing can tell branches apart.
    if (choice === undefined || place.unrequired.includes(choice.discriminator.propertyName)) {
      out[keyword] = parts
      return
    }
    out[keyword] = parts.map((part, index) =>
      pinPart(part, choice.discriminator.propertyName, choice.pins[index], at.pointer),
    )
    out['discriminator'] = { ...choice.discriminator }
  }

  const pinPart = (
    part: ViewSchema,
    tag: string,
    values: readonly Json[] | undefined,
    pointer: DocumentPointer,
  ): ViewSchema => {
    const result = pinned(part, tag, values, side)
    if (result !== part && isJsonObject(result)) {
      pointers.set(result, (isJsonObject(part) ? pointers.get(part) : undefined) ?? pointer)
      const member = isJsonObject(result['properties']) ? result['properties'][tag] : undefined
      if (isJsonObject(member)) note(member, child(pointer, 'discriminator'))
    }
    return result
  }

  const leadsTo = (at: Located, pointer: DocumentPointer): boolean =>
    graph.edgesOf(at).some(({ to }) => to === pointer || graph.reach(to).has(pointer))

  /** A parent with a discriminator stands for its subtypes, each as itself and for its own tag. */
  const subtypeChoice = (at: Located, node: JsonObject, place: Place): JsonObject | undefined => {
    const subtypes = graph.subtypes.of(at.pointer).flatMap((pointer) => locatePointer(graph.set, pointer) ?? [])
    const branches = [...subtypes, at]
    const choice = subtypeChoiceOf(graph, at, node, subtypes, side)
    if (choice === undefined || hiddenNames(graph, at, side).has(choice.discriminator.propertyName)) return undefined
    const tagged = new Set(Object.values(choice.discriminator.branches))
    const kept = branches.flatMap((branch, index) => (tagged.has(index) ? [{ branch, index }] : []))
    const { title, description } = plainKeywords(node)
    return {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      anyOf: kept.map(({ branch, index }) => {
        const { pointer } = branch
        const names = unrequiredIn(branch, place.unrequired)
        const part = referenceTo({ pointer, plain: true, unrequired: names }, pointer)
        return pinPart(part, choice.discriminator.propertyName, choice.pins[index], pointer)
      }),
      discriminator: {
        propertyName: choice.discriminator.propertyName,
        branches: Object.fromEntries(
          Object.entries(choice.discriminator.branches).map(([tag, index]) => [
            tag,
            kept.findIndex((entry) => entry.index === index),
          ]),
        ),
      },
    }
  }

  const withNull = (part: Part, node: JsonObject, pointer: DocumentPointer): Part =>
    part === CUT ? CUT : note(nullable(part, node, graph.dialect, side), pointer)

  return { definition, keyOf, nameOf, pointers }
}
