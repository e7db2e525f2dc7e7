import type { FinishContext, Reporter } from './reporter.ts'

/** Lets every reporter write. One that fails must not cost the others: the first failure is thrown when all had their turn. */
export async function finishReporters(reporters: readonly Reporter[], context: FinishContext): Promise<void> {
  const failures: unknown[] = []
  for (const reporter of reporters) {
    try {
      await reporter.finish?.(context)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
