import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BaselineEntry } from '../../core/baseline-entry.ts'
import { SHOP_DOCUMENT, startShop, type Fault, type ShopServer } from '../servers/shop-server.ts'
import { readResults, runCli, temporaryFolder } from '../support/run-cli.ts'

const wrongAmount: Fault = (answer, request) =>
  request.operation === 'getOrder' && answer.status === 200
    ? { ...answer, body: { ...(answer.body as object), amount: 'much' } }
    : answer

describe('a run with a baseline', () => {
  const cwd = temporaryFolder()
  const file = join(cwd, 'known.json')
  let faulty: ShopServer
  let correct: ShopServer
  beforeAll(async () => {
    faulty = await startShop(wrongAmount)
    correct = await startShop()
  })
  afterAll(() => Promise.all([faulty.close(), correct.close()]))

  let runs = 0
  const run = async (shop: ShopServer, ...args: readonly string[]) => {
    const out = join(cwd, `run-${++runs}`)
    const common = [
      '--spec',
      SHOP_DOCUMENT,
      '--operation',
      'getOrder',
      '--phase',
      'examples,random',
      '--cases',
      '3',
      '--seed',
      '5',
    ]
    const report = ['--report', 'terminal,json', '--out', out]
    const outcome = await runCli(['run', ...common, ...report, '--target', shop.baseUrl, ...args], { cwd })
    return { ...outcome, out, results: readResults(out, outcome) }
  }
  const entries = (): BaselineEntry[] =>
    (JSON.parse(readFileSync(file, 'utf8')) as { entries: BaselineEntry[] }).entries
  const rewrite = (change: Partial<BaselineEntry>): void =>
    writeFileSync(
      file,
      JSON.stringify({ schemaVersion: 1, entries: entries().map((entry) => ({ ...entry, ...change })) }),
    )

  it('fails on what is new and on what has expired, and says what no longer happens', async () => {
    const before = await run(faulty)
    const made = await runCli(['report', 'baseline', '--update', '--from', before.out, '--baseline', file], { cwd })
    const green = await run(faulty, '--baseline', file)
    rewrite({ reason: 'fixed in release 9', owner: 'orders', expiry: '2020-01-01' })
    const expired = await run(faulty, '--baseline', file)
    const kept = await runCli(['report', 'baseline', '--update', '--from', expired.out, '--baseline', file], { cwd })
    const gone = await run(correct, '--baseline', file)
    const strict = await run(correct, '--baseline', file, '--strict')

    expect([before, made, green, expired, kept, gone, strict].map(({ code }) => code)).toEqual([1, 0, 0, 1, 0, 0, 1])
    expect(green.results.baseline).toMatchObject({ entries: 1, known: 1, expired: 0, vanished: [], strict: false })
    expect(green.results.findings.map(({ baseline }) => baseline?.status)).toEqual(['known'])
    expect(green.results.operations.map(({ verdict }) => verdict)).toEqual(['pass'])
    expect(green.stdout).toContain('PASS  1 known\n')
    expect(expired.results.findings.map(({ baseline }) => baseline)).toEqual([
      {
        status: 'expired',
        reason: 'fixed in release 9',
        owner: 'orders',
        expiry: '2020-01-01',
        since: entries()[0]?.since,
      },
    ])
    expect(entries()).toMatchObject([{ owner: 'orders', expiry: '2020-01-01', operation: 'getOrder' }])
    expect(gone.results.baseline?.vanished).toEqual(entries())
    expect(gone.stdout).toContain('In the baseline, but no longer happening\n  body-matches-schema at getOrder: ')
    expect(strict.results.run.verdict).toBe('fail')
  })

  it('is refused, with the place, when the file is not a baseline', async () => {
    const bad = join(cwd, 'bad.json')
    writeFileSync(bad, '{\n  "schemaVersion": 1,\n  "entires": []\n}')

    const { code, stderr } = await runCli(['run', '--baseline', 'bad.json', '--target', correct.baseUrl], { cwd })

    expect([code, stderr]).toEqual([
      2,
      'error (configuration): bad.json:3:3: the baseline has the unknown member "entires"\nDid you mean "entries"?\n',
    ])
  })
})
