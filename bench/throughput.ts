import { join } from 'node:path'
import process from 'node:process'
import { Pool } from 'undici'
import { systemClock } from '../core/clock.ts'
import { requestArbitrary } from '../generators/request.ts'
import { draw } from '../generators/draw.ts'
import { serialize } from '../transport/serialize.ts'
import type { WireRequest } from '../transport/wire-request.ts'
import { BENCH_OPTIONS, runBench } from './bench-run.ts'

// The harness and undici alone, with as many requests in flight; a first round of each warms the machine up.
const [url = '', count = '20000', scratch = ''] = process.argv.slice(2)
const CASES = Number(count)

async function harnessRate(cases: number): Promise<number> {
  const started = systemClock.monotonic()
  await runBench(url, cases, join(scratch, `throughput-${cases}`))
  return (cases / (systemClock.monotonic() - started)) * 1000
}

async function undiciRate(requests: readonly WireRequest[]): Promise<number> {
  const pool = new Pool(url, { connections: BENCH_OPTIONS.workers })
  const queue = requests[Symbol.iterator]()
  const started = systemClock.monotonic()
  await Promise.all(
    Array.from({ length: BENCH_OPTIONS.workers }, async () => {
      for (const request of queue) {
        const { body } = await pool.request({
          path: request.url.slice(url.length),
          method: 'POST',
          headers: request.headers.flat(),
          body: request.body ?? null,
        })
        await body.text()
      }
    }),
  )
  const rate = (requests.length / (systemClock.monotonic() - started)) * 1000
  await pool.close()
  return rate
}

async function readyMade(cases: number): Promise<readonly WireRequest[]> {
  const { contract, operation } = await BENCH_OPTIONS.contract()
  const arbitrary = requestArbitrary(contract, operation, BENCH_OPTIONS.generation)
  return Array.from({ length: cases }, (_, i) =>
    serialize(contract, operation, draw(arbitrary, i).value, { baseUrl: url }),
  )
}

const requests = await readyMade(CASES)
await harnessRate(2_000)
await undiciRate(requests.slice(0, 2_000))
process.send?.({ harness: await harnessRate(CASES), undici: await undiciRate(requests) })
