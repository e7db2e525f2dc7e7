import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { extraSettings, loadConfigFile } from '../../../config/load-config-file.ts'
import { HarnessError } from '../../../core/harness-error.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-file-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Loads a config file that exports this expression. */
function load(expression: string, name = 'conformance.config.mjs'): ReturnType<typeof loadConfigFile> {
  writeFileSync(join(folder, name), `export default ${expression}\n`)
  return loadConfigFile(folder)
}

async function refusalOf(expression: string): Promise<string> {
  const error: unknown = await load(expression).catch((reason: unknown) => reason)
  if (!(error instanceof HarnessError)) throw new Error('expected a HarnessError', { cause: error })
  return [error.code, error.message, error.hint ?? ''].join(' | ')
}

describe('a config file', () => {
  it('may be missing', async () => {
    expect(await loadConfigFile(folder)).toBeUndefined()
    expect(extraSettings(undefined)).toEqual({})
  })

  it.each(['conformance.config.ts', 'conformance.config.mts', 'conformance.config.js', 'conformance.config.mjs'])(
    'may be called %s',
    async (name) => {
      expect(await load('{ seed: 7 }', name)).toEqual({ name, values: { seed: 7 } })
    },
  )

  it('hands over what has no flag apart from what has one', async () => {
    const file = await load(
      "{ seed: 7, credentials: { bearer: 'b', basic: { username: 'u', password: 'p' }, apiKeys: { key: 'k' } }, domain: [{ field: /^amount$/, values: [1, 'two', true] }] }",
    )

    expect(extraSettings(file)).toEqual({
      credentials: { bearer: 'b', basic: { username: 'u', password: 'p' }, apiKeys: { key: 'k' } },
      domain: [{ field: /^amount$/, values: [1, 'two', true] }],
    })
  })

  it('may leave a setting undefined', async () => {
    const file = await load('{ seed: undefined, credentials: undefined, domain: undefined }')

    expect(extraSettings(file)).toEqual({})
  })

  it.each([
    ['{ operaton: [] }', 'configuration | conformance.config.mjs: unknown key "operaton" | Did you mean "operation"?'],
    [
      '{ certificates: "x" }',
      /^configuration \| conformance\.config\.mjs: unknown key "certificates" \| Known keys: target, .*, domain, testData, pools, environments, runTag, productionHosts\.$/,
    ],
    [
      '() => ({})',
      'configuration | conformance.config.mjs: expected a default export made with defineConfig({ … }) | ',
    ],
    ['[]', 'configuration | conformance.config.mjs: expected a default export made with defineConfig({ … }) | '],
    [
      '{ credentials: { berer: "secret-value" } }',
      'configuration | conformance.config.mjs: credentials: expected an object of `bearer`, `basic: { username, password }` and `apiKeys` by scheme name | ',
    ],
    [
      '{ credentials: { basic: { username: "u" } } }',
      'configuration | conformance.config.mjs: credentials: expected an object of `bearer`, `basic: { username, password }` and `apiKeys` by scheme name | ',
    ],
    [
      '{ domain: [{ field: "amount", values: [] }] }',
      'configuration | conformance.config.mjs: domain: expected a list of { field: name or RegExp, values: [at least one value] } | ',
    ],
    [
      '{ domain: { amount: [1] } }',
      'configuration | conformance.config.mjs: domain: expected a list of { field: name or RegExp, values: [at least one value] } | ',
    ],
  ])('is refused when it exports %s', async (expression, message) => {
    const refusal = await refusalOf(expression)

    if (typeof message === 'string') expect(refusal).toBe(message)
    else expect(refusal).toMatch(message)
  })

  it('that throws is refused with what it threw', async () => {
    expect(await refusalOf("(() => { throw new Error('no such file: keys.json') })()")).toBe(
      'configuration | conformance.config.mjs cannot be loaded: no such file: keys.json | ',
    )
  })
})
