import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '../../reports/run-result.ts'
import { SHOP_DOCUMENT, startShop } from '../servers/shop-server.ts'
import { readResults, runCli, runConformance, temporaryFolder, type CliResult } from '../support/run-cli.ts'

/** What the parts of a run must add up to. */
function totalsOf({ operations, findings, totals, run, inconclusive, skipped, mockDefects }: RunResult): object {
  return {
    verdict: run.verdict,
    exitCode: run.exitCode,
    totals,
    operations: operations
      .map(({ durationMs: _durationMs, startedAt: _startedAt, ...operation }) => operation)
      .toSorted((a, b) => (a.operationId < b.operationId ? -1 : 1)),
    findings: findings
      .map(({ fingerprint, occurrences, reproduction: { caseId, command } }) => ({
        fingerprint,
        occurrences,
        caseId,
        // The folder is that of the run, or of its shard.
        command: command.replace(/--from \S+/, '--from <run>'),
      }))
      .toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)),
    inconclusive,
    skipped: skipped.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    mockDefects: mockDefects.map((defect) => ({ ...defect, operations: defect.operations.toSorted() })),
  }
}

async function merged(
  args: readonly string[],
): Promise<{ single: RunResult; merged: RunResult; outcome: CliResult; folders: readonly string[] }> {
  const single = await runConformance(args)
  const folders: string[] = []
  for (const shard of ['3/3', '1/3', '2/3']) folders.push((await runConformance([...args, '--shard', shard])).folder)
  const out = join(temporaryFolder(), 'merged')
  const outcome = await runCli(['report', 'merge', ...folders, '--out', out, '--report', 'terminal,json,junit'])
  return { single: single.results, merged: readResults(out, outcome), outcome, folders }
}

// Each test is several whole runs, one after the other.
describe('report merge', { timeout: 180_000 }, () => {
  let baseUrl = ''
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      // Every answer breaks something, and none depends on what was asked before.
      response.writeHead(request.method === 'GET' ? 200 : 500, { 'content-type': 'application/json' })
      response.end('{"id":1}')
    })
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  it('of all shards equals the run that was not split', async () => {
    const {
      single,
      merged: whole,
      outcome,
    } = await merged(['--spec', SHOP_DOCUMENT, '--target', baseUrl, '--seed', '11', '--cases', '20'])

    expect(single.findings.length).toBeGreaterThan(5)
    expect(totalsOf(whole)).toEqual(totalsOf(single))
    expect(whole.run.shard).toBeUndefined()
    expect([outcome.code, outcome.stderr]).toEqual([1, ''])
  })

  it('of shards that ran against mocks on other ports equals the run that was not split', async () => {
    const {
      single,
      merged: whole,
      outcome,
    } = await merged([
      '--spec',
      SHOP_DOCUMENT,
      '--target',
      'prism',
      '--seed',
      '11',
      '--phase',
      'examples,random',
      '--cases',
      '5',
    ])

    expect(totalsOf(whole)).toEqual(totalsOf(single))
    expect(outcome.code).toBe(0)
  })

  it('of shards of a server that remembers has the cases and the findings of the run that was not split', async () => {
    const shop = await startShop((answer, { operation }) =>
      operation === 'getOrder' && answer.status === 200 ? { ...answer, status: 203 } : answer,
    )
    try {
      const { single, merged: whole } = await merged([
        '--spec',
        SHOP_DOCUMENT,
        '--target',
        shop.baseUrl,
        '--seed',
        '11',
        '--cases',
        '5',
      ])

      // How far a sequence gets depends on what the server answered to all that came before.
      const countsOf = ({ operations, findings }: RunResult): object => ({
        operations: operations
          .map(({ operationId, verdict, coverage: { phases } }) => {
            const { stateful, ...planned } = phases
            return `${operationId} ${verdict} ${JSON.stringify(planned)}${stateful === undefined ? '' : ' and sequences'}`
          })
          .toSorted(),
        findings: findings.map(({ fingerprint, code }) => `${fingerprint} ${code}`).toSorted(),
      })
      expect(single.findings.length).toBeGreaterThan(0)
      expect(single.totals.byPhase.stateful?.cases).toBeGreaterThan(0)
      expect(countsOf(whole)).toEqual(countsOf(single))
    } finally {
      await shop.close()
    }
  })

  it('refuses what is not the whole of one run', async () => {
    const args = ['--spec', SHOP_DOCUMENT, '--target', baseUrl, '--cases', '1', '--phase', 'random']
    const [first, second] = [
      (await runConformance([...args, '--seed', '1', '--shard', '1/2'])).folder,
      (await runConformance([...args, '--seed', '2', '--shard', '2/2'])).folder,
    ]
    const { code, stderr } = await runCli([
      'report',
      'merge',
      first,
      second,
      '--out',
      join(temporaryFolder(), 'merged'),
    ])

    expect([code, stderr.replaceAll(first, 'FIRST').replaceAll(second, 'SECOND')]).toEqual([
      2,
      'error (usage): These are not parts of one run: the seed is 1 in FIRST, and 2 in SECOND.\n' +
        'Run every shard with the same contract, --seed, --profile and --target.\n',
    ])
  })
})
