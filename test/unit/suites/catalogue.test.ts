import { expect, it } from 'vitest'
import { loadContract } from '../../../spec/load.ts'
import { CATALOGUE } from '../../../suites/catalogue.ts'
import { CERTIFICATION_IDS } from '../../../suites/certification-ids.ts'
import { PAYROC_OPERATIONS } from '../../../suites/payroc-operation.ts'

const contract = await loadContract()

it('names the operations of the packaged document, all and no others', () => {
  expect(PAYROC_OPERATIONS).toEqual(contract.operations.map(({ operationId }) => operationId))
})

it('fits the packaged document', () => {
  expect(CATALOGUE.fits(contract)).toBe(true)
})

it('has every id once', () => {
  const ids = CATALOGUE.entries.map(({ id }) => id)

  expect(ids).toEqual([...new Set(ids)])
})

/** Payroc's certification catalogue: how many ids each chapter has. */
const CHAPTERS: Readonly<Record<string, number>> = {
  AUTH: 5,
  ERR: 7,
  CP: 15,
  CNP: 21,
  '3DS': 3,
  ACH: 8,
  TOK: 5,
  REC: 7,
  PL: 8,
  VER: 4,
  BRD: 12,
  EQ: 6,
  FND: 9,
  EV: 8,
  RPT: 11,
  SEC: 6,
  HF: 7,
  HPP: 6,
  AP: 4,
  GP: 3,
  GL: 8,
}

it('has every id of the certification catalogue exactly once, played or with the reason why not', () => {
  const wanted = Object.entries(CHAPTERS).flatMap(([chapter, count]) =>
    Array.from({ length: count }, (_, index) => `${chapter}-${String(index + 1).padStart(2, '0')}`),
  )

  const ids = CATALOGUE.entries.map(({ id }) => id).filter((id) => /^[\dA-Z]+-\d+$/.test(id))

  expect(ids.toSorted()).toEqual(wanted.toSorted())
})

it('says of each id that is not played who judges it, or why nobody does', () => {
  const reasons = new Set(CATALOGUE.entries.flatMap((entry) => ('notRun' in entry ? [entry.notRun] : [])))
  const outside = CATALOGUE.entries.flatMap((entry) => ('notRun' in entry && entry.outside === true ? [entry.id] : []))

  expect(
    [...reasons].filter((reason) => !/^(judged by observe|no scenario .+|out of reach: .+)$/.test(reason)),
  ).toEqual([])
  expect(outside).toContain('AUTH-02')
  expect(outside).toContain('CP-14')
})

it('asks for each scenario of the certification catalogue as that does', () => {
  const tiers = new Map(CERTIFICATION_IDS.map(({ id, tier }) => [id, tier]))

  const different = CATALOGUE.entries.filter(({ id, tier }) => (tiers.get(id) ?? tier) !== tier)

  expect(different.map(({ id, tier }) => `${id} is ${tier}, the certification catalogue has ${tiers.get(id)}`)).toEqual(
    [],
  )
})

it('names the feature of every conditional scenario that is played, so that it can be declared', () => {
  const nameless = CATALOGUE.entries.filter(
    (entry) => entry.tier === 'conditional' && 'body' in entry && entry.feature === undefined,
  )

  expect(nameless.map(({ id }) => id)).toEqual([])
})
