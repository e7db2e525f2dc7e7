import { createRequire } from 'node:module'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import * as formats from 'ajv-formats'
import type { Log } from 'sarif'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSarifReporter } from '../../../reports/sarif.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { eventsOf, hostile, known, richRun } from './rich-run.ts'

const require = createRequire(import.meta.url)
let folder = ''
let log: Log

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sarif-'))
  await createSarifReporter().finish?.({ folder, result: await foldEvents(richRun), events: eventsOf })
  log = JSON.parse(await readFile(join(folder, 'results.sarif'), 'utf8')) as Log
})

afterAll(() => rm(folder, { recursive: true }))

const resultOf = (fingerprint: string) =>
  log.runs[0]?.results?.find(
    ({ partialFingerprints }) => partialFingerprints?.['conformanceFingerprint/v1'] === fingerprint,
  )

describe('the SARIF log', () => {
  it('is valid by the published schema', () => {
    // Of draft 4, of which it uses only what later drafts read in the same way.
    const {
      $schema: _draft,
      id: _id,
      ...schema
    } = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Readonly<Record<string, unknown>>
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
    formats.default.default(ajv)
    const validate = ajv.compile(schema)

    expect([validate(log), validate.errors]).toEqual([true, null])
    expect(validate({ ...log, runs: [{ results: [] }] })).toBe(false)
  })

  it('has the checks as rules and each finding at its line of the contract', () => {
    const [run] = log.runs
    const first = run?.results?.find(({ ruleId }) => ruleId === 'status-code-is-documented')

    expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual([
      'status-code-is-documented',
      'headers-match-schema',
      'no-server-error',
    ])
    expect(first).toMatchObject({
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'pets.yaml' }, region: { startLine: 21 } } }],
    })
  })

  it('suppresses what the baseline knows', () => {
    expect(resultOf(known.fingerprint)?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'fixed in release 9' },
    ])
    expect(resultOf(hostile.fingerprint)?.suppressions).toEqual([])
  })

  it('keeps request and answer as they were', () => {
    expect(resultOf(hostile.fingerprint)).toMatchObject({
      webRequest: { body: { binary: 'AP8=' } },
      webResponse: { statusCode: 599, headers: { 'x-a': expect.stringMatching(/, 2$/) as string } },
    })
  })
})
