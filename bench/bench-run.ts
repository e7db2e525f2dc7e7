import { fileURLToPath } from 'node:url'
import { resolveOptions } from '../config/resolve-options.ts'
import { builtInDomain } from '../generators/domain/registry.ts'
import { builtInFormats } from '../generators/formats/registry.ts'
import type { RequestOptions } from '../generators/request.ts'
import { startRecordedRun } from '../run/recorded-run.ts'
import { loadContract } from '../spec/load.ts'
import type { Contract, Operation } from '../spec/model.ts'

const DOCUMENT = fileURLToPath(new URL('./bench-api.yaml', import.meta.url))

/** What both contestants share. */
export const BENCH_OPTIONS: {
  readonly workers: number
  readonly generation: RequestOptions
  contract(): Promise<{ contract: Contract; operation: Operation }>
} = {
  workers: 8,
  generation: { formats: builtInFormats, domain: builtInDomain },
  contract: async () => {
    const contract = await loadContract(DOCUMENT)
    return { contract, operation: contract.operations[0] as Operation }
  },
}

/** The whole path as `run` takes it, with the event log and the result, without the other reports. */
export async function runBench(url: string, cases: number, folder: string): Promise<void> {
  const { workers } = BENCH_OPTIONS
  const flags = { spec: DOCUMENT, target: url, phase: 'random', cases: String(cases), seed: '1', out: folder }
  const run = await startRecordedRun({
    options: { ...resolveOptions({ flags, environment: {}, file: undefined }), workers },
    environment: { XDG_CACHE_HOME: folder },
    file: undefined,
    cwd: folder,
    reporters: [],
    signal: new AbortController().signal,
  })
  await run.session.execute(run.session.operations)
  await run.finish()
  const { findings } = run.result()
  if (findings.length > 0) throw new Error(`the bench server should be right: ${findings[0]?.message}`)
}
