import type { RequestDraft } from '../core/case.ts'
import { jsonEquals, type Json } from '../core/json.ts'
import type { Fact } from '../generators/shown-facts.ts'
import { companies } from './companies.ts'
import { verdictOf } from './data-verdict.ts'
import { valueIn, withValueIn } from './fact-change.ts'
import type { Probed } from './probe.ts'
import { isSelfContained, saysByAgreement, saysUnknownPart } from './self-contained.ts'
import type { RefusedFact, WeighingParts } from './weigh-refusals.ts'
import { isWithinContract } from './within-contract.ts'

/** Different values of a part, or else requests that hold its only one, that must have been refused. */
const LEAST_VALUES = 3
const LEAST_REQUESTS = 6

/** Accepted requests that the part is put into. */
const MOST_BASES = 4

/** Variations that may show that the part is only refused in this company. */
const MOST_COMPANIES = 14

/**
 * Whether a part of the request is refused as a whole: an optional member or parameter whenever it is there, or a branch
 * of a choice whatever it holds. No accepted request shows it, several of its values are refused in several accepted
 * requests, and no other company makes the server accept it. A value that may name what the server does not know counts
 * only where the server says that it is the part which it does not know.
 */
export async function weighPart(parts: WeighingParts, shown: readonly Fact[]): Promise<RefusedFact | undefined> {
  const { operation, generation, accepted, prober } = parts
  const [fact] = shown
  const all = valuesOf(shown)
  const plain = fact === undefined ? [] : all.filter((value) => isSelfContained(fact, value))
  const isPlain = plain.length >= Math.min(LEAST_VALUES, all.length)
  const values = isPlain ? plain : all
  if (fact === undefined || (values.length < LEAST_VALUES && shown.length < LEAST_REQUESTS)) return undefined
  const isValid = (draft: RequestDraft): boolean => isWithinContract(operation, draft, generation)
  const change = (base: RequestDraft, value: Json): RequestDraft | undefined => {
    const changed = isBase(fact, base) ? withValueIn(base, fact.place, value) : undefined
    return changed !== undefined && isValid(changed) ? changed : undefined
  }
  const bases = spread(accepted.filter((base) => values.some((value) => change(base, value) !== undefined)))
  const name = `refused ${fact.key}`
  const isRefused = (probed: Probed | undefined): boolean =>
    verdictOf(probed) === 'refused' && probed !== undefined && isOfThePart(probed, isPlain)

  let shownBy: { readonly changed: RequestDraft; readonly near: RequestDraft } | undefined
  let times = 0
  for (const [i, near] of bases.entries()) {
    for (const value of [values[i % values.length], values[(i + 1) % values.length]]) {
      const changed = value === undefined ? undefined : change(near, value)
      if (changed === undefined) continue
      if (!isRefused(await prober.send(name, changed))) return undefined
      if (verdictOf(await prober.send(name, near)) !== 'accepted') return undefined
      shownBy ??= { changed, near }
      times++
    }
  }
  if (shownBy === undefined || times < 2) return undefined
  const { changed, near } = shownBy
  const drafts = [...accepted, ...accepted.toReversed(), ...parts.unsent]
  for (const company of companies(changed, fact, drafts).filter(isValid).slice(0, MOST_COMPANIES)) {
    if (verdictOf(await prober.send(name, company)) === 'accepted') return undefined
  }
  const refused = await prober.send(name, changed)
  const base = await prober.send(name, near)
  if (refused === undefined || base === undefined || !isRefused(refused) || verdictOf(base) !== 'accepted') {
    return undefined
  }
  return { fact, refused, base: base.exchange }
}

/** A branch takes the place of another one; an optional part is added. */
function isBase(fact: Fact, base: RequestDraft): boolean {
  return (valueIn(base, fact.place) === undefined) === (fact.kind === 'present')
}

function isOfThePart({ exchange }: Probed, isPlain: boolean): boolean {
  return !saysByAgreement(exchange) && (isPlain || saysUnknownPart(exchange))
}

/** Different ones, the plainest first. */
function valuesOf(shown: readonly Fact[]): readonly Json[] {
  const values: Json[] = []
  for (const { value } of shown) {
    if (value !== undefined && !values.some((known) => jsonEquals(known, value))) values.push(value)
  }
  return values.toSorted((one, other) => JSON.stringify(one).length - JSON.stringify(other).length)
}

function spread(bases: readonly RequestDraft[]): readonly RequestDraft[] {
  if (bases.length <= MOST_BASES) return bases
  const step = (bases.length - 1) / (MOST_BASES - 1)
  return Array.from({ length: MOST_BASES }, (_, i) => bases[Math.round(i * step)]).flatMap((base) => base ?? [])
}
