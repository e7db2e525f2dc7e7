import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { choicesOf, without } from './schema-parts.ts'
import type { Family, Mutation, Site, Workshop } from './site.ts'

/** Sends a value that fits no branch of a choice, though of a type that a branch has; and one that fits two of `oneOf`. */
export const wrongChoice: Family = {
  name: 'wrong-choice',
  *mutations(site, workshop): Iterable<Mutation> {
    if (site.medium !== 'json') return
    for (const { part, keyword, branches, tag } of choicesOf(site.parts)) {
      if (tag !== undefined || branches.length < 2) continue
      yield {
        breakage: 'no-branch',
        promise: `one of ${branches.length} alternatives`,
        document: workshop.documentOf(part, keyword),
        at: '',
        keywords: NO_BRANCH,
        shows: 'below',
        candidates: () => (typeof site.value === 'string' ? ['', '~!~'] : isJsonObject(site.value) ? [{}] : []),
      }
      if (keyword !== 'oneOf') continue
      yield {
        breakage: 'two-branches',
        promise: `exactly one of ${branches.length} alternatives`,
        document: workshop.documentOf(part, keyword),
        at: '',
        keywords: ['oneOf'],
        shows: 'allowed',
        candidates: () => inTwoBranches(site, workshop, branches),
        sent: 'a value of two',
      }
    }
  },
}

const NO_BRANCH = ['oneOf', 'anyOf', 'required', 'enum', 'const', 'pattern', 'format', 'minLength', 'minProperties']

/** Pairs tried at most. */
const MOST_PAIRS = 6

/** Only of branches that are apart by themselves: where plain values fit both, an overlap is the contract's own. */
function* inTwoBranches(site: Site, workshop: Workshop, branches: readonly Json[]): Iterable<Json> {
  const others = without(site.parts, 'oneOf')
  const plain = branches.map((branch) =>
    isJsonObject(branch) ? workshop.valueOf([{ type: 'object' }, branch]) : undefined,
  )
  let pairs = MOST_PAIRS
  for (const [i, first] of plain.entries()) {
    for (const [j, second] of plain.entries()) {
      const [left, right] = [branches[i], branches[j]]
      if (j <= i || !isJsonObject(first) || !isJsonObject(second) || !isJsonObject(left) || !isJsonObject(right))
        continue
      if (pairs-- <= 0) return
      if (fits(right, first, workshop) !== false || fits(left, second, workshop) !== false) continue
      const merged = { ...first, ...second }
      const complete = others.length === 0 || !isJsonObject(site.value) ? merged : { ...site.value, ...merged }
      for (const candidate of [merged, complete]) {
        if (fits(left, candidate, workshop) === true && fits(right, candidate, workshop) === true) yield candidate
      }
    }
  }
}

function fits(schema: JsonObject, value: Json, workshop: Workshop): boolean | undefined {
  const broken = workshop.brokenBy(schema, value)
  return broken === undefined ? undefined : broken.length === 0
}
