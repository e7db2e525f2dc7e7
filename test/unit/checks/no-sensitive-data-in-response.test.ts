import { describe, expect, it } from 'vitest'
import { noSensitiveDataInResponse } from '../../../checks/no-sensitive-data-in-response.ts'
import type { Redaction, SecretKind } from '../../../core/exchange.ts'
import type { Contract } from '../../../spec/model.ts'
import { contractOf } from './contract-from.ts'
import { codes, said, type Recorded } from './recorded.ts'

const at = (kind: SecretKind, pointer: string): Redaction => ({ kind, at: { part: 'response-body', pointer } })
const digits = '9999999999999999'

const leaking = (kind: SecretKind, pointer: string, json: unknown, echoed: readonly SecretKind[] = []): Recorded => ({
  json,
  redactions: [at(kind, pointer)],
  echoedSecrets: echoed,
})

const describing = (member: object, rest: object = {}): Promise<Contract> =>
  contractOf({
    response: {
      content: {
        'application/json': {
          schema: { type: 'object', properties: { cardNumber: member, id: { type: 'string' } } },
          ...rest,
        },
      },
    },
  })

const titles = (contract: Contract, recorded: Recorded): readonly string[] =>
  said(noSensitiveDataInResponse, contract, recorded).map(([title]) => title)

describe('no-sensitive-data-in-response', () => {
  it('finds a full card number where the contract describes a masked one', async () => {
    const masked = [
      { type: 'string', description: 'Masked card number.' },
      { type: 'string', example: '453985******7062' },
      { type: 'string', description: 'Shows the last four digits.' },
      { type: 'string', pattern: '^[0-9]{6}\\*{6}[0-9]{4}$' },
    ]

    for (const member of masked) {
      expect(titles(await describing(member), leaking('card-number', '/cardNumber', { cardNumber: digits }))).toEqual([
        'The response holds a full card number',
      ])
    }
  })

  it('finds a card number of the request in a member that nobody describes, or in a message', async () => {
    const contract = await describing({ type: 'string' })
    const text = { message: `Card ${digits} was refused` }

    expect(titles(contract, leaking('card-number', '/other', { other: digits }, ['card-number']))).toHaveLength(1)
    expect(titles(contract, leaking('card-number', '/message', text, ['card-number']))).toHaveLength(1)
  })

  it('finds the number of a card that was sent as such in a message, described or not', async () => {
    const contract = await contractOf({ schema: { type: 'object', properties: { detail: { type: 'string' } } } })
    const recorded = leaking('card-number', '/detail', { detail: `Refused: ${digits}` }, ['card-number'])
    const sent = (pointer: string): Redaction => ({ kind: 'card-number', at: { part: 'request-body', pointer } })

    expect(
      titles(contract, { ...recorded, redactions: [...(recorded.redactions ?? []), sent('/card/cardNumber')] }),
    ).toHaveLength(1)
    expect(titles(contract, { ...recorded, redactions: [...(recorded.redactions ?? []), sent('/reference')] })).toEqual(
      [],
    )
  })

  it('is silent where the contract describes the full number', async () => {
    const recorded = leaking('card-number', '/cardNumber', { cardNumber: digits }, ['card-number'])
    const example = { description: 'In the response it is masked.', type: 'string' }

    expect(titles(await describing({ type: 'string', example: '4539858876047062' }), recorded)).toEqual([])
    expect(titles(await describing({ type: 'string', pattern: '^[0-9]{12,19}$' }), recorded)).toEqual([])
    expect(titles(await describing(example, { example: { cardNumber: '4539858876047062' } }), recorded)).toEqual([])
  })

  it('is silent on a masked number and on a number that only looks like a card’s', async () => {
    const contract = await describing({ type: 'string', description: 'masked' })

    expect(titles(contract, leaking('card-number', '/cardNumber', { cardNumber: '999999******9999' }))).toEqual([])
    expect(titles(contract, leaking('card-number', '/reference', { reference: digits }))).toEqual([])
  })

  it('finds security codes and track data', async () => {
    const contract = await contractOf({ schema: { type: 'object', properties: { id: {} } } })

    expect(titles(contract, leaking('card-security-code', '/cvv', { cvv: '999' }))).toEqual([
      'The response holds a card security code',
    ])
    expect(titles(contract, leaking('card-security-code', '/cvvResult', { cvvResult: 'M' }))).toEqual([])
    expect(titles(contract, leaking('track-data', '/track', { track: '%x99?' }))).toEqual([
      'The response holds track data of a card',
    ])
  })

  it.each<SecretKind>(['account-number', 'routing-number', 'tax-id', 'personal-id', 'credential', 'webhook-secret'])(
    'takes a returned %s for normal',
    async (kind) => {
      expect(titles(await contractOf({}), leaking(kind, '/value', { value: '99' }, [kind]))).toEqual([])
    },
  )

  it('finds a repeated credential wherever it is', async () => {
    const contract = await contractOf({ schema: { type: 'object', properties: { token: { type: 'string' } } } })
    const header: Redaction = { kind: 'api-key', at: { part: 'response-header', name: 'x-debug' } }

    expect(titles(contract, { json: {}, echoedSecrets: ['access-token'] })).toEqual([
      "The response holds the request's access token",
    ])
    expect(titles(contract, leaking('access-token', '/debug', { debug: 'x' }, ['access-token']))).toHaveLength(1)
    expect(titles(contract, { json: {}, redactions: [header], echoedSecrets: ['api-key'] })).toEqual([
      "The response holds the request's API key",
    ])
  })

  it('takes a new credential, or one that the operation returns, for normal', async () => {
    const contract = await contractOf({ schema: { type: 'object', properties: { token: { type: 'string' } } } })

    expect(titles(contract, leaking('access-token', '/token', { token: 'xxxx' }))).toEqual([])
    expect(titles(contract, leaking('access-token', '/token', { token: 'xxxx' }, ['access-token']))).toEqual([])
  })

  it.each([
    ['credential', { type: 'string', description: 'We mask the first ten characters.' }, {}],
    ['credential', { type: 'string' }, { example: { cardNumber: '**********oP3456' } }],
    ['account-number', { type: 'string' }, { example: { cardNumber: '******7890' } }],
  ] as const)('finds a repeated %s that the contract shows masked', async (kind, member, rest) => {
    const contract = await describing(member, rest)
    const whole = { cardNumber: 'xXxX0000xXxX0000' }
    const masked = { cardNumber: '******0000' }

    expect(titles(contract, leaking(kind, '/cardNumber', whole, [kind]))).toHaveLength(1)
    expect(titles(contract, leaking(kind, '/cardNumber', masked, [kind]))).toEqual([])
    expect(titles(contract, leaking(kind, '/cardNumber', whole))).toEqual([])
    expect(titles(await describing({ type: 'string' }), leaking(kind, '/cardNumber', whole, [kind]))).toEqual([])
  })

  it('speaks of an undocumented answer, too', async () => {
    const recorded = leaking('card-number', '/cardNumber', { cardNumber: digits }, ['card-number'])

    expect(codes(await contractOf({}), { ...recorded, status: 500 })).toEqual([
      'no-server-error',
      'no-sensitive-data-in-response',
    ])
  })
})
