import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Case, RequestDraft } from '../../../core/case.ts'
import type { Finding } from '../../../core/finding.ts'
import { draw } from '../../../generators/draw.ts'
import type { CaseSource, PlannedCase } from '../../../run/case-source.ts'
import { shrinkCase } from '../../../run/shrink.ts'
import { loadContract } from '../../../spec/load.ts'
import { SHOP_DOCUMENT } from '../../servers/shop-server.ts'
import { generationFor } from './run-parts.ts'

const contract = await loadContract(SHOP_DOCUMENT)
const operation = contract.operations[0] as CaseSource['operation']

const drafts: fc.Arbitrary<RequestDraft> = fc.nat({ max: 10_000 }).map((amount) => ({
  operationId: operation.operationId,
  path: {},
  query: {},
  header: { 'Idempotency-Key': '00000000-0000-4000-8000-000000000000' },
  cookie: {},
  body: { kind: 'value', mediaType: 'application/json', value: { amount } },
}))

function amountOf({ draft }: Case): number {
  return draft.body?.kind === 'value' ? (draft.body.value as { amount: number }).amount : -1
}

function failing(intent: Case['intent'] = { kind: 'valid' }): PlannedCase {
  const drawn = draw(drafts, 3)
  return {
    case: {
      id: 'createOrder/random/3',
      operationId: operation.operationId,
      phase: 'random',
      intent,
      draft: drawn.value,
    },
    drawn,
  }
}

/** A target that fails for amounts from a limit on, and remembers what it was asked. */
function targetFailingFrom(limit: number): {
  readonly asked: Case[]
  attempt: (operation: unknown, candidate: Case) => Promise<readonly Finding[]>
} {
  const asked: Case[] = []
  return {
    asked,
    attempt: async (_operation, candidate) => {
      asked.push(candidate)
      return amountOf(candidate) >= limit ? [findingOf(candidate)] : []
    },
  }
}

function findingOf({ id }: Case): Finding {
  const request = { method: 'POST', url: '', headers: [] }
  return {
    fingerprint: 'f',
    code: 'no-server-error',
    severity: 'error',
    faults: [100],
    title: '',
    message: '',
    operationId: operation.operationId,
    phase: 'random',
    expected: '',
    actual: '',
    document: { pointer: '#' },
    reproduction: { seed: 1, caseId: id, curl: '', command: '' },
    request,
    response: { kind: 'response', status: 500, headers: [] },
    occurrences: 1,
  }
}

function sourceWith(plainest: CaseSource['plainest']): CaseSource {
  return {
    operation,
    generation: generationFor(contract),
    size: 1,
    items: function* () {},
    lateItems: function* () {},
    coverage: () => undefined,
    notBroken: () => [],
    plainest,
  }
}

describe('shrinkCase', () => {
  it('is content with the plainest request where that fails, too', async () => {
    const { asked, attempt } = targetFailingFrom(0)

    const shrunk = await shrinkCase(
      sourceWith(() => draw(fc.constant(failing().case.draft), 1)),
      failing(),
      findingOf(failing().case),
      attempt,
      100,
    )

    expect(asked.map(({ id }) => id)).toEqual(['createOrder/plainest'])
    expect(shrunk).toMatchObject({ requests: 1, finding: { reproduction: { caseId: 'createOrder/plainest' } } })
  })

  it('walks down to the smallest request that still fails', async () => {
    const { asked, attempt } = targetFailingFrom(17)

    const shrunk = await shrinkCase(
      sourceWith(() => undefined),
      failing(),
      findingOf(failing().case),
      attempt,
      1_000,
    )

    const found = asked.find(({ id }) => id === shrunk.finding.reproduction.caseId)
    expect(found && amountOf(found)).toBe(17)
    expect(shrunk.requests).toBe(asked.length)
  })

  it('sends every attempt with a key of its own', async () => {
    const { asked, attempt } = targetFailingFrom(17)

    await shrinkCase(
      sourceWith(() => undefined),
      failing(),
      findingOf(failing().case),
      attempt,
      50,
    )

    const keys = asked.map(({ draft }) => draft.header['Idempotency-Key'])
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('spends no more requests than it may, and keeps what it has', async () => {
    const { asked, attempt } = targetFailingFrom(17)
    const original = findingOf(failing().case)

    const none = await shrinkCase(
      sourceWith(() => undefined),
      failing(),
      original,
      attempt,
      0,
    )
    await shrinkCase(
      sourceWith(() => undefined),
      failing(),
      original,
      attempt,
      4,
    )

    expect(none).toEqual({ finding: original, requests: 0 })
    expect(asked).toHaveLength(4)
  })

  it('leaves a case alone that breaks one constraint: anything simpler might break none', async () => {
    const { asked, attempt } = targetFailingFrom(0)
    const constraint = { description: 'x', document: '#', payload: '/amount' }
    const broken = failing({ kind: 'invalid', constraint })

    const shrunk = await shrinkCase(
      sourceWith(() => draw(drafts, 1)),
      broken,
      findingOf(broken.case),
      attempt,
      100,
    )

    expect(shrunk.requests).toBe(0)
    expect(asked).toEqual([])
  })
})
