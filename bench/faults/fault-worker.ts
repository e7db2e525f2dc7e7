import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { resolveOptions } from '../../config/resolve-options.ts'
import { startRecordedRun } from '../../run/recorded-run.ts'
import { CATALOGUE } from '../../suites/catalogue.ts'
import { createWatch, type Task } from './outcome.ts'

/** Runs what it is told to as `run` does, until the fault is found, and says what came of it. */
async function work(task: Task): Promise<void> {
  const watch = createWatch(task)
  const started = performance.now()
  for (const flags of task.runs) {
    if (watch.isFound()) break
    await runOnce(task, flags, watch)
  }
  process.send?.(watch.outcome((performance.now() - started) / 1_000))
}

async function runOnce(
  { fault, isWhole }: Task,
  flags: Task['runs'][number],
  watch: ReturnType<typeof createWatch>,
): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'payroc-conformance-faults-'))
  const found = new AbortController()
  try {
    const run = await startRecordedRun({
      options: resolveOptions({
        flags: { ...flags, ...(fault !== undefined && { fault: fault.name }) },
        environment: {},
        file: undefined,
      }),
      environment: process.env,
      file: undefined,
      cwd,
      reporters: [
        {
          name: 'watch',
          onEvent(event) {
            watch.see(event)
            if (watch.isFound() && !isWhole) found.abort()
          },
        },
      ],
      signal: found.signal,
      catalogue: CATALOGUE,
      triesFeatures: true,
    })
    try {
      await run.execute()
    } finally {
      await run.abandon()
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

process.once('message', (task: Task) => {
  void work(task).then(() => process.disconnect())
})
