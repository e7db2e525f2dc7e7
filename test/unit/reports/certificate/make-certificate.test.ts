import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registerSchema, validate } from '@hyperjump/json-schema/draft-2020-12'
import { describe, expect, it } from 'vitest'
import type { ScenarioFinished } from '../../../../core/event.ts'
import type { JsonObject } from '../../../../core/json.ts'
import { undeclaredReason } from '../../../../core/scenario-record.ts'
import type { Certificate, CertifiableScenario } from '../../../../reports/certificate/certificate.ts'
import { makeCertificate } from '../../../../reports/certificate/make-certificate.ts'
import { foldEvents } from '../../../../reports/result-fold.ts'
import { exchange, finding, finished, finishedScenario, request, started } from '../sample-run.ts'

const UAT = { name: 'uat', baseUrl: 'https://api.uat.example.com/v1', stateful: true, steerable: false }

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../reports/certificate.schema.json'), 'utf8'),
) as JsonObject
const uri = 'https://example.test/certificate.schema.json'
registerSchema({ ...schema, $id: uri }, uri)

function entry(id: string, changes: Partial<CertifiableScenario> = {}): CertifiableScenario {
  return { id, title: `Title of ${id}`, suite: 'sale', tier: 'required', requirements: [], ...changes }
}

function played(id: string, changes: Partial<ScenarioFinished> = {}): ScenarioFinished {
  const { scenario, steps } = finishedScenario()
  return finishedScenario({
    verdict: 'pass',
    steps: steps.map((step) => ({ ...step, verdict: 'pass' })),
    ...changes,
    scenario: { ...scenario, id },
  })
}

async function certificateOf(
  catalogue: readonly CertifiableScenario[],
  scenarios: readonly ScenarioFinished[],
  options: { features?: readonly string[]; target?: typeof UAT; interrupted?: boolean } = {},
): Promise<Certificate> {
  const { features, target = UAT, interrupted = false } = options
  const result = foldEvents([{ ...started, target }, ...scenarios, { ...finished, interrupted }])
  const certificate = makeCertificate(
    { catalogue, ...(features !== undefined && { features }) },
    scenarios,
    await result,
  )
  expect((await validate(uri, JSON.parse(JSON.stringify(certificate)) as never)).valid).toBe(true)
  return certificate
}

describe('the verdict', () => {
  it('is certified when everything that decides passed', async () => {
    const certificate = await certificateOf([entry('CP-01'), entry('CP-03')], [played('CP-01'), played('CP-03')])

    expect(certificate).toMatchObject({
      verdict: 'certified',
      reasons: ['All 2 scenarios that decide passed.'],
      totals: { deciding: { pass: 2, fail: 0, inconclusive: 0, skipped: 0 } },
    })
    expect(certificate.rehearsal).toBeUndefined()
  })

  it.each([
    ['failed', [played('CP-01', { verdict: 'fail' })], 'not certified', '1 scenario that decides failed: CP-01.'],
    [
      'is not concluded',
      [played('CP-01', { verdict: 'inconclusive' })],
      'incomplete',
      '1 scenario that decides could not be concluded: CP-01.',
    ],
    [
      'is skipped',
      [played('CP-01', { verdict: 'skipped', steps: [], reason: 'nobody is there' })],
      'incomplete',
      '1 scenario that decides was not played: CP-01.',
    ],
    ['never came', [], 'incomplete', '1 scenario that decides was not played: CP-01.'],
    [
      'was shown in part',
      [
        played('CP-01', {
          steps: [
            ...played('CP-01').steps,
            { title: 's', verdict: 'skipped', reason: 'r', startedAtMs: 0, durationMs: 0, calls: [] },
          ],
        }),
      ],
      'incomplete',
      '1 scenario that decides was shown only in part: CP-01.',
    ],
  ] as const)('is that of a required scenario that %s', async (_, scenarios, verdict, reason) => {
    const certificate = await certificateOf([entry('CP-01'), entry('CP-03')], [...scenarios, played('CP-03')])

    expect([certificate.verdict, certificate.reasons]).toEqual([verdict, [reason]])
  })

  it('is not certified when one failed, however many others are missing', async () => {
    const certificate = await certificateOf(
      [entry('CP-01'), entry('CP-03')],
      [played('CP-01', { verdict: 'fail', steps: [] })],
    )

    expect(certificate.verdict).toBe('not certified')
    expect(certificate.reasons).toEqual([
      '1 scenario that decides failed: CP-01.',
      '1 scenario that decides was not played: CP-03.',
    ])
  })

  it('lets recommended scenarios, and those that are not about the API, decide nothing', async () => {
    const certificate = await certificateOf(
      [entry('CP-01'), entry('M-1', { tier: 'recommended' }), entry('I-1', { outside: true })],
      [played('CP-01'), played('M-1', { verdict: 'fail' })],
    )

    expect(certificate.verdict).toBe('certified')
    expect(certificate.totals.other).toEqual({ pass: 0, fail: 1, inconclusive: 0, skipped: 1 })
    expect(certificate.notRun).toMatchObject([{ id: 'I-1', decides: false }])
  })

  it('rests on conditional scenarios where their feature is declared', async () => {
    const catalogue = [entry('CP-01'), entry('CP-11', { tier: 'conditional', feature: 'tips' })]
    const undeclared = played('CP-11', { verdict: 'skipped', steps: [], reason: undeclaredReason('tips') })

    const without = await certificateOf(catalogue, [played('CP-01'), undeclared])
    const failing = await certificateOf(catalogue, [played('CP-01'), played('CP-11', { verdict: 'fail' })])
    const leftOut = await certificateOf(catalogue, [played('CP-01')], { features: ['tips'] })

    expect([without.verdict, without.features]).toEqual(['certified', []])
    expect([failing.verdict, failing.features]).toEqual(['not certified', ['tips']])
    expect([leftOut.verdict, leftOut.features]).toEqual(['incomplete', ['tips']])
  })

  it('is incomplete where nothing that decides is in the catalogue', async () => {
    const certificate = await certificateOf([entry('M-1', { tier: 'recommended' })], [played('M-1')])

    expect(certificate).toMatchObject({ verdict: 'incomplete', reasons: ['No scenario that decides was played.'] })
  })
})

describe('the contents', () => {
  it('hold each call with status, times and key, the evidence, and the findings', async () => {
    const sent = exchange({ request: request({ headers: [['Idempotency-Key', 'key-1']] }) })
    const call = { operationId: 'createPet', exchanges: [sent], startedAtMs: 5, durationMs: 20 }
    const event = played('CP-01', {
      verdict: 'fail',
      steps: [{ title: 'Submit', verdict: 'fail', startedAtMs: 0, durationMs: 25, calls: [call] }],
      findings: [finding({ title: 'Broken' })],
    })

    const { scenarios } = await certificateOf([entry('CP-01')], [event])

    expect(scenarios[0]).toMatchObject({
      startedAt: '2026-03-01T10:00:00.000Z',
      evidence: { paymentId: 'DD6ZDQU7L2' },
      findings: [{ title: 'Broken' }],
      steps: [
        {
          calls: [
            { method: 'POST', path: '/v1/pets', status: 200, idempotencyKey: 'key-1', startedAtMs: 5, attempts: 1 },
          ],
        },
      ],
    })
  })

  it('say why a scenario was not played', async () => {
    const { notRun } = await certificateOf([entry('CP-01')], [], { interrupted: true })

    expect(notRun).toEqual([
      {
        id: 'CP-01',
        title: 'Title of CP-01',
        suite: 'sale',
        tier: 'required',
        decides: true,
        reason: 'the run ended before it',
      },
    ])
  })

  it.each([
    ['the sandbox', { ...UAT, name: 'sandbox' }, 'It was played on the sandbox that comes with this tool'],
    ['a mock', { ...UAT, steerable: true }, 'It was played on a mock that answers with the examples'],
    [
      'a server of this machine',
      { ...UAT, baseUrl: 'http://[::1]:80/v1' },
      'It was played on a server of the same machine',
    ],
  ])('call a run against %s a rehearsal', async (_, target, beginning) => {
    const { rehearsal } = await certificateOf([entry('CP-01')], [played('CP-01')], { target })

    expect(rehearsal?.split(',')[0]).toContain(beginning)
  })
})
