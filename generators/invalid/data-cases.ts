import type { BrokenConstraint } from '../../core/case.ts'
import type { Json } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { withValueAt } from './edit.ts'
import { families } from './families.ts'
import { breaksInPlace } from './judge.ts'
import { shownValue } from './shown-value.ts'
import type { Mutation, Site, Workshop } from './site.ts'
import { PLACES_PER_SCHEMA, sitesOf, type SitesOptions } from './sites.ts'

/** A value with one broken constraint, and the valid one it was made from. */
export interface BrokenValue {
  readonly name: string
  readonly valid: Json
  readonly value: Json
  readonly constraint: BrokenConstraint
}

/** What could not be broken, and why. */
export interface NotBreakable {
  readonly what: string
  readonly reason: string
}

/** Where a value stands in a request. */
export interface ValuePlace {
  /** In words, of a pointer into the value: `/order/amount`, `query limit`. */
  describe(pointer: string): string
  /** As in {@link BrokenConstraint.payload}. */
  payload(pointer: string): string
  /** Whether a value can be sent there as what it is. */
  isSendable(value: Json): boolean
}

export interface BrokenValuesOptions extends Omit<SitesOptions, 'onUnreachable'> {
  readonly place: ValuePlace
  onNotBreakable(entry: NotBreakable): void
}

/** A promise is broken where it is met first, and at this many places in all; of types, which are many, once. */
function mostPlaces({ breakage }: Mutation): number {
  return breakage === 'wrong-type' || breakage === 'null' ? 1 : PLACES_PER_SCHEMA
}

/** Values that are valid but for one constraint each: every constraint of every place of a schema. */
export function* brokenValues(options: BrokenValuesOptions): Generator<BrokenValue> {
  const { workshop, place, onNotBreakable } = options
  const placesOf = new Map<string, Set<string>>()
  const names = new Map<string, number>()
  const sites = sitesOf({
    ...options,
    onUnreachable: (pointer, reason) => onNotBreakable({ what: place.describe(pointer), reason }),
  })
  for (const site of sites) {
    for (const mutation of mutationsOf(site, workshop)) {
      const promise = `${mutation.document} ${mutation.breakage} ${mutation.detail ?? ''}`
      const places = placesOf.get(promise) ?? new Set()
      if (places.has(site.pointer) || places.size >= mostPlaces(mutation)) continue
      const outcome = broken(site, mutation, options)
      placesOf.set(promise, places)
      if (outcome.kind === 'reason') {
        onNotBreakable({ what: `${place.describe(site.pointer)}: ${mutation.promise}`, reason: outcome.reason })
        continue
      }
      places.add(site.pointer)
      const stem = nameOf(mutation, place.describe(site.pointer + mutation.at))
      const count = (names.get(stem) ?? 0) + 1
      names.set(stem, count)
      yield {
        name: count === 1 ? stem : `${stem}~${count}`,
        valid: site.root,
        value: outcome.root,
        constraint: constraintOf(site, mutation, outcome.root, place),
      }
    }
  }
}

function* mutationsOf(site: Site, workshop: Workshop): Iterable<Mutation> {
  for (const family of families) yield* family.mutations(site, workshop)
}

/** Candidates tried for one constraint; the last ones are drawn, which takes time. */
const MOST_CANDIDATES = 40

type Outcome = { readonly kind: 'value'; readonly root: Json } | { readonly kind: 'reason'; readonly reason: string }

function broken(site: Site, mutation: Mutation, { judge, place, workshop }: BrokenValuesOptions): Outcome {
  let reason = mutation.whyNot
  let left = MOST_CANDIDATES
  for (const candidate of mutation.candidates()) {
    if (left-- <= 0) break
    const root = withValueAt(site.root, site.pointer, candidate)
    if (!place.isSendable(root)) {
      reason ??= 'such a value cannot be told from none where it is sent'
      continue
    }
    const objection = judge.objection(mutation, site.pointer + mutation.at, root)
    // Below a choice without a tag, the judge may have taken another branch for the one that was meant.
    const isBelowChoice = site.branch !== '' && site.medium === 'json' && !judge.accepts(root)
    const isBroken = isBelowChoice && breaksInPlace(mutation, site.parts, candidate, workshop)
    if (objection === undefined || isBroken) return { kind: 'value', root }
    reason ??= objection
  }
  return { kind: 'reason', reason: reason ?? 'no value was found that breaks it' }
}

function nameOf({ breakage, detail, at }: Mutation, described: string): string {
  const sort = detail === undefined || at !== '' ? breakage : `${breakage}:${detail}`
  return `${sort}@${described.replaceAll(' ', '.')}`
}

function constraintOf(site: Site, mutation: Mutation, root: Json, place: ValuePlace): BrokenConstraint {
  const { kind = 'data', breakage, promise, document, at } = mutation
  const pointer = site.pointer + at
  const value = valueAt(root, pointer) as Json | undefined
  const sent = mutation.sent ?? (value === undefined ? 'none' : shownValue(value, place.describe(pointer)))
  return {
    kind,
    breakage,
    description: `${place.describe(pointer)}: ${promise}, sent ${sent}`,
    document,
    payload: place.payload(pointer),
  }
}
