import { fileURLToPath } from 'node:url'
import { resolveOptions } from '../config/resolve-options.ts'
import { systemClock } from '../core/clock.ts'
import { TOOL } from '../core/tool.ts'
import { builtInDomain } from '../generators/domain/registry.ts'
import { builtInFormats } from '../generators/formats/registry.ts'
import type { RequestOptions } from '../generators/request.ts'
import { curlOf } from '../reports/curl.ts'
import { createNdjsonSink } from '../reports/ndjson.ts'
import { createResultFold } from '../reports/result-fold.ts'
import { prepareRun } from '../run/prepare.ts'
import { openSession } from '../run/session.ts'
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
  const flags = { spec: DOCUMENT, target: url, phase: 'random', cases, seed: 1, workers: BENCH_OPTIONS.workers }
  const options = resolveOptions({ flags: { ...flags, cases: String(cases) }, environment: {}, file: undefined })
  const prepared = await prepareRun({
    options,
    extra: {},
    secrets: { apiKey: undefined, bearer: undefined },
    cacheDir: folder,
    cwd: folder,
  })
  const sink = createNdjsonSink(folder)
  const fold = createResultFold()
  const session = openSession({
    options,
    tool: TOOL,
    ...prepared,
    clock: systemClock,
    curlOf: (exchange) => curlOf(exchange.request, exchange.redactions),
    emit: (event) => {
      sink.append(event)
      fold.add(event)
    },
    signal: new AbortController().signal,
  })
  await session.execute(session.operations)
  session.finish()
  sink.close()
  await prepared.close()
  const { findings } = fold.result()
  if (findings.length > 0) throw new Error(`the bench server should be right: ${findings[0]?.message}`)
}
