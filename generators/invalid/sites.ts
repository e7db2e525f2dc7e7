import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child, valueAt } from '../../core/json-pointer.ts'
import { withValueAt } from './edit.ts'
import type { Judge } from './judge.ts'
import { type Choice, choicesOf, memberNames, memberSchemas, partsOf, withKeyword } from './schema-parts.ts'
import type { Medium, Site, Workshop } from './site.ts'

export interface SitesOptions {
  readonly schema: JsonObject | boolean
  /** A valid value to start from. */
  readonly base: Json
  readonly medium: Medium
  readonly judge: Judge
  readonly workshop: Workshop
  /** Told of places that no valid value could be made to reach. */
  onUnreachable(place: string, reason: string): void
}

/** Places visited at most, and how deep. */
const MOST_SITES = 4_000
const DEEPEST: Readonly<Record<Medium, number>> = { json: 16, text: 2 }

/** A schema that occurs at many places is the same promise each time: it is visited at this many. */
export const PLACES_PER_SCHEMA = 2

/** A place on the way, before it is known which schemas hold there. */
interface Spot {
  readonly pointer: string
  readonly root: Json
  readonly value: Json
  readonly schemas: readonly Json[]
  readonly depth: number
  readonly branch: string
  readonly tagOf: Site['tagOf']
  /** Which choices of this place are settled, and the members that settle them. */
  readonly settled: readonly Choice[]
  /** What a whole value must be like for this place to be there and like `inner`. */
  require(inner: Json): Json
}

/** Every place of a value that its schema describes, each in a valid value that has it, by way of every branch. */
export function sitesOf(options: SitesOptions): Generator<Site> {
  const { schema, base } = options
  return sitesAt(
    { options, visits: new Map(), left: MOST_SITES },
    {
      pointer: '',
      root: base,
      value: base,
      schemas: [schema],
      depth: 0,
      branch: '',
      tagOf: undefined,
      settled: [],
      require: (inner) => inner,
    },
  )
}

interface Walk {
  readonly options: SitesOptions
  readonly visits: Map<JsonObject, Set<string>>
  left: number
}

function* sitesAt(walk: Walk, spot: Spot): Generator<Site> {
  const { schema, medium } = walk.options
  const parts = partsOf(schema, spot.schemas)
  const open = choicesOf(parts).find(
    (choice) => !spot.settled.some((done) => done.part === choice.part && done.keyword === choice.keyword),
  )
  if (open !== undefined) {
    yield* branchSites(walk, spot, open)
    return
  }
  if (walk.left-- <= 0) return
  for (const part of parts) {
    const places = walk.visits.get(part) ?? new Set()
    walk.visits.set(part, places.add(spot.pointer))
  }
  const { pointer, root, value, branch, tagOf } = spot
  yield { pointer, root, value, parts, branch, medium, ...(tagOf === undefined ? {} : { tagOf }) }
  if (spot.depth >= DEEPEST[medium]) return
  if (Array.isArray(value)) yield* itemSites(walk, spot, parts)
  else if (isJsonObject(value)) yield* memberSites(walk, spot, parts)
}

/** The place once for each branch; of further choices at the same place only the first branch that works. */
function* branchSites(walk: Walk, spot: Spot, choice: Choice): Generator<Site> {
  const { workshop, onUnreachable } = walk.options
  const settled = [...spot.settled, choice]
  const isFirst = spot.settled.length === 0 || spot.settled.every((done) => done.branches.length === 1)
  for (const [index, branch] of choice.branches.entries()) {
    if (branch === false || (index > 0 && isSeen(walk, [branch], spot.pointer))) continue
    const kept = isOf(choice, index, branch, spot.value, workshop) ? spot : undefined
    const at = kept ?? placed(walk, spot, workshop.valueOf([...spot.schemas, branch]), { allOf: [branch] })
    if (at === undefined) {
      onUnreachable(
        `${spot.pointer} ${choice.keyword} ${index + 1}`,
        'no valid request was found that takes this branch',
      )
      continue
    }
    yield* sitesAt(walk, {
      ...spot,
      root: at.root,
      value: at.value,
      schemas: [...spot.schemas, branch],
      branch: spot.branch === '' ? String(index + 1) : `${spot.branch}.${index + 1}`,
      settled,
      require: (inner) => spot.require({ allOf: [branch, inner] }),
    })
    if (!isFirst) return
  }
}

function isOf(choice: Choice, index: number, branch: JsonObject | boolean, value: Json, workshop: Workshop): boolean {
  if (choice.tag === undefined) return workshop.brokenBy(branch, value)?.length === 0
  const tag = isJsonObject(value) ? value[choice.tag] : undefined
  return typeof tag === 'string' && choice.tags[tag] === index
}

function* memberSites(walk: Walk, spot: Spot, parts: readonly JsonObject[]): Generator<Site> {
  for (const name of memberNames(parts)) {
    const schemas = memberSchemas(parts, name)
    const tag = spot.settled.find((choice) => choice.tag === name)
    const tagOf = tag === undefined ? undefined : { part: tag.part, tags: Object.keys(tag.tags) }
    yield* childSites(walk, spot, name, schemas, { required: [name], properties: { [name]: TO_BE } }, tagOf)
  }
  for (const { limit } of withKeyword(parts, 'additionalProperties')) {
    if (!isJsonObject(limit)) continue
    const named = new Set(memberNames(parts))
    const own = isJsonObject(spot.value) ? Object.keys(spot.value).find((name) => !named.has(name)) : undefined
    const name = own ?? 'conformance'
    yield* childSites(walk, spot, name, [limit], { required: [name], properties: { [name]: TO_BE } }, undefined)
  }
}

function* itemSites(walk: Walk, spot: Spot, parts: readonly JsonObject[]): Generator<Site> {
  const prefixes = withKeyword(parts, 'prefixItems').flatMap(({ limit }) => (Array.isArray(limit) ? [limit] : []))
  const fixed = Math.max(0, ...prefixes.map((prefix) => prefix.length))
  for (let index = 0; index <= fixed; index++) {
    const schemas =
      index < fixed
        ? prefixes.flatMap((prefix) => (prefix[index] === undefined ? [] : [prefix[index] as Json]))
        : withKeyword(parts, 'items').map(({ limit }) => limit)
    const before = Array.from({ length: index }, () => true)
    yield* childSites(walk, spot, index, schemas, { minItems: index + 1, prefixItems: [...before, TO_BE] }, undefined)
  }
}

/** Stands for the child's own requirement in a parent's; no schema says so. */
const TO_BE = 'to be replaced'

function* childSites(
  walk: Walk,
  spot: Spot,
  token: string | number,
  schemas: readonly Json[],
  presence: JsonObject,
  tagOf: Site['tagOf'],
): Generator<Site> {
  if (!schemas.some(isJsonObject) || schemas.includes(false)) return
  const pointer = child(spot.pointer, token)
  if (isSeen(walk, schemas, pointer)) return
  const wanted: Spot = {
    ...spot,
    pointer,
    schemas,
    depth: spot.depth + 1,
    tagOf,
    settled: [],
    require: (inner) => spot.require(filled(presence, inner)),
  }
  const present = valueAt(spot.root, pointer) as Json | undefined
  const at =
    present === undefined
      ? placed(walk, wanted, walk.options.workshop.valueOf(schemas), true)
      : { root: spot.root, value: present }
  if (at === undefined) walk.options.onUnreachable(pointer, 'no valid request was found that has this place')
  else yield* sitesAt(walk, { ...wanted, root: at.root, value: at.value })
}

function filled(presence: JsonObject, inner: Json): Json {
  // Only what is built above is looked through: two levels of lists and members.
  return JSON.parse(JSON.stringify(presence), (_, value: Json) => (value === TO_BE ? inner : value)) as Json
}

/** The whole value with one put in place, else one drawn as a whole; `undefined` where neither is valid. */
function placed(
  { options: { schema, judge, workshop } }: Walk,
  spot: Spot,
  value: Json | undefined,
  inner: Json,
): { readonly root: Json; readonly value: Json } | undefined {
  if (value !== undefined) {
    const root = withValueAt(spot.root, spot.pointer, value)
    if (judge.accepts(root)) return { root, value }
  }
  const root = workshop.valueOf([schema, spot.require(inner)])
  const found = root === undefined ? undefined : (valueAt(root, spot.pointer) as Json | undefined)
  return root === undefined || found === undefined || !judge.accepts(root) ? undefined : { root, value: found }
}

/** Whether all that holds at a place was visited at enough others; a mere reference says nothing of its own. */
function isSeen({ options, visits }: Walk, schemas: readonly Json[], pointer: string): boolean {
  const telling = partsOf(options.schema, schemas).filter((part) => typeof part['$ref'] !== 'string')
  return (
    telling.length > 0 &&
    telling.every((part) => {
      const places = visits.get(part)
      return places !== undefined && places.size >= PLACES_PER_SCHEMA && !places.has(pointer)
    })
  )
}
