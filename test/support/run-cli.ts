import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { RunResult } from '../../reports/run-result.ts'

const BIN = fileURLToPath(new URL('../../cli/payroc-conformance.mjs', import.meta.url))

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder of its own for one test. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'payroc-conformance-test-'))
}

/** The command as a user starts it, in an empty folder with a cache of its own. */
export function startCli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): { readonly child: ChildProcess; readonly ended: Promise<CliResult> } {
  const cwd = options.cwd ?? temporaryFolder()
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      XDG_CACHE_HOME: join(tmpdir(), 'payroc-conformance-test-cache'),
      ...options.env,
    },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, ended }
}

/** Runs the command to its end. */
export function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<CliResult> {
  return startCli(args, options).ended
}

/** `run` with the JSON report into a fresh folder; what the command said and what results.json holds. */
export async function runConformance(
  args: readonly string[],
): Promise<CliResult & { results: RunResult; folder: string }> {
  const folder = join(temporaryFolder(), 'run')
  const outcome = await runCli(['run', '--report', 'terminal,json', '--out', folder, ...args])
  return { ...outcome, folder, results: readResults(folder, outcome) }
}

/** The results.json of a run folder; without one, the error says what the command said. */
export function readResults(folder: string, { stdout, stderr }: CliResult): RunResult {
  const file = join(folder, 'results.json')
  if (!existsSync(file)) throw new Error(`no results.json: ${stdout}${stderr}`)
  return JSON.parse(readFileSync(file, 'utf8')) as RunResult
}
