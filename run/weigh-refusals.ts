import type { Case, RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Json } from '../core/json.ts'
import { type Fact, type FactPlace, isPart, placeOf, shownFacts } from '../generators/shown-facts.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { companies } from './companies.ts'
import { verdictOf } from './data-verdict.ts'
import { farInside, justInside, sameBound, showing, valueIn, withValueIn } from './fact-change.ts'
import type { Probed, Prober } from './probe.ts'
import { weighPart } from './weigh-part.ts'
import { type GuideRule, isForbiddenByGuides, isRestrictedInWords } from './restricted-in-words.ts'
import type { RequestGeneration } from './request-generation.ts'
import { isWithinContract } from './within-contract.ts'

/** A fact that the server refuses, and the exchanges that show that nothing else is to blame. */
export interface RefusedFact {
  readonly fact: Fact
  /** The smallest request that shows it, and what it was answered. */
  readonly refused: Probed
  /** The request that it differs from in one place, accepted right before and after. */
  readonly base: Exchange
}

export interface Weighed {
  readonly found: readonly RefusedFact[]
  /** Refused for reasons that no fact of the contract explains. */
  readonly unexplained: readonly Case[]
}

export interface WeighingParts {
  readonly contract: Contract
  readonly operation: Operation
  readonly generation: RequestGeneration
  /** Requests that the target has accepted, the plainest first. */
  readonly accepted: readonly RequestDraft[]
  /** Valid requests that were not sent, for optional parts that none of the others has. */
  readonly unsent: readonly RequestDraft[]
  /** Places that hold ids: what a server refuses there, it does not know. */
  isId(place: FactPlace): boolean
  /** What the API's guides demand beyond the document. */
  readonly guideRules: readonly GuideRule[]
  readonly prober: Prober
}

/** Facts that are looked into for one operation. */
const MOST_FACTS = 25

/** How often a number just inside its bound must be accepted, on as many resources. */
const TIMES_INSIDE = 4

/** Variations of one change that may show that it is only refused in this company. */
const MOST_COMPANIES = 14

/**
 * Which of the refused requests were refused against the contract. A server that remembers refuses valid data for
 * reasons that no schema expresses, so a refusal alone says nothing. It counts when one documented fact is to blame:
 * no accepted request shows it; put into an accepted request as the only change, it is refused, and again; the accepted
 * request is accepted before and after; a value just inside the bound is accepted in the same place; and no company of
 * other members makes the server accept it. What the document's own words or the API's guides forbid does not count.
 */
export async function weighRefusals(parts: WeighingParts, refused: readonly Case[]): Promise<Weighed> {
  const { contract, operation, generation, accepted, isId, guideRules, prober } = parts
  const factsOf = (draft: RequestDraft): readonly Fact[] =>
    shownFacts(contract, operation, draft, generation.violations).filter(
      (fact) =>
        !isId(fact.place) &&
        !isRestrictedInWords(fact) &&
        !isForbiddenByGuides(guideRules, operation.operationId, fact),
    )
  const shown = accepted.flatMap(factsOf)
  const fine = new Set(shown.map(({ key }) => key))
  const all = refused.map((planned) => ({
    planned,
    facts: factsOf(planned.draft).filter(({ key }) => !fine.has(key)),
  }))
  let left = all
  const found: RefusedFact[] = []
  const choosy = mostlyRefused(
    all.flatMap(({ facts }) => facts),
    shown,
  )
  const tried = new Set<string>()
  while (tried.size < MOST_FACTS && !prober.isSpent) {
    const fact = likeliest(left, tried, choosy)
    if (fact === undefined) break
    tried.add(fact.key)
    const shown = left.flatMap(({ planned: { draft }, facts }) => {
      const same = facts.find(({ key }) => key === fact.key)
      return same === undefined ? [] : [{ draft, same }]
    })
    const hit = isPart(fact)
      ? await weighPart(
          parts,
          shown.map(({ same }) => same),
        )
      : await weighFact(
          parts,
          fact,
          shown.map(({ draft }) => draft),
        )
    if (hit === undefined) continue
    found.push(hit)
    if (isOneOfMany(found, fact)) {
      choosy.add(placeOf(fact.place))
      continue
    }
    left = left.filter(({ facts }) => facts.every(({ key }) => key !== fact.key))
  }
  const kept = found.filter(({ fact }) => !(fact.kind === 'enum' && choosy.has(placeOf(fact.place))))
  const explained = new Set(kept.map(({ fact }) => fact.key))
  const unexplained = all.filter(({ facts }) => facts.every(({ key }) => !explained.has(key)))
  return { found: kept, unexplained: unexplained.map(({ planned }) => planned) }
}

/** Lists so long that a server may take only some of their values, such as the currencies of the world. */
const LONG_LIST = 20

/** Values of a long list that are refused each by itself; as many show that the server takes only some of them. */
const MOST_LISTED = 4

/** Places with a long list of which most values were only ever refused. */
function mostlyRefused(refused: readonly Fact[], accepted: readonly Fact[]): Set<string> {
  const countsOf = (facts: readonly Fact[]): ReadonlyMap<string, number> => {
    const listed = new Map(facts.filter(isOfLongList).map((fact) => [fact.key, placeOf(fact.place)]))
    const counts = new Map<string, number>()
    for (const place of listed.values()) counts.set(place, (counts.get(place) ?? 0) + 1)
    return counts
  }
  const fine = countsOf(accepted)
  const most = [...countsOf(refused)].filter(([place, count]) => count >= MOST_LISTED && count > (fine.get(place) ?? 0))
  return new Set(most.map(([place]) => place))
}

function isOfLongList({ kind, parts }: Fact): boolean {
  return kind === 'enum' && parts.some(({ enum: listed }) => Array.isArray(listed) && listed.length >= LONG_LIST)
}

/** Whether a refused value of a list is one of so many that they are a choice of the server's. */
function isOneOfMany(found: readonly RefusedFact[], refused: Fact): boolean {
  if (!isOfLongList(refused)) return false
  const there = found.filter(({ fact }) => fact.kind === 'enum' && placeOf(fact.place) === placeOf(refused.place))
  return there.length >= MOST_LISTED
}

/** The fact that explains most refusals; of several the first that was met. */
function likeliest(
  left: readonly { readonly facts: readonly Fact[] }[],
  tried: ReadonlySet<string>,
  choosy: ReadonlySet<string>,
): Fact | undefined {
  const counts = new Map<string, { readonly fact: Fact; count: number }>()
  for (const { facts } of left) {
    for (const fact of facts) {
      if (tried.has(fact.key) || (fact.kind === 'enum' && choosy.has(placeOf(fact.place)))) continue
      const known = counts.get(fact.key)
      if (known === undefined) counts.set(fact.key, { fact, count: 1 })
      else known.count++
    }
  }
  let best: { readonly fact: Fact; count: number } | undefined
  for (const one of counts.values()) if (best === undefined || one.count > best.count) best = one
  return best?.fact
}

async function weighFact(
  parts: WeighingParts,
  fact: Fact,
  refusedDrafts: readonly RequestDraft[],
): Promise<RefusedFact | undefined> {
  const { operation, generation, accepted, prober } = parts
  const isValid = (draft: RequestDraft): boolean => isWithinContract(operation, draft, generation)
  const values = fact.kind === 'absent' ? [undefined] : sameBound(fact, generation.request)
  for (const value of values) {
    const change = (base: RequestDraft): RequestDraft | undefined => {
      const changed = showing(base, fact, value)
      return changed !== undefined && isValid(changed) ? changed : undefined
    }
    const bases = accepted.filter((base) => isBase(fact, base) && change(base) !== undefined)
    const [near, far] = [bases[0], bases.at(-1)]
    const changed = near === undefined ? undefined : change(near)
    if (near === undefined || far === undefined || changed === undefined) continue

    const name = `refused ${fact.key}`
    const ask = async (draft: RequestDraft): Promise<'accepted' | 'refused' | 'other'> =>
      verdictOf(await prober.send(name, draft))
    const first = await prober.send(name, changed)
    if (verdictOf(first) !== 'refused') continue
    const inside = await takesInside(fact, value, near, { ask, isValid, generation })
    if (!inside) return undefined
    if ((await ask(near)) !== 'accepted') return undefined
    if (far !== near) {
      const farChanged = change(far)
      if (farChanged !== undefined && (await ask(farChanged)) === 'accepted') return undefined
    }
    if (fact.kind === 'enum' || fact.kind === 'null' || fact.kind === 'absent') {
      for (const company of companies(changed, fact, [...refusedDrafts, ...accepted, ...parts.unsent])
        .filter(isValid)
        .slice(0, MOST_COMPANIES)) {
        if ((await ask(company)) === 'accepted') return undefined
      }
    }
    const again = await prober.send(name, changed)
    const base = await prober.send(name, near)
    if (verdictOf(again) !== 'refused' || verdictOf(base) !== 'accepted') return undefined
    return again === undefined || base === undefined ? undefined : { fact, refused: again, base: base.exchange }
  }
  return undefined
}

/** `null` takes the place of a value; everything else may be added, too. */
function isBase({ kind, place }: Fact, base: RequestDraft): boolean {
  return kind !== 'null' || valueIn(base, place) !== undefined
}

interface Asking {
  ask(draft: RequestDraft): Promise<'accepted' | 'refused' | 'other'>
  isValid(draft: RequestDraft): boolean
  readonly generation: RequestGeneration
}

/** Whether the server takes other values in the same place, so that it is not the member as such that it refuses. */
async function takesInside(
  fact: Fact,
  value: Json | undefined,
  near: RequestDraft,
  { ask, isValid, generation }: Asking,
): Promise<boolean> {
  const present = valueIn(near, fact.place)
  if (fact.kind === 'absent') return true
  if (fact.kind === 'null') return present !== null
  if (fact.kind === 'enum' && present !== undefined) return true
  if (value === undefined) return false
  const sendable = (values: readonly Json[]): readonly RequestDraft[] =>
    values.flatMap((inside) => withValueIn(near, fact.place, inside) ?? []).filter(isValid)
  // How great a number may be often depends on the resource, which is another one each time.
  const times = fact.kind === 'maximum' || fact.kind === 'minimum' ? TIMES_INSIDE : 1
  for (const draft of sendable(justInside(fact, value, generation.request))) {
    let accepted = 0
    while (accepted < times && (await ask(draft)) === 'accepted') accepted++
    if (accepted === times) return true
    if (fact.kind !== 'enum') break
  }
  // A limit far below the documented one: all that is short is taken, whatever it says.
  const short = sendable(farInside(fact, value))
  for (const draft of short) if ((await ask(draft)) !== 'accepted') return false
  return short.length > 1
}
