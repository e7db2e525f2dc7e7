import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registerSchema, validate } from '@hyperjump/json-schema/draft-2020-12'
import { expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../core/json.ts'
import { isJsonObject } from '../../../core/json.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { finding, finished, finishedCase, finishedScenario, sampleRun, started } from './sample-run.ts'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../reports/results.schema.json'), 'utf8'),
) as JsonObject
const uri = 'https://example.test/results.schema.json'
registerSchema({ ...schema, $id: uri }, uri)

const noAnswer = finding({ response: { kind: 'no-response', cause: 'reset', message: 'reset by peer' } })

it.each([
  ['a run with every verdict', sampleRun],
  ['a run that did nothing', [started, finished]],
  ['a run that ended early', [started, { ...finished, interrupted: true, reason: 'the target went away' }]],
  [
    'a run with a baseline',
    [
      started,
      finishedCase({
        findings: [
          finding({
            baseline: { status: 'known', reason: 'r', owner: 'o', expiry: '2026-12-31', since: '2026-01-01' },
          }),
        ],
      }),
      {
        type: 'baseline-compared' as const,
        file: 'known.json',
        entries: 2,
        vanished: [{ fingerprint: '0123456789abcdef', operation: 'getPet', check: 'c', reason: 'r', owner: 'o' }],
        strict: true,
      },
      finished,
    ],
  ],
  ['a run that was killed', sampleRun.slice(0, 7)],
  ['a run with a scenario', [started, finishedScenario(), finished]],
  [
    'a finding with every member',
    [
      { ...started, run: { ...started.run, shard: { index: 2, count: 3 } } },
      finishedCase({
        findings: [
          finding({
            scenarioId: 'S-1',
            payload: { pointer: '/id' },
            flaky: { attempts: 2, failures: 1, otherResponse: { kind: 'response', status: 200, headers: [] } },
          }),
        ],
      }),
    ],
  ],
  [
    'a finding without an answer or a line',
    [started, finishedCase({ findings: [{ ...noAnswer, document: { pointer: '#' } }] })],
  ],
])('%s is valid by the published schema', async (_name, events) => {
  const result = await foldEvents(events)

  const output = await validate(uri, JSON.parse(JSON.stringify(result)) as never, 'BASIC')

  expect(output).toMatchObject({ valid: true })
})

it('a result with an unknown member is not valid', async () => {
  const result = await foldEvents(sampleRun)

  const output = await validate(uri, JSON.parse(JSON.stringify({ ...result, extra: 1 })) as never, 'FLAG')

  expect(output.valid).toBe(false)
})

it('every member of the schema is described', () => {
  const undescribed: string[] = []
  const visit = (node: Json | undefined, path: string): void => {
    if (Array.isArray(node)) for (const [i, item] of node.entries()) visit(item, `${path}/${i}`)
    if (!isJsonObject(node)) return
    const members = node['properties']
    for (const [name, member] of isJsonObject(members) ? Object.entries(members) : []) {
      if (isJsonObject(member) && member['description'] === undefined && member['$ref'] === undefined) {
        undescribed.push(`${path}/${name}`)
      }
    }
    for (const [name, child] of Object.entries(node)) visit(child, `${path}/${name}`)
  }

  visit(schema, '#')

  expect(undescribed).toEqual([])
})
