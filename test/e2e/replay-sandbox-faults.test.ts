import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli, temporaryFolder } from '../support/run-cli.ts'
import { runInProcess } from '../support/run-in-process.ts'

/** A fault of the sandbox, the check that reports it, and an operation and phases that show it. */
const FAULTS: readonly (readonly [fault: string, check: string, operation: string, phase: string])[] = [
  ['problem-without-title', 'problem-is-well-formed', 'getPayment', 'examples,invalid'],
  ['created-answered-200', 'status-code-is-documented', 'payment', 'examples'],
  ['undocumented-member', 'no-undocumented-fields', 'payment', 'examples'],
  ['location-missing', 'headers-match-schema', 'payment', 'examples'],
  ['problem-status-differs', 'problem-is-well-formed', 'getPayment', 'examples,invalid'],
  ['malformed-body-crashes', 'no-server-error', 'payment', 'examples,invalid'],
  ['token-not-required', 'missing-authentication-is-rejected', 'listPayments', 'invalid'],
  ['any-token-accepted', 'invalid-token-is-rejected', 'listPayments', 'invalid'],
  ['key-not-required', 'missing-idempotency-key-is-rejected', 'payment', 'examples,invalid'],
  ['key-ignored', 'repeated-key-replays-response', 'payment,getPayment', 'examples,stateful'],
]

describe('replay of what a fault of the sandbox showed, from results.json alone', () => {
  it.each(FAULTS)('%s: still failing with the fault, fixed without it', async (fault, check, operation, phase) => {
    const result = await runInProcess({ target: 'sandbox', seed: '7', fault, operation, phase })
    const findings = result.findings.filter(({ code }) => code === check).slice(0, 1)
    const from = join(temporaryFolder(), 'results.json')
    writeFileSync(from, JSON.stringify({ ...result, findings }))

    const failing = await runCli(['replay', '--all', '--from', from, '--fault', fault])
    const fixed = await runCli(['replay', '--all', '--from', from])

    expect(findings).toHaveLength(1)
    expect(failing).toMatchObject({ code: 1, stdout: expect.stringMatching(/^STILL FAILING \(1 of 1\)/) })
    expect(fixed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^FIXED \(0 of \d failing\)/) })
  })
})
