import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StepResult, TestResult } from 'allure-js-commons'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAllureReporter } from '../../../reports/allure.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { eventsOf, richRun } from './rich-run.ts'
import { finding, finished, finishedCase, operationEvents, sampleRun, started } from './sample-run.ts'

let folder = ''
const results = new Map<string, TestResult>()
const exitCode = process.exitCode

const warned = operationEvents('ping', { method: 'get', path: '/ping', tags: ['status'] }, [
  finishedCase({
    operationId: 'ping',
    findings: [finding({ operationId: 'ping', severity: 'warning', code: 'no-undocumented-fields', title: 'More.' })],
  }),
])

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allure-'))
  await writeFile(join(folder, 'vitest.config.js'), 'throw new Error("a config that nobody is to read")')
  const events = [...sampleRun.slice(0, -1), ...warned, finished]
  await createAllureReporter().finish?.({ folder, result: await foldEvents(events), async *events() {} })
  for (const file of await readdir(join(folder, 'allure-results'))) {
    if (!file.endsWith('-result.json')) continue
    const result = JSON.parse(await readFile(join(folder, 'allure-results', file), 'utf8')) as TestResult
    results.set(result.testCaseId ?? '', result)
  }
})

afterAll(() => rm(folder, { recursive: true }))

const stepsOf = (id: string) => results.get(id)?.steps.map(({ name, status }) => [name, status])
const labelsOf = (id: string, name: string) =>
  results.get(id)?.labels.flatMap((label) => (label.name === name ? [label.value] : []))

describe('Allure results', () => {
  it('have one test per operation, skipped ones included', () => {
    const statuses = Object.fromEntries([...results].map(([id, { status }]) => [id, status]))

    expect(statuses).toEqual({
      createPet: 'failed',
      deletePet: 'skipped',
      getPet: 'broken',
      listPets: 'passed',
      ping: 'passed',
    })
  })

  it('say why a test failed, is broken or was skipped', () => {
    const messageOf = (id: string) => results.get(id)?.statusDetails.message?.split('\n', 3)

    expect(messageOf('createPet')).toEqual([
      'ERROR  status-code-is-documented',
      'POST /pets (createPet)',
      'The status 418 is not documented.',
    ])
    expect(messageOf('getPet')).toEqual(['no answer: connection reset'])
    expect(messageOf('deletePet')).toEqual(['its parameter cannot be generated'])
  })

  it('have a step per phase, per skipped phase and per finding', () => {
    expect(stepsOf('listPets')).toEqual([
      ['examples: 1 case', 'passed'],
      ['random: 1 case', 'passed'],
      ['answers: 200 × 2', 'passed'],
    ])
    expect(stepsOf('createPet')).toEqual([
      ['random: 1 case', 'failed'],
      ['answers: 418 × 1', 'passed'],
      ['skipped stateful: the target does not remember', 'skipped'],
      ['error status-code-is-documented: The status 418 is not documented.', 'failed'],
    ])
    expect(stepsOf('ping')?.at(-1)).toEqual(['warning no-undocumented-fields: More.', 'passed'])
  })

  it('attach request, response and curl to a finding', async () => {
    const attachments: string[] = []
    const collect = async (steps: readonly StepResult[]): Promise<void> => {
      for (const step of steps) {
        for (const { name, source } of step.attachments) {
          attachments.push(`${name}: ${await readFile(join(folder, 'allure-results', source), 'utf8')}`)
        }
        await collect(step.steps ?? [])
      }
    }

    await collect(results.get('createPet')?.steps ?? [])

    expect(attachments).toMatchInlineSnapshot(`
      [
        "request: POST http://127.0.0.1:4010/v1/pets
      content-type: application/json

      {"name":"a"}",
        "response: HTTP 418
      content-type: text/plain

      short and stout",
        "curl: curl -sS -i -X POST 'http://127.0.0.1:4010/v1/pets'",
      ]
    `)
  })

  it('are labelled by suite, tag and severity', () => {
    expect(labelsOf('createPet', 'parentSuite')).toEqual(['operations'])
    expect(labelsOf('createPet', 'suite')).toEqual(['pets'])
    expect(labelsOf('createPet', 'tag')).toEqual(['pets'])
    expect(labelsOf('createPet', 'severity')).toEqual(['normal'])
    expect(labelsOf('ping', 'severity')).toEqual(['minor'])
  })

  it('keep the history of an operation whatever the seed', () => {
    expect(results.get('createPet')).toMatchObject({ historyId: 'createPet' })
    expect(results.get('createPet')?.parameters[0]).toEqual({ name: 'seed', value: '7', excluded: true })
  })

  it('have the times of the run, not of the replay', () => {
    const { start, stop } = results.get('createPet') ?? {}

    expect([start, stop]).toEqual([Date.parse('2026-03-01T10:00:00.100Z'), Date.parse('2026-03-01T10:00:00.500Z')])
  })

  it('name environment and executor', async () => {
    const environment = await readFile(join(folder, 'allure-results', 'environment.properties'), 'utf8')
    const executor = JSON.parse(await readFile(join(folder, 'allure-results', 'executor.json'), 'utf8')) as object

    expect(environment.split('\n')).toContain('seed=7')
    expect(executor).toEqual({
      name: 'payroc-conformance',
      type: 'payroc-conformance',
      buildName: 'run-1',
      reportName: 'payroc-conformance run-1',
    })
  })

  it('leave the exit code alone', () => {
    expect(process.exitCode).toBe(exitCode)
  })
})

describe('Allure results of a run with everything', () => {
  let rich = ''
  const told = new Map<string, TestResult & { readonly statusDetails: { readonly flaky?: boolean } }>()

  beforeAll(async () => {
    rich = await mkdtemp(join(tmpdir(), 'allure-'))
    const reporter = createAllureReporter((source) => `https://git.example/blob/main/${source}`)
    await reporter.finish?.({ folder: rich, result: await foldEvents(richRun), events: eventsOf })
    for (const file of await readdir(join(rich, 'allure-results'))) {
      if (!file.endsWith('-result.json')) continue
      const result = JSON.parse(await readFile(join(rich, 'allure-results', file), 'utf8')) as TestResult
      told.set(result.testCaseId ?? '', result)
    }
  })

  afterAll(() => rm(rich, { recursive: true }))

  it('have a test per scenario with its steps, findings and tier', () => {
    const sale = told.get('scenario CP-01')

    expect([sale?.name, sale?.status, sale?.start]).toEqual([
      'CP-01: Sale: submit, poll, follow the link, read the payment',
      'failed',
      Date.parse('2026-03-01T10:00:00.000Z'),
    ])
    expect(sale?.steps.map(({ name, status }) => [name, status])).toEqual([
      ['shows Payroc: run a sale', 'passed'],
      ['Submit a payment instruction (POST /v1/pets: 200)', 'failed'],
      ['saw The hold was 60 s.', 'passed'],
      ['error status-code-is-documented: The poll did not hold.', 'failed'],
    ])
    expect(sale?.labels.filter(({ name }) => ['tier', 'parentSuite', 'suite', 'severity'].includes(name))).toEqual(
      expect.arrayContaining([
        { name: 'tier', value: 'required' },
        { name: 'parentSuite', value: 'scenarios' },
        { name: 'suite', value: 'sale' },
        { name: 'severity', value: 'normal' },
      ]),
    )
    expect([told.get('scenario CP-02')?.status, told.get('scenario CP-02')?.statusDetails.message]).toEqual([
      'skipped',
      'needs a device',
    ])
  })

  it('link to the line of the contract', () => {
    expect(told.get('createPet')?.links).toEqual([
      {
        url: 'https://git.example/blob/main/pets.yaml#L21',
        name: 'status-code-is-documented in the contract',
        type: 'contract',
      },
    ])
  })

  it('pass what the baseline knows and what did not come again, which is marked', () => {
    const renamed = told.get('rename')

    expect([renamed?.status, renamed?.statusDetails.flaky]).toEqual(['passed', true])
    expect(renamed?.steps.slice(-2).map(({ name, status }) => [name, status])).toEqual([
      ['error headers-match-schema: The header x-id is missing. (known)', 'passed'],
      ['warning no-server-error: The server failed. (flaky)', 'passed'],
    ])
  })
})

describe('Allure results of a run that did nothing', () => {
  it('are empty but for the environment', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'allure-'))

    await createAllureReporter().finish?.({ folder: empty, result: await foldEvents([started]), async *events() {} })

    const files = await readdir(join(empty, 'allure-results'))
    expect(files.toSorted()).toEqual(['environment.properties', 'executor.json'])
    await rm(empty, { recursive: true })
  })
})
