import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { ACH_ACCOUNT, at, complaints, PAD_ACCOUNT, transferOf } from '../../../support/sandbox-money.ts'

const PATH = '/bank-transfer-payments'

describe('bank transfer payments', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const transferred = async (amount: number, account: typeof ACH_ACCOUNT | typeof PAD_ACCOUNT = ACH_ACCOUNT) => {
    const { json } = await client.ask('POST', PATH, { body: transferOf(amount, account) })
    return `${PATH}/${String(json.paymentId)}`
  }
  const refund = (path: string, amount: number) =>
    client.ask('POST', `${path}/refund`, { body: { amount, description: 'Cold pizza' } })

  it('begin as pending with code E, and hide the account', async () => {
    const made = await client.ask('POST', PATH, { body: transferOf(4999) })
    const read = await client.ask('GET', String(made.headers.get('location')))

    expect(made.status).toBe(201)
    expect(read.body).toEqual(made.body)
    expect(read.json).toMatchObject({
      bankAccount: { type: 'ach', secCode: 'web', nameOnAccount: 'Sarah Hopper', accountNumber: '******7890' },
      transactionResult: { type: 'payment', status: 'pending', authorizedAmount: 4999, responseCode: 'E' },
    })
  })

  it('need a secCode from an ACH account, or an agreement', async () => {
    const { secCode: _, ...account } = ACH_ACCOUNT

    const answer = await client.ask('POST', PATH, { body: transferOf(4999, account) })
    const agreed = await client.ask('POST', PATH, {
      body: { ...transferOf(4999, account), credentialOnFile: { mitAgreement: 'recurring' } },
    })

    expect([answer.status, complaints(answer)]).toEqual([400, ['paymentMethod.secCode']])
    expect(agreed.status).toBe(201)
  })

  it('can be reversed in the open batch, once', async () => {
    const path = await transferred(1000)

    const [first, second] = [await client.ask('POST', `${path}/reverse`), await client.ask('POST', `${path}/reverse`)]

    expect([first.status, at(first, 'transactionResult', 'status'), second.status]).toEqual([200, 'reversal', 409])
  })

  it('are reversed by a refund in the open batch', async () => {
    const answer = await refund(await transferred(1000), 1000)

    expect(answer.status).toBe(200)
    expect(at(answer, 'transactionResult')).toMatchObject({
      type: 'payment',
      status: 'reversal',
      authorizedAmount: 1000,
    })
  })

  it('are not refunded once settled from an ACH account, nor once reversed', async () => {
    const settledAch = await transferred(1000)
    await client.admin('POST', '/batch')
    const reversed = await transferred(1000)
    await client.ask('POST', `${reversed}/reverse`)

    const answers = [await refund(settledAch, 1000), await refund(reversed, 1000)]

    expect(answers.map(({ status }) => status)).toEqual([400, 400])
  })

  it('are refunded once settled from a PAD account, until nothing is left', async () => {
    const path = await transferred(1000, PAD_ACCOUNT)
    await client.admin('POST', '/batch')

    const [above, whole, again] = [await refund(path, 1001), await refund(path, 1000), await refund(path, 1000)]
    const read = await client.ask('GET', path)
    const linked = await client.ask('GET', String(at(read, 'refunds', 0, 'link', 'href')))

    expect([above.status, whole.status, again.status]).toEqual([400, 200, 409])
    expect(at(whole, 'transactionResult')).toMatchObject({ type: 'refund', status: 'pending', authorizedAmount: -1000 })
    expect(at(read, 'transactionResult')).toMatchObject({ type: 'payment', status: 'complete' })
    expect(linked.json).toMatchObject({ order: { amount: 1000 }, payment: { amount: 1000, status: 'complete' } })
  })

  it('are represented by the id of their return, twice at most', async () => {
    let path = await transferred(1000)
    const statuses: number[] = []
    const returned = async (of: string): Promise<string> => {
      await client.admin('POST', '/batch')
      const { json } = await client.admin('POST', `/returns/${of.slice(PATH.length + 1)}`)
      return String(json.paymentId)
    }

    for (const _ of [1, 2, 3]) {
      const returnId = await returned(path)
      const answer = await client.ask('POST', `${PATH}/${returnId}/represent`, { body: {} })
      statuses.push(answer.status)
      path = `${PATH}/${String(at(answer, 'representment', 'paymentId'))}`
    }

    expect(statuses).toEqual([200, 200, 409])
  })

  it('show their returns, and are not represented by their own id', async () => {
    const path = await transferred(1000)
    await client.admin('POST', '/batch')
    await client.admin('POST', `/returns/${path.slice(PATH.length + 1)}`, { returnCode: 'R02', returnReason: 'Closed' })

    const read = await client.ask('GET', path)
    const own = await client.ask('POST', `${path}/represent`, { body: {} })
    const returnId = String(at(read, 'returns', 0, 'paymentId'))
    const first = await client.ask('POST', `${PATH}/${returnId}/represent`, { body: { paymentMethod: ACH_ACCOUNT } })
    const again = await client.ask('POST', `${PATH}/${returnId}/represent`, { body: {} })

    expect(at(read, 'transactionResult', 'status')).toBe('returned')
    expect(at(read, 'returns', 0)).toMatchObject({ returnCode: 'R02', returnReason: 'Closed', represented: false })
    expect([own.status, first.status, again.status]).toEqual([409, 200, 409])
    expect([at(first, 'returns', 0, 'represented'), at(first, 'representment', 'status')]).toEqual([true, 'pending'])
  })

  it('come with a token where the client asks for one, and can be paid with it', async () => {
    const body = { ...transferOf(1000), credentialOnFile: { tokenize: true } }
    const first = await client.ask('POST', PATH, { body })
    const token = String(at(first, 'bankAccount', 'secureToken', 'token'))

    const second = await client.ask('POST', PATH, { body: transferOf(2000, { type: 'secureToken', token }) })

    expect(at(second, 'bankAccount')).toMatchObject({ type: 'ach', accountNumber: '******7890' })
  })

  it('refuse a token that stands for a card', async () => {
    const body = transferOf(1000, { type: 'secureToken', token: '296753123456' })

    const answer = await client.ask('POST', PATH, { body })

    expect([answer.status, complaints(answer)]).toEqual([400, ['paymentMethod.token']])
  })

  it.each([
    ['last4=7890', true],
    ['last4=0000', false],
    ['nameOnAccount=Sarah%20Hopper', true],
    ['type=payment', true],
    ['type=accountVerification', false],
    ['status=pending', true],
    ['settlementState=settled', false],
  ])('are listed by %s: %s', async (query, isListed) => {
    const path = await transferred(1000)

    const list = await client.ask('GET', `${PATH}?limit=100&processingTerminalId=1234001&${query}`)

    const ids = (list.json.data as readonly { paymentId: string }[]).map(({ paymentId }) => `${PATH}/${paymentId}`)
    expect(ids.includes(path)).toBe(isListed)
  })
})

describe('bank transfer refunds', () => {
  it('are made without a payment, listed, and reversed while the batch is open', async () => {
    const client = await openSandbox()
    const { paymentMethod: refundMethod, ...rest } = transferOf(1000)
    const order = { orderId: 'BR-1', amount: 1000, currency: 'USD', description: 'Cold pizza' }
    const made = await client.ask('POST', '/bank-transfer-refunds', {
      body: { ...rest, order, refundMethod: refundMethod ?? {} },
    })
    const path = String(made.headers.get('location'))

    const read = await client.ask('GET', path)
    const list = await client.ask('GET', '/bank-transfer-refunds?processingTerminalId=1234001&orderId=BR-1')
    const reversed = await client.ask('POST', `${path}/reverse`)
    const again = await client.ask('POST', `${path}/reverse`)

    await client.close()
    expect(made.status).toBe(201)
    expect(at(read, 'transactionResult')).toMatchObject({
      type: 'unreferencedRefund',
      status: 'pending',
      authorizedAmount: -1000,
    })
    expect(list.json.data).toEqual([read.body])
    expect([reversed.status, at(reversed, 'transactionResult', 'status'), again.status]).toEqual([200, 'reversal', 409])
  })
})

it('Documented bank transfers link to the sandbox, like all others', async () => {
  const client = await openSandbox()

  const lists = await Promise.all(
    ['payments', 'refunds'].map((kind) => client.ask('GET', `/bank-transfer-${kind}?processingTerminalId=1234001`)),
  )

  await client.close()
  const links = lists.flatMap(({ body }) =>
    [...JSON.stringify(body).matchAll(/"href":"([^"]+)"/g)].map(([, url]) => url),
  )
  expect(links).not.toEqual([])
  for (const link of links) expect(link).toContain(client.sandbox.baseUrl)
})

describe('bank account verification', () => {
  it('says whether there is such an account', async () => {
    const client = await openSandbox()
    const verify = (bankAccount: object) =>
      client.ask('POST', '/bank-accounts/verify', {
        body: { processingTerminalId: '1234001', bankAccount: { ...ACH_ACCOUNT, ...bankAccount } },
      })

    const answers = [await verify({}), await verify({ accountNumber: '00000000' })]

    await client.close()
    expect(answers.map(({ body }) => body)).toEqual([
      { processingTerminalId: '1234001', verified: true },
      { processingTerminalId: '1234001', verified: false },
    ])
  })
})
