import { describe, expect, it } from 'vitest'
import { runConformance } from '../support/run-cli.ts'

describe('the packaged contract against the sandbox', () => {
  it('is the default, exercises every operation, and finds nothing', { timeout: 300_000 }, async () => {
    const { results, code, stdout } = await runConformance(['--seed', '7', '--profile', 'smoke'])

    expect(results.target).toMatchObject({ name: 'sandbox', stateful: true, steerable: false })
    expect(results.findings.map((finding) => `${finding.operationId} ${finding.code} ${finding.title}`)).toEqual([])
    expect(results.totals).toMatchObject({ operations: 131, operationsExercised: 131 })
    expect(results.run.verdict).toBe('pass')
    expect(code, stdout).toBe(0)
  })
})
