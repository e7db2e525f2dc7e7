import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../reports/run-result.ts'
import { SHOP_DOCUMENT, startShop, type Answer, type Fault } from '../servers/shop-server.ts'
import { runCli, runConformance, startCli, temporaryFolder } from '../support/run-cli.ts'

const run = (target: string): readonly string[] => ['--spec', SHOP_DOCUMENT, '--target', target, '--seed', '5']

const extraField: Fault = (answer: Answer, request) =>
  request.operation === 'getOrder' && answer.status === 200
    ? { ...answer, body: { ...(answer.body as object), surprise: 1 } }
    : answer

describe('a run', () => {
  it('passes with a warning, and fails on it when strict', async () => {
    const shop = await startShop(extraField)
    try {
      const [lax, strict] = [
        await runConformance(run(shop.baseUrl)),
        await runConformance([...run(shop.baseUrl), '--strict']),
      ]

      expect([lax, strict].map(({ code }) => code)).toEqual([0, 1])
      expect(strict.results.findings.map(({ code, severity }) => [code, severity])).toEqual([
        ['no-undocumented-fields', 'warning'],
      ])
    } finally {
      await shop.close()
    }
  })

  it('is split by --shard so that every operation is run once', async () => {
    const shop = await startShop()
    // A sequence also calls operations of other shards; which operations a shard takes shows in the phases before it.
    const phases = ['--phase', 'examples,boundaries,random,invalid']
    try {
      const shards = []
      for (const shard of ['1/3', '2/3', '3/3']) {
        shards.push(await runConformance([...run(shop.baseUrl), ...phases, '--cases', '1', '--shard', shard]))
      }

      const ids = shards.flatMap(({ results }) => results.operations.map(({ operationId }) => operationId))
      expect(ids.toSorted()).toEqual(['cancelOrder', 'captureOrder', 'createOrder', 'getOrder', 'listOrders'])
    } finally {
      await shop.close()
    }
  })

  it('stops after the first finding with --bail 1', async () => {
    const shop = await startShop((answer) => (answer.status < 300 ? { ...answer, status: 500 } : answer))
    try {
      const { results, code } = await runConformance([...run(shop.baseUrl), '--bail', '1'])

      expect(results.findings).toHaveLength(1)
      expect(results.totals.operationsExercised).toBe(1)
      expect(code).toBe(1)
    } finally {
      await shop.close()
    }
  })

  it('leaves no secret of the environment in any file or output, plain, in base64 or URL-encoded', async () => {
    const secret = 'tok/MARKED+SECRET=0123456789'
    const shop = await startShop((answer, { headers }) =>
      answer.status === 200 ? { ...answer, headers: { 'x-echo': String(headers.authorization) } } : answer,
    )
    try {
      const folder = join(temporaryFolder(), 'run')
      const args = ['run', ...run(shop.baseUrl), '--cases', '3', '--out', folder]
      const { stdout, stderr } = await runCli(args, { env: { CONFORMANCE_BEARER: secret } })

      expect(shop.requests.some(({ headers }) => headers.authorization === `Bearer ${secret}`)).toBe(true)
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      expect(files.length).toBeGreaterThan(5)
      const everything = [
        stdout,
        stderr,
        ...files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')),
      ]
      for (const form of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)]) {
        expect(everything.filter((text) => text.includes(form))).toEqual([])
      }
    } finally {
      await shop.close()
    }
  })

  it('ends with 3 when requests of an operation are never answered, however many others pass', async () => {
    const shop = await startShop((answer, { operation, text }) =>
      operation === 'captureOrder' && text === '{}' ? { ...answer, silent: true } : answer,
    )
    try {
      const { results, code } = await runConformance([...run(shop.baseUrl), '--timeout', '300'])

      expect(results.operations.find(({ operationId }) => operationId === 'captureOrder')?.verdict).toBe('inconclusive')
      expect(results.findings).toEqual([])
      expect(code).toBe(3)
    } finally {
      await shop.close()
    }
  })
})

describe('a run that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s writes its reports and ends with 130', async (signal) => {
    const shop = await startShop()
    try {
      const folder = join(temporaryFolder(), 'run')
      const args = ['run', ...run(shop.baseUrl), '--cases', '100000', '--out', folder, '--report', 'json']
      const { child, ended } = startCli(args)
      while (shop.requests.length < 50) await delay(10)
      child.kill(signal)
      const { code } = await ended

      const results = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as RunResult
      expect(results.run).toMatchObject({ interrupted: true, exitCode: 130, reason: 'interrupted' })
      expect(readFileSync(join(folder, 'run.ndjson'), 'utf8').endsWith('\n')).toBe(true)
      expect(code).toBe(130)
    } finally {
      await shop.close()
    }
  })
})
