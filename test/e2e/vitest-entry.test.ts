import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '../../reports/run-result.ts'
import { temporaryFolder } from '../support/run-cli.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Outcome {
  readonly folder: string
  readonly output: string
  readonly code: number
}

/** What vitest says of these tests in a folder of their own, which reaches the entry as it stands here. */
async function testsOf(body: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(ROOT, 'node_modules/vitest'), join(folder, 'node_modules/vitest'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const head = `import { expect } from 'vitest'\nimport { test } from ${JSON.stringify(join(ROOT, 'suites/vitest.ts'))}\n`
  writeFileSync(join(folder, 'till.test.ts'), head + body)
  const settings = {
    PATH: process.env['PATH'],
    HOME: folder,
    NO_COLOR: '1',
    XDG_CACHE_HOME: join(tmpdir(), 'payroc-conformance-test-cache'),
    CONFORMANCE_TARGET: 'sandbox',
    CONFORMANCE_SEED: '7',
    ...env,
  }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run'],
      { cwd: folder, env: settings },
      (error, stdout, stderr) => {
        resolve({ folder, output: stdout + stderr, code: error === null ? 0 : Number(error.code) })
      },
    )
  })
}

function resultIn(folder: string): RunResult {
  const [run = ''] = readdirSync(join(folder, '.conformance'))
  return JSON.parse(readFileSync(join(folder, '.conformance', run, 'results.json'), 'utf8')) as RunResult
}

const UNKNOWN = `
test('an unknown instruction is not found', async ({ api, step, evidence, task }) => {
  const answer = await step('Ask for it', () => api('getPaymentInstruction', { path: { paymentInstructionId: 'none' } }))
  evidence('status', answer.status)
  expect(answer).toBeProblem('not-found')
  expect(answer).toBeProblem()
  expect(answer).not.toBeProblem('forbidden')
  // As long as a poll may be held.
  expect(task.timeout).toBeGreaterThan(60_000)
})
`

describe('tests that play scenarios', () => {
  let outcome: Outcome

  beforeAll(async () => {
    outcome = await testsOf(UNKNOWN)
  }, 120_000)

  it('pass on a server that keeps the contract', () => {
    expect(outcome.output).toContain('Tests  1 passed (1)')
    expect(outcome.code).toBe(0)
  })

  it('leave a run folder with their steps and evidence', () => {
    const [scenario] = resultIn(outcome.folder).scenarios

    expect(scenario).toMatchObject({
      id: 'an unknown instruction is not found',
      verdict: 'pass',
      evidence: { status: 404 },
      steps: [{ title: 'Ask for it', status: 404 }],
    })
  })
})

describe('what fails a test', { timeout: 120_000 }, () => {
  it('is an answer that breaks the contract, told at the end where the test did not look, with the block of a run', async () => {
    const { output, code } = await testsOf(UNKNOWN, { CONFORMANCE_FAULT: 'problem-without-title' })

    expect(code).toBe(1)
    expect(output).toContain('Error: The contract was broken:\n\nERROR  problem-is-well-formed\n')
    expect(output).toContain('  case      an unknown instruction is not found/1, seed 7\n')
    expect(output).toMatch(/^ +replay +npx payroc-conformance replay [0-9a-f]{16} --from \S+$/m)
  })

  it('is toConform at its own line, and then the end does not say it again', async () => {
    const conform = `
test('conforms', async ({ api }) => {
  expect(await api('getPaymentInstruction', { path: { paymentInstructionId: 'none' } })).toConform()
})`

    const sound = await testsOf(conform)
    const broken = await testsOf(conform, { CONFORMANCE_FAULT: 'problem-without-title' })

    expect(sound.code).toBe(0)
    expect(broken.output).toContain('Error: ERROR  problem-is-well-formed\n')
    expect(broken.output).toMatch(/till\.test\.ts:5:\d+/)
    expect(broken.output).not.toContain('The contract was broken')
  })

  it('is another status than was expected, another problem, a name that is no operation, and a wrong setting', async () => {
    const { output } = await testsOf(`
test('status', async ({ api }) => {
  await api('getPaymentInstruction', { path: { paymentInstructionId: 'none' }, expect: 200 })
})
test('problem', async ({ api }) => {
  const answer = await api('getPaymentInstruction', { path: { paymentInstructionId: 'none' } })
  expect(answer).toBeProblem('cannot-be-canceled')
})
test('name', async ({ api }) => {
  await api('retrieveEverything')
})
test('value', async () => {
  expect(404).toConform()
})`)
    const misspelt = await testsOf(UNKNOWN, { CONFORMANCE_TARGTE: 'sandbox' })

    expect(output).toContain('ScenarioStopped: getPaymentInstruction answered 404 not-found, expected 200')
    expect(output).toContain('expected a problem of type cannot-be-canceled, the answer is 404 not-found')
    expect(output).toContain('Error: the contract has no operation retrieveEverything')
    expect(output).toContain('expected an answer of `api`')
    expect(output).toContain('Tests  4 failed (4)')
    expect(misspelt.output).toContain('CONFORMANCE_TARGTE is set, but there is no such setting')
  })

  it('is not what a skipped one would need, and never what an earlier attempt has done', async () => {
    const { output, code } = await testsOf(`
test('skipped', async ({ scenario }) => { scenario.skip('no till is here') })
let attempts = 0
test('again', { retry: 1 }, async ({ api, scenario, device }) => {
  const order = { orderId: scenario.reference(), amount: 4541, currency: 'USD' }
  await api('sendPaymentInstruction', {
    path: { serialNumber: device.serialNumber },
    body: { processingTerminalId: scenario.terminal, order },
    expect: 202,
  })
  attempts += 1
  expect(attempts).toBe(2)
})`)

    expect(output).toContain('Tests  1 passed | 1 skipped (2)')
    expect(code).toBe(0)
  })
})
