import { fork, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

// Measures the whole path (generate, send, judge, record) against a server that answers at once, next to undici alone
// with the same requests ready-made; start-up cold and cached; and peak memory. Prints figures, asserts nothing.
const CASES = Number(process.argv[2] ?? 20_000)

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

async function main(): Promise<void> {
  const server = await startServer()
  const scratch = mkdtempSync(join(tmpdir(), 'payroc-conformance-bench-'))
  try {
    const rates = await child<{ harness: number; undici: number }>('./throughput.ts', [
      server.url,
      String(CASES),
      scratch,
    ])
    line('cases a second: generated, sent, judged, recorded', rates.harness.toFixed(0))
    line('requests a second: undici alone, ready-made', rates.undici.toFixed(0))
    line('ratio', (rates.harness / rates.undici).toFixed(2))

    for (const [label, warm] of [
      ['cold', false],
      ['cached', true],
    ] as const) {
      const cache = join(scratch, 'cache')
      if (!warm) rmSync(cache, { recursive: true, force: true })
      line(
        `process start to first request, Payroc document, ${label}`,
        `${(await startToFirstRequest(server, cache, scratch)).toFixed(0)} ms`,
      )
    }
    for (const cases of [10_000, 100_000]) {
      const { rss } = await child<{ rss: number }>('./memory.ts', [server.url, String(cases), scratch])
      line(`peak memory at ${cases} cases`, `${(rss / 1024).toFixed(0)} MB`)
    }
  } finally {
    server.process.disconnect()
    rmSync(scratch, { recursive: true, force: true })
  }
}

interface Server {
  readonly url: string
  readonly process: ChildProcess
}

function startServer(): Promise<Server> {
  const forked = fork(here('./echo-server.ts'))
  return new Promise((resolve) =>
    forked.once('message', ({ port }: { port: number }) =>
      resolve({ url: `http://127.0.0.1:${port}`, process: forked }),
    ),
  )
}

/** Runs a measurement in a process of its own and reads the JSON it prints last. */
function child<T>(file: string, args: readonly string[]): Promise<T> {
  const forked = fork(here(file), [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return new Promise((resolve, reject) => {
    forked.once('message', (message) => resolve(message as T))
    forked.once('error', reject)
    forked.once('exit', (code) => code !== 0 && reject(new Error(`${file} ended with ${code}`)))
  })
}

/** Milliseconds from starting the command to the first POST at the server. */
async function startToFirstRequest(server: Server, cache: string, cwd: string): Promise<number> {
  const args = [
    'run',
    '--target',
    server.url,
    '--operation',
    'createPaymentPlan',
    '--phase',
    'random',
    '--cases',
    '1',
    '--seed',
    '1',
    '--report',
    'json',
  ]
  const started = process.hrtime.bigint()
  const arrived = new Promise<bigint>((resolve) => {
    const listen = ({ firstRequest }: { firstRequest?: string }): void => {
      // Requests of an earlier run may still be reported.
      if (firstRequest === undefined || BigInt(firstRequest) < started) return
      server.process.off('message', listen)
      resolve(BigInt(firstRequest))
    }
    server.process.on('message', listen)
  })
  const command = spawn(process.execPath, [here('../cli/payroc-conformance.mjs'), ...args], {
    cwd,
    stdio: 'ignore',
    env: { ...process.env, XDG_CACHE_HOME: cache },
  })
  const time = Number((await arrived) - started) / 1e6
  await new Promise((resolve) => (command.exitCode === null ? command.once('exit', resolve) : resolve(undefined)))
  return time
}

function line(label: string, figure: string): void {
  process.stdout.write(`${label.padEnd(66)} ${figure.padStart(10)}\n`)
}

await main()
