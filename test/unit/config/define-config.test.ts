import { expect, it } from 'vitest'
import { defineConfig, type ConformanceConfig } from '../../../config/define-config.ts'
import { resolveOptions } from '../../../config/resolve-options.ts'
import { HarnessError } from '../../../core/harness-error.ts'

const config: ConformanceConfig = {
  target: 'http://127.0.0.1:4010/v1',
  tag: ['Orders'],
  phase: ['random'],
  shard: '2/3',
  cases: 5,
  strict: true,
  report: ['json'],
}

it('defineConfig gives back what it is given', () => {
  expect(defineConfig(config)).toBe(config)
})

it('what the types of a config file allow is accepted', () => {
  const file = { name: 'conformance.config.ts', values: { ...defineConfig(config) } }

  const options = resolveOptions({ flags: {}, environment: {}, file })

  expect(options).toMatchObject({ ...config, shard: { index: 2, count: 3 } })
})

it.each([
  [10n, '10n'],
  [['a'], "[ 'a' ]"],
  [null, 'null'],
])('a setting of a config file that is %o is shown as it is', (cases, shown) => {
  const file = { name: 'conformance.config.ts', values: { cases } }

  expect(() => resolveOptions({ flags: {}, environment: {}, file })).toThrow(
    new HarnessError('configuration', `conformance.config.ts: cases: expected an integer from 0, got ${shown}`),
  )
})
