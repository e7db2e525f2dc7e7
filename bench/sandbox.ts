import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Pool } from 'undici'
import { startPrism } from '../mock/prism.ts'
import { startSandboxThread } from '../mock/sandbox/sandbox-thread.ts'
import { loadContract } from '../spec/load.ts'

// The sandbox next to a plain Prism, each in a thread, with the same requests in turns; start-up cold and cached; and
// memory of the process while a sandbox answers. Prints figures, asserts nothing.
const REQUESTS = Number(process.argv[2] ?? 10_000)
const ROUNDS = 3
const CONNECTIONS = 8

interface Ask {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}

const SALE = JSON.stringify({
  processingTerminalId: '1021',
  order: { orderId: '4fd4-99bc', currency: 'USD', amount: 1000 },
})

/** Reading one, reading a list, and submitting with a key: what clients do most. */
const MIX: readonly Ask[] = [
  { method: 'GET', path: '/payments/M2MJOG6O2Y' },
  { method: 'GET', path: '/payments?limit=10' },
  { method: 'POST', path: '/devices/1850010868/payment-instructions', body: SALE },
  { method: 'GET', path: '/payment-links/JZURRJBUPS' },
]

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'payroc-conformance-bench-'))
  const cacheDir = join(scratch, 'cache')
  try {
    for (const label of ['cold', 'cached'])
      line(`start of a sandbox, ${label}`, `${(await startTime(cacheDir)).toFixed(0)} ms`)
    await compareRates(cacheDir)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function startTime(cacheDir: string): Promise<number> {
  const start = performance.now()
  const sandbox = await startSandboxThread({ cacheDir })
  const time = performance.now() - start
  await sandbox.close()
  return time
}

async function compareRates(cacheDir: string): Promise<void> {
  const prism = await startPrism({ contract: loadContract(undefined, { cacheDir }), cacheDir })
  const sandbox = await startSandboxThread({ cacheDir, keyLimit: 10_000 })
  try {
    const authorized = await fetch(sandbox.identityUrl, { method: 'POST', headers: { 'x-api-key': sandbox.apiKey } })
    const { access_token: token } = (await authorized.json()) as { access_token: string }
    const best = { prism: 0, sandbox: 0 }
    const memory: number[] = []
    // What is compiled at a first request is not what is measured.
    for (const baseUrl of [prism.baseUrl, sandbox.baseUrl]) await rateOf(baseUrl, token, 400)
    for (let round = 0; round < ROUNDS; round++) {
      best.prism = Math.max(best.prism, await rateOf(prism.baseUrl, token, REQUESTS))
      best.sandbox = Math.max(best.sandbox, await rateOf(sandbox.baseUrl, token, REQUESTS))
      memory.push(process.memoryUsage().rss / 1024 / 1024)
    }
    line('requests a second: Prism', best.prism.toFixed(0))
    line('requests a second: sandbox', best.sandbox.toFixed(0))
    line('ratio', (best.sandbox / best.prism).toFixed(2))
    line(
      `memory of the process after each ${REQUESTS} requests`,
      `${memory.map((size) => size.toFixed(0)).join(', ')} MB`,
    )
  } finally {
    await sandbox.close()
    await prism.close()
  }
}

async function rateOf(baseUrl: string, token: string, requests: number): Promise<number> {
  const { origin, pathname } = new URL(baseUrl)
  const prefix = pathname === '/' ? '' : pathname
  const pool = new Pool(origin, { connections: CONNECTIONS })
  let next = 0
  const work = async (): Promise<void> => {
    for (let i = next++; i < requests; i = next++) {
      const { method, path, body } = MIX[i % MIX.length] as Ask
      const answer = await pool.request({
        method,
        path: prefix + path,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
        },
        ...(body !== undefined && { body }),
      })
      if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode}`)
      await answer.body.dump()
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  const time = performance.now() - start
  await pool.close()
  return (requests / time) * 1_000
}

function line(label: string, figure: string): void {
  process.stdout.write(`${label.padEnd(66)} ${figure.padStart(10)}\n`)
}

await main()
