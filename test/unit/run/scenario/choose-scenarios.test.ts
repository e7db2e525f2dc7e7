import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../../../config/resolve-options.ts'
import { NO_ENVIRONMENTS } from '../../../../run/environments.ts'
import { type Catalogue, chooseSuites } from '../../../../run/scenario/choose-scenarios.ts'
import { scenario } from '../../../../run/scenario/scenario.ts'
import { oneOperation } from '../../../support/contract-of.ts'

const { contract } = await oneOperation({})

const catalogue: Catalogue = {
  entries: [
    scenario({ id: 'CP-01', title: 'Sale', suite: 'sale', tier: 'required' }, async () => undefined),
    scenario({ id: 'CP-03', title: 'Cancel', suite: 'cancel-conflicts', tier: 'required' }, async () => undefined),
  ],
  fits: () => true,
  environments: NO_ENVIRONMENTS,
  defaults: { terminal: '1', serialNumber: '2' },
}

function chosen(flags: Readonly<Record<string, unknown>>, from: Catalogue = catalogue): string {
  const options = resolveOptions({ flags, environment: {}, file: undefined })
  const { operations, scenarios } = chooseSuites(from, contract, options)
  return [...(operations ? ['operations'] : []), ...scenarios.map(({ id }) => id)].join(' ')
}

describe('the suites of a run', () => {
  it.each([
    ['everything where nothing is said', {}, 'operations CP-01 CP-03'],
    ['a suite by name', { suite: 'sale' }, 'CP-01'],
    ['several suites', { suite: 'operations,cancel-*' }, 'operations CP-03'],
    ['a scenario', { scenario: 'cp-03' }, 'CP-03'],
    ['all scenarios but one', { excludeScenario: 'CP-01' }, 'operations CP-03'],
    ['no scenario where operations are filtered', { operation: 'a' }, 'operations'],
    ['scenarios of a suite that is asked for, whatever filters operations', { operation: 'a', suite: 'sale' }, 'CP-01'],
  ])('are %s', (_title, flags, expected) => {
    expect(chosen(flags)).toBe(expected)
  })

  it('leave scenarios out that speak of another document, unless they are asked for', () => {
    const foreign = { ...catalogue, fits: () => false }

    expect(chosen({}, foreign)).toBe('operations')
    expect(chosen({ suite: 'sale' }, foreign)).toBe('CP-01')
  })

  it('are split into shards suite by suite, each in exactly one', () => {
    const parts = [1, 2, 3].map((index) => chosen({ shard: `${index}/3`, suite: 'sale,cancel-conflicts' }))

    expect(parts.join(' ').trim().split(/\s+/).toSorted()).toEqual(['CP-01', 'CP-03'])
  })

  it('are refused where they do not exist, with the nearest name', () => {
    expect(() => chosen({ suite: 'sales' })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: '--suite: there is no suite "sales"',
        hint: 'Did you mean "sale"?',
      }),
    )
    expect(() => chosen({ scenario: 'CP-99' })).toThrow('--scenario: there is no scenario "CP-99"')
  })
})
