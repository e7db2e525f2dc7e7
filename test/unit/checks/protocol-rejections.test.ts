import { describe, expect, it } from 'vitest'
import type { Check } from '../../../checks/check.ts'
import { invalidTokenIsRejected } from '../../../checks/invalid-token-is-rejected.ts'
import { malformedIdempotencyKeyIsRejected } from '../../../checks/malformed-idempotency-key-is-rejected.ts'
import { missingAuthenticationIsRejected } from '../../../checks/missing-authentication-is-rejected.ts'
import { missingIdempotencyKeyIsRejected } from '../../../checks/missing-idempotency-key-is-rejected.ts'
import { notAcceptableIsAnswered } from '../../../checks/not-acceptable-is-answered.ts'
import { unsupportedMediaTypeIsRejected } from '../../../checks/unsupported-media-type-is-rejected.ts'
import { unsupportedMethodIsRejected } from '../../../checks/unsupported-method-is-rejected.ts'
import type { ConstraintKind, Intent } from '../../../core/case.ts'
import type { FindingDraft } from '../../../core/finding.ts'
import { contractOf } from './contract-from.ts'
import { drafts, type Recorded } from './recorded.ts'

const checks: readonly (readonly [ConstraintKind, Check])[] = [
  ['authentication-missing', missingAuthenticationIsRejected],
  ['authentication-invalid', invalidTokenIsRejected],
  ['method', unsupportedMethodIsRejected],
  ['media-type', unsupportedMediaTypeIsRejected],
  ['idempotency-key-missing', missingIdempotencyKeyIsRejected],
  ['idempotency-key-malformed', malformedIdempotencyKeyIsRejected],
  ['accept', notAcceptableIsAnswered],
]

function intentOf(kind: ConstraintKind): Intent {
  const constraint = {
    kind,
    breakage: 'x',
    description: 'what: this, sent that',
    document: '#/paths',
    payload: 'method',
  }
  return { kind: 'invalid', constraint }
}

async function judge(check: Check, kind: ConstraintKind, recorded: Recorded): Promise<readonly FindingDraft[]> {
  const contract = await contractOf({ status: 'default', operation: { security: [] } })
  return drafts(check, contract, recorded, { intent: intentOf(kind) })
}

describe.each(checks)('a broken rule of kind %s', (kind, check) => {
  it('is found when the server accepts the request', async () => {
    const found = await judge(check, kind, { status: 200, json: {} })

    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ key: 'x #/paths method', actual: '200', document: '#/paths' })
    expect(found[0]?.message).toMatch(
      /^The contract asks for .+ \(what: this, sent that\), but the server answered 200\.$/,
    )
  })

  it('is refused by any 4xx', async () => {
    for (const status of [400, 401, 403, 404, 405, 406, 409, 415, 422]) {
      expect(await judge(check, kind, { status, json: {} })).toEqual([])
    }
  })

  it('says nothing of server errors, redirects and missing answers', async () => {
    const none = { kind: 'no-response', cause: 'reset', message: 'closed' } as const

    for (const status of [500, 501, 503, 302]) expect(await judge(check, kind, { status })).toEqual([])
    expect(await judge(check, kind, { outcome: none })).toEqual([])
  })

  it('is judged by its own check alone', async () => {
    for (const [other, otherCheck] of checks) {
      if (other !== kind) expect(await judge(otherCheck, kind, { status: 200, json: {} })).toEqual([])
    }
  })
})

describe.each(checks.slice(0, 2))('broken credentials of kind %s', (kind, check) => {
  it('are not refused by a conflict where a refusal of credentials is documented', async () => {
    const responses = { 200: { description: 'Fine' }, 401: { description: 'Who?' }, 409: { description: 'Taken' } }
    const contract = await contractOf({ operation: { security: [], responses } })
    const judged = (status: number): readonly FindingDraft[] =>
      drafts(check, contract, { status, json: {} }, { intent: intentOf(kind) })

    expect(judged(409).map(({ title }) => title)).toEqual([
      expect.stringMatching(/^A request .* credentials was held against the state of the server$/),
    ])
    expect(judged(401)).toEqual([])
    expect(judged(404)).toEqual([])
  })
})

describe('not-acceptable-is-answered', () => {
  const asked = [['Accept', 'application/x-unknown']] as const

  it('is silent where the answer has no content, or is of the type that was asked for', async () => {
    const recorded = { status: 200, requestHeaders: asked, contentType: 'application/x-unknown', text: 'x' }

    expect(await judge(notAcceptableIsAnswered, 'accept', { status: 204, requestHeaders: asked })).toEqual([])
    expect(await judge(notAcceptableIsAnswered, 'accept', recorded)).toEqual([])
  })

  it('is a warning, as a server may disregard the header', () => {
    expect(notAcceptableIsAnswered.severity).toBe('warning')
  })
})
