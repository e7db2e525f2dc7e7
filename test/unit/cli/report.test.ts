import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { main } from '../../../cli/main.ts'
import type { RunEvent } from '../../../core/event.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { temporaryFolder } from '../../support/run-cli.ts'
import { finding, finished, finishedCase, operationEvents, sampleRun, started } from '../reports/sample-run.ts'

const exitCode = process.exitCode
afterEach(() => {
  process.exitCode = exitCode
})

async function report(cwd: string, ...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  await main(['report', ...args], { cwd, stdout, stderr })
  stdout.end()
  stderr.end()
  return { code: process.exitCode, stdout: await text(stdout), stderr: await text(stderr) }
}

/** A folder with run folders in it, by name. */
async function runsIn(folder: string, runs: Readonly<Record<string, readonly RunEvent[]>>): Promise<string> {
  for (const [name, events] of Object.entries(runs)) {
    mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, name, 'results.json'), JSON.stringify(await foldEvents(events)))
  }
  return folder
}

const clean: readonly RunEvent[] = [
  started,
  ...operationEvents('createPet', { method: 'post', path: '/pets' }, [finishedCase()]),
  { ...finished, verdict: 'pass', exitCode: 0 },
]

describe('report compare', () => {
  it('ends with 1 when something is new, and only then', async () => {
    const cwd = await runsIn(temporaryFolder(), { a: clean, b: sampleRun })

    const codes = []
    for (const pair of [
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'b'],
    ] as const)
      codes.push((await report(cwd, 'compare', ...pair)).code)

    expect(codes).toEqual([1, 0, 0])
  })

  it('prints the same for programs', async () => {
    const cwd = await runsIn(temporaryFolder(), { a: clean, b: sampleRun })

    const { stdout } = await report(cwd, 'compare', 'a', 'b/results.json', '--format', 'json')

    expect(JSON.parse(stdout)).toMatchObject({ new: [{ fingerprint: finding().fingerprint }], fixed: [] })
  })

  it('refuses what is no run', async () => {
    const cwd = await runsIn(temporaryFolder(), { a: clean })
    writeFileSync(join(cwd, 'other.json'), '{"schemaVersion": 7}')

    expect(await report(cwd, 'compare', 'a', 'other.json')).toEqual({
      code: 2,
      stdout: '',
      stderr: `error (usage): ${join(cwd, 'other.json')} is no result of a run: schemaVersion is 7, expected 1.\n`,
    })
  })
})

describe('report history', () => {
  it('reads all runs of a folder and writes history.json', async () => {
    const cwd = await runsIn(temporaryFolder(), { '.conformance/run-1': clean, '.conformance/run-2': sampleRun })

    const { code, stdout } = await report(cwd, 'history', '--out', 'history.json')

    const history = JSON.parse(readFileSync(join(cwd, 'history.json'), 'utf8')) as {
      runs: object[]
      findings: object[]
    }
    expect([code, history.runs.length, history.findings.length]).toEqual([0, 2, 1])
    expect(stdout).toContain('2 runs, 2026-03-01 to 2026-03-01\n')
  })

  it('says where it looked when there is no run', async () => {
    const { code, stderr } = await report(temporaryFolder(), 'history')

    expect([code, stderr]).toEqual([
      2,
      'error (usage): There is no run folder in .conformance.\n' +
        'Give the folder in which the run folders of many runs lie side by side.\n',
    ])
  })
})

describe('report baseline', () => {
  it('says what is new, and ends with 1, without writing', async () => {
    const cwd = await runsIn(temporaryFolder(), { '.conformance/run-1': sampleRun })

    const { code, stdout } = await report(cwd, 'baseline')

    expect([code, stdout]).toEqual([
      1,
      `  new       ${finding().fingerprint}  status-code-is-documented at createPet: The status 418 is not documented.\n` +
        '1 new, 0 known, 0 expired, 0 no longer happening\n' +
        'conformance.baseline.json was not written; --update adds what is new and removes what is gone\n',
    ])
  })

  it('makes the file with reason, owner and last day, and is content with it', async () => {
    const cwd = await runsIn(temporaryFolder(), { '.conformance/run-1': sampleRun })

    const made = await report(
      cwd,
      'baseline',
      '--update',
      '--reason',
      'agreed',
      '--owner',
      'pets',
      '--expiry',
      '2999-12-31',
    )
    const after = await report(cwd, 'baseline')

    expect([made.code, after.code, after.stdout]).toEqual([0, 0, '0 new, 1 known, 0 expired, 0 no longer happening\n'])
    expect(JSON.parse(readFileSync(join(cwd, 'conformance.baseline.json'), 'utf8'))).toMatchObject({
      entries: [{ fingerprint: finding().fingerprint, reason: 'agreed', owner: 'pets', expiry: '2999-12-31' }],
    })
  })

  it('refuses a day that is none', async () => {
    const cwd = await runsIn(temporaryFolder(), { run: sampleRun })

    const { code, stderr } = await report(cwd, 'baseline', '--from', 'run', '--expiry', '31.12.2026')

    expect([code, stderr]).toEqual([
      2,
      'error (usage): --expiry: expected an ISO date such as 2026-12-31, or none, got "31.12.2026"\n',
    ])
  })
})
