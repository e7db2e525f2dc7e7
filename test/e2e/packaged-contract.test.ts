import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packagedDocument } from '../../spec/load.ts'
import { runConformance } from '../support/run-cli.ts'

const PRISM = fileURLToPath(new URL('../../node_modules/.bin/prism', import.meta.url))

describe('the packaged contract against a Prism mock', () => {
  it('exercises every operation, finds nothing, and has no valid request refused', { timeout: 180_000 }, async () => {
    const valid = ['--phase', 'examples,boundaries,random']
    const { results, code, stdout } = await runConformance([
      '--target',
      'prism',
      ...valid,
      '--seed',
      '7',
      '--cases',
      '10',
    ])

    expect(results.totals).toMatchObject({ operations: 131, operationsExercised: 131, inconclusive: 0 })
    expect(results.findings.map((finding) => `${finding.operationId} ${finding.code} ${finding.title}`)).toEqual([])
    const statuses = new Set(results.operations.flatMap((operation) => Object.keys(operation.statuses)))
    expect([...statuses].toSorted()).toEqual(['200', '201', '202', '204'])
    expect(results.generated.discarded * 100).toBeLessThanOrEqual(results.generated.values)
    expect(code, stdout).toBe(0)
  })

  describe('started by hand', () => {
    let port = 0
    let prism: ReturnType<typeof spawn>

    beforeAll(async () => {
      port = await freePort()
      prism = spawn(process.execPath, [PRISM, 'mock', packagedDocument(), '--port', String(port)], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: process.env['PATH'], SCARF_ANALYTICS: 'false' },
      })
      await new Promise<void>((resolve) => {
        prism.stdout?.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('listening')) resolve()
        })
      })
      prism.stdout?.resume()
    }, 60_000)

    afterAll(() => void prism.kill())

    it('gets the same verdict', { timeout: 180_000 }, async () => {
      const { results, code, stdout } = await runConformance([
        '--seed',
        '7',
        '--phase',
        'examples,random',
        '--cases',
        '3',
        '--target',
        `http://127.0.0.1:${port}/v1`,
        '--identity-url',
        'none',
      ])

      expect(results.totals).toMatchObject({ operations: 131, operationsExercised: 131 })
      expect(results.findings.map((finding) => `${finding.operationId} ${finding.code} ${finding.title}`)).toEqual([])
      expect(code, stdout).toBe(0)
    })
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
