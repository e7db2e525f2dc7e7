import { describe, expect, it } from 'vitest'
import type { BrokenConstraint, Case } from '../../../core/case.ts'
import type { NoResponse } from '../../../core/exchange.ts'
import { judgeCase, type Judgement, type JudgeParts } from '../../../run/judge-case.ts'
import type { Target } from '../../../run/target.ts'
import type { Operation } from '../../../spec/model.ts'
import { contractOf } from '../../support/contract-of.ts'
import { exchange, type Recorded } from '../checks/recorded.ts'
import { judgeParts, targetAt } from './run-parts.ts'

const problem = { description: 'Refused.', content: { 'application/problem+json': { schema: { type: 'object' } } } }
const contract = await contractOf({
  '/things': {
    get: {
      operationId: 'ask',
      responses: {
        200: {
          description: 'Fine.',
          content: {
            'application/json': {
              schema: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } } },
            },
          },
        },
        '4XX': problem,
      },
    },
  },
})
const [operation] = contract.operations as readonly [Operation]

const valid: Case = {
  id: 'ask/random/1',
  operationId: 'ask',
  phase: 'random',
  intent: { kind: 'valid' },
  draft: { operationId: 'ask', path: {}, query: {}, header: {}, cookie: {} },
}

function broken(constraint: Partial<BrokenConstraint>): Case {
  const whole = { description: 'x', document: '#', payload: '', ...constraint }
  return { ...valid, phase: 'invalid', intent: { kind: 'invalid', constraint: whole } }
}

function refusal(status: number): Recorded {
  const body = { type: 'about:blank', title: 'Refused', status, detail: 'Refused.' }
  return { status, json: body, contentType: 'application/problem+json' }
}

function judge(
  recorded: Recorded,
  {
    planned = valid,
    recognise,
    ...parts
  }: Partial<JudgeParts> & { planned?: Case; recognise?: Target['recognise'] } = {},
): Promise<Judgement> {
  const target = targetAt('http://127.0.0.1:4010', recognise)
  return judgeCase(judgeParts(contract, target, parts), operation, planned, exchange(recorded))
}

const noResponse: NoResponse = { kind: 'no-response', cause: 'timeout', message: 'no answer within 30 s' }

describe('the verdict on a case', () => {
  it('is pass where every check is content', async () => {
    expect(await judge({ json: { a: 1 } })).toMatchObject({ verdict: 'pass', findings: [], mockDefects: [] })
  })

  it.each([
    [401, 'credentials refused (401)'],
    [403, 'not permitted with these credentials (403)'],
    [429, 'too many requests (429)'],
  ])('is inconclusive for %i', async (status, reason) => {
    expect(await judge(refusal(status))).toMatchObject({
      verdict: 'inconclusive',
      findings: [],
      mockDefects: [],
      reason,
    })
  })

  it('is inconclusive where there was no response, and says why', async () => {
    expect(await judge({ outcome: noResponse })).toEqual({
      verdict: 'inconclusive',
      findings: [],
      mockDefects: [],
      asked: [],
      reason: 'no response: no answer within 30 s',
    })
  })

  it('is inconclusive for 401 where other data was to be refused', async () => {
    expect(await judge(refusal(401), { planned: broken({ kind: 'data' }) })).toMatchObject({ verdict: 'inconclusive' })
  })

  it('is pass for 401 where the credentials were to be refused', async () => {
    const planned = broken({ kind: 'authentication-missing' })

    expect(await judge(refusal(401), { planned })).toMatchObject({ verdict: 'pass', findings: [] })
  })

  it('is fail where an answer breaks the contract, even if it says nothing of the data', async () => {
    const judgement = await judge({ status: 403, text: 'no', contentType: 'text/plain' })

    expect(judgement.verdict).toBe('fail')
    expect(judgement.reason).toBeUndefined()
  })

  it('is pass with a warning, and fail when strict', async () => {
    const surprise = { json: { a: 1, surprise: 1 } }

    const [lax, strict] = [await judge(surprise), await judge(surprise, { strict: true })]

    expect([lax, strict].map(({ verdict, findings }) => [verdict, findings.map(({ severity }) => severity)])).toEqual([
      ['pass', ['warning']],
      ['fail', ['warning']],
    ])
  })
})

describe('a finding', () => {
  it('says what was promised where, what came, and how to see it again', async () => {
    const { findings } = await judge({ json: { a: 'one' } }, { lineOf: async () => 12 })

    expect(findings).toMatchInlineSnapshot(`
      [
        {
          "actual": ""one"",
          "code": "body-matches-schema",
          "document": {
            "line": 12,
            "pointer": "#/paths/~1things/get/responses/200/content/application~1json/schema/properties/a/type",
          },
          "expected": "an integer",
          "faults": [
            101,
          ],
          "fingerprint": "1d95d2d142a764e6",
          "lookAt": "The serialiser of the marked member, beside the marked line of the contract: one of the two does not say what is meant.",
          "message": "At /a of the response body the contract promises an integer, but the response has "one".",
          "occurrences": 1,
          "operationId": "ask",
          "payload": {
            "pointer": "/a",
          },
          "phase": "random",
          "reproduction": {
            "caseId": "ask/random/1",
            "command": "run ask/random/1",
            "curl": "curl http://127.0.0.1:4010/things",
            "intent": {
              "kind": "valid",
            },
            "seed": 7,
          },
          "request": {
            "headers": [],
            "method": "GET",
            "url": "http://127.0.0.1:4010/things",
          },
          "response": {
            "body": {
              "bytes": 11,
              "content": "{"a":"one"}",
              "encoding": "text",
              "truncated": false,
            },
            "headers": [
              [
                "Content-Type",
                "application/json",
              ],
            ],
            "kind": "response",
            "status": 200,
          },
          "severity": "error",
          "title": "/a has the wrong type",
        },
      ]
    `)
  })

  it('has no line where the document has none, and the same fingerprint then', async () => {
    const [withLine, without] = [
      await judge({ json: { a: 'one' } }, { lineOf: async () => 12 }),
      await judge({ json: { a: 'two' } }),
    ]

    expect(without.findings[0]?.document).not.toHaveProperty('line')
    expect(without.findings[0]?.fingerprint).toBe(withLine.findings[0]?.fingerprint)
  })
})

describe('the checks that an answer puts to the test', () => {
  const ofEveryAnswer = [
    'no-server-error',
    'status-code-is-documented',
    'response-is-well-formed',
    'no-sensitive-data-in-response',
    'no-stack-trace-in-response',
  ]

  it.each<{ name: string; recorded: Recorded; planned?: Case; more: readonly string[] }>([
    {
      name: 'a documented success',
      recorded: { json: { a: 1 } },
      more: [
        'content-type-is-documented',
        'body-matches-schema',
        'no-undocumented-fields',
        'valid-request-is-accepted',
      ],
    },
    {
      name: 'a documented refusal of wrong data',
      recorded: refusal(400),
      planned: broken({ kind: 'data' }),
      more: [
        'content-type-is-documented',
        'problem-is-well-formed',
        'body-matches-schema',
        'no-undocumented-fields',
        'invalid-request-is-rejected',
      ],
    },
    { name: 'an undocumented status', recorded: { status: 302 }, more: [] },
  ])('are those that have something to say about $name', async ({ recorded, planned = valid, more }) => {
    const { asked } = await judge(recorded, { planned })

    expect(asked.toSorted()).toEqual([...ofEveryAnswer, ...more].toSorted())
  })
})

describe('a defect of a known mock', () => {
  it('is named once and held against nobody', async () => {
    const bad = { json: { a: 'one', b: 'two' } }

    const judgement = await judge(bad, {
      recognise: (code) => (code === 'no-server-error' ? undefined : 'mock-samples'),
    })

    expect(judgement).toMatchObject({ verdict: 'pass', findings: [], mockDefects: ['mock-samples'] })
    expect(judgement.asked).not.toContain('body-matches-schema')
  })

  it('leaves what it does not explain', async () => {
    const judgement = await judge(
      { json: { a: 'one', b: 'two' } },
      { recognise: (_code, { payload }) => (payload === '/b' ? 'mock-samples' : undefined) },
    )

    expect(judgement).toMatchObject({ verdict: 'fail', mockDefects: ['mock-samples'] })
    expect(judgement.findings.map(({ title }) => title)).toEqual(['/a has the wrong type'])
  })
})

describe('a constraint that a mock is known not to check', () => {
  const unchecked: Target['unchecked'] = (_operation, { intent }) =>
    intent.kind === 'invalid' && intent.constraint.breakage === 'x'
      ? { describe: 'The mock does not look.', unanswered: false }
      : undefined
  const target = { ...targetAt('http://127.0.0.1:4010'), unchecked }
  const judgeAt = (recorded: Recorded, breakage = 'x'): Promise<Judgement> =>
    judgeCase(judgeParts(contract, target), operation, broken({ breakage }), exchange(recorded))

  it('is skipped with the reason where the request is accepted', async () => {
    const judgement = await judgeAt({ status: 200, json: {} })

    expect(judgement).toMatchObject({ verdict: 'skipped', findings: [], reason: 'The mock does not look.' })
    expect(judgement.asked).not.toContain('invalid-request-is-rejected')
  })

  it('passes where the request is refused after all', async () => {
    expect(await judgeAt(refusal(400))).toMatchObject({ verdict: 'pass', findings: [] })
  })

  it('excuses nothing else that is wrong with the answer, and no other case', async () => {
    const failed = await judgeAt({ status: 500, json: {} })
    const other = await judgeAt({ status: 200, json: {} }, 'y')

    expect(failed.findings.map(({ code }) => code)).toEqual(['no-server-error'])
    expect(other.findings.map(({ code }) => code)).toEqual(['invalid-request-is-rejected'])
  })
})
