import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RUN_OPTIONS } from '../../config/run-options.ts'
import { SHOP_DOCUMENT } from '../servers/shop-server.ts'
import { runCli, temporaryFolder } from '../support/run-cli.ts'

const shop = ['run', '--spec', SHOP_DOCUMENT]

/** A folder with the given files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

describe('a mistake on the command line', () => {
  it.each([
    { args: ['rn'], says: "error: unknown command 'rn'\n(Did you mean run?)\nSee: payroc-conformance --help\n" },
    {
      args: ['contract', 'lnt'],
      says: "error: unknown command 'lnt'\n(Did you mean lint?)\nSee: payroc-conformance contract --help\n",
    },
    {
      args: ['run', '--sed', '1'],
      says: "error: unknown option '--sed'\n(Did you mean --seed?)\nSee: payroc-conformance run --help\n",
    },
    {
      args: ['contract', 'lint', '--format', 'xml'],
      says: "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json.\nSee: payroc-conformance contract lint --help\n",
    },
    { args: [...shop, '--rate', '0'], says: 'error (usage): --rate: expected a number above 0, got "0"\n' },
    {
      args: [...shop, '--spec', 'none.yaml'],
      says: 'error (document): no such file: none.yaml\nPass the path or URL of an OpenAPI document.\n',
    },
  ])('$args ends with 2 and one message', async ({ args, says }) => {
    const { code, stdout, stderr } = await runCli(args)

    expect(stderr).toBe(says)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it('names the nearest operation for one that does not exist', async () => {
    const { code, stderr } = await runCli([...shop, '--operation', 'createOrdr'])

    expect(stderr).toContain('createOrder')
    expect(code).toBe(2)
  })

  it('shows the help when nothing is asked for', async () => {
    const { code, stderr } = await runCli([])

    expect(stderr).toContain('Usage: payroc-conformance')
    expect(stderr).toContain('Exit codes: 0 passed')
    expect(code).toBe(2)
  })
})

describe('the help of run', () => {
  it('lists every setting and what the lists may hold', async () => {
    const { code, stdout } = await runCli(['run', '--help'])

    for (const { flag } of RUN_OPTIONS) expect(stdout).toContain(flag)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('a comma list of: examples, boundaries, random, invalid')
    expect(code).toBe(0)
  })
})

describe('a target that does not answer', () => {
  it('ends with 3 and says what was tried', async () => {
    const { code, stderr } = await runCli([...shop, '--target', 'http://127.0.0.1:1/v1'])

    expect(stderr).toBe(
      'error (target): http://127.0.0.1:1/v1 did not answer: nothing listens there (connection refused)\n' +
        'Tried one GET http://127.0.0.1:1/v1 for at most 5 s. Is the server up, and is the URL complete (with its version segment)?\n',
    )
    expect(code).toBe(3)
  })
})

describe('a config file', () => {
  it('imports the package by its name wherever it lies, and its unknown key is named', async () => {
    const cwd = folderWith({
      'conformance.config.ts':
        "import { defineConfig } from 'payroc-conformance'\nexport default defineConfig({ porfile: 'deep' } as object)\n",
    })

    const { code, stderr } = await runCli(shop, { cwd })

    expect(stderr).toBe(
      'error (configuration): conformance.config.ts: unknown key "porfile"\nDid you mean "profile"?\n',
    )
    expect(code).toBe(2)
  })

  it('yields to the environment, and that to flags', async () => {
    const cwd = folderWith({
      'conformance.config.mjs': "export default { target: 'http://127.0.0.1:1/file' }\n",
      '.env': 'CONFORMANCE_TARGET=http://127.0.0.1:1/dotenv\n',
    })

    const results = [
      await runCli(shop, { cwd }),
      await runCli(shop, { cwd, env: { CONFORMANCE_TARGET: 'http://127.0.0.1:1/environment' } }),
      await runCli([...shop, '--target', 'http://127.0.0.1:1/flag'], { cwd }),
    ]

    expect(results.map(({ stderr }) => /127\.0\.0\.1:1\/(\w+) did/.exec(stderr)?.[1])).toEqual([
      'dotenv',
      'environment',
      'flag',
    ])
  })
})
