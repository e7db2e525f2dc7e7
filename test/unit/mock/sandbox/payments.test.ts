import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, complaints, KEYED_CARD, paid, saleOf, settled, TERMINAL } from '../../../support/sandbox-money.ts'

describe('card payments', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  it.each([
    [4541, 'ready', 'A', 'APPROVAL', '00'],
    [4901, 'declined', 'D', 'Do Not Honor', '05'],
    [4902, 'referral', 'R', 'Refer to Card Issuer', '01'],
    [1403, 'declined', 'D', 'AVS FAILURE', '00'],
  ])('answers %d as UAT does: %s, %s', async (amount, status, responseCode, responseMessage, processorResponseCode) => {
    const answer = await client.ask('POST', '/payments', { body: saleOf(amount) })

    expect(answer.status).toBe(201)
    expect(at(answer, 'transactionResult')).toMatchObject({
      status,
      responseCode,
      responseMessage,
      processorResponseCode,
    })
  })

  it('shows the payment that it made where its Location says', async () => {
    const made = await client.ask('POST', '/payments', { body: saleOf(1000, { operator: 'Jane' }) })
    const read = await client.ask('GET', String(made.headers.get('location')))

    expect(read.body).toEqual(made.body)
    expect(read.json).toMatchObject({
      operator: 'Jane',
      order: { orderId: 'Order-1000', amount: 1000, currency: 'USD' },
      card: {
        type: 'Visa Credit',
        entryMethod: 'keyed',
        cardholderName: 'Sarah Hopper',
        cardNumber: '453985******7062',
        expiryDate: '1230',
        securityChecks: { cvvResult: 'M', avsResult: 'U' },
      },
      transactionResult: { type: 'sale', authorizedAmount: 1000, currency: 'USD' },
    })
  })

  it('shows nothing of a card that must not be shown', async () => {
    const { body } = await client.ask('POST', '/payments', { body: saleOf(1000) })

    expect(JSON.stringify(body)).not.toMatch(/4539858876047062|234"|cvv"/)
  })

  it.each([
    [{ autoCapture: false }, 'preAuthorization'],
    [{ autoCapture: false, processAsSale: true }, 'sale'],
    [{ autoCapture: true }, 'sale'],
  ])('makes of %j a %s', async (rest, type) => {
    const answer = await client.ask('POST', '/payments', { body: saleOf(1000, rest) })

    expect(at(answer, 'transactionResult', 'type')).toBe(type)
  })

  it('offers what the state of a payment allows', async () => {
    const fresh = await client.ask('GET', await paid(client, saleOf(1000)))
    const asSale = await client.ask('GET', await paid(client, saleOf(1000, { processAsSale: true })))
    const declined = await client.ask('GET', await paid(client, saleOf(1001)))
    const closed = await client.ask('GET', await settled(client, saleOf(1000)))

    expect([fresh, asSale, declined, closed].map((answer) => at(answer, 'supportedOperations'))).toEqual([
      [
        'capture',
        'fullyReverse',
        'partiallyReverse',
        'incrementAuthorization',
        'adjustTip',
        'addSignature',
        'setAsPending',
      ],
      ['fullyReverse', 'partiallyReverse'],
      [],
      ['refund'],
    ])
  })

  it('shows what the percentages of a breakdown come to', async () => {
    const order = {
      orderId: 'Pizza',
      amount: 4999,
      currency: 'USD',
      breakdown: {
        subtotal: 4347,
        tip: { type: 'percentage', percentage: 10 },
        taxes: [
          { type: 'rate', name: 'Sales Tax', rate: 5 },
          { type: 'amount', name: 'City', amount: 435 },
        ],
      },
    }

    const answer = await client.ask('POST', '/payments', { body: saleOf(4999, { order }) })

    expect(at(answer, 'order', 'breakdown')).toEqual({
      subtotal: 4347,
      tip: { type: 'percentage', percentage: 10, amount: 435 },
      taxes: [
        { name: 'Sales Tax', rate: 5, amount: 217 },
        { name: 'City', rate: 10.0069, amount: 435 },
      ],
    })
  })

  it('keeps a token where the client asks for one, and pays with it', async () => {
    const first = await client.ask('POST', '/payments', {
      body: saleOf(1000, { credentialOnFile: { tokenize: true, secureTokenId: 'kept-1' } }),
    })
    const token = String(at(first, 'card', 'secureToken', 'token'))

    const second = await client.ask('POST', '/payments', {
      body: saleOf(2000, { paymentMethod: { type: 'secureToken', token } }),
    })
    const kept = await client.ask('GET', String(at(second, 'card', 'secureToken', 'link', 'href')))

    expect(token).toMatch(/^296753\d{6}$/)
    expect(at(second, 'card', 'cardNumber')).toBe('453985******7062')
    expect(kept.json).toMatchObject({ secureTokenId: 'kept-1', token, source: { cardNumber: '453985******7062' } })
  })

  it('refuses to keep a second token under one id, and pays nothing then', async () => {
    const request = saleOf(7700, { credentialOnFile: { tokenize: true, secureTokenId: 'kept-2' } })
    await client.ask('POST', '/payments', { body: request })

    const again = await client.ask('POST', '/payments', { body: request })
    const list = await client.ask('GET', '/payments?orderId=Order-7700')

    expect(again.status).toBe(409)
    expect(list.json.count).toBe(1)
  })

  it('refuses a token that stands for a bank account', async () => {
    const source = { type: 'ach', nameOnAccount: 'Sarah', accountNumber: '1234567890', routingNumber: '053200983' }
    const token = await client.ask('POST', `${TERMINAL}/secure-tokens`, { body: { source } })

    const answer = await client.ask('POST', '/payments', {
      body: saleOf(1000, { paymentMethod: { type: 'secureToken', token: String(token.json.token) } }),
    })

    expect(answer.status).toBe(400)
    expect(at(answer, 'errors', 0)).toEqual({
      parameter: 'paymentMethod.token',
      detail: 'invalid value',
      message: 'The token stands for a bank account, not for a card',
    })
  })

  it('names the transaction that later ones of an agreement refer to', async () => {
    const order = {
      orderId: 'Agreement',
      amount: 1000,
      currency: 'USD',
      standingInstructions: { sequence: 'first', processingModel: 'recurring' },
    }

    const answer = await client.ask('POST', '/payments', { body: saleOf(1000, { order }) })

    expect(at(answer, 'transactionResult', 'cardSchemeReferenceId')).toMatch(/^[A-Z0-9]{15}$/)
  })

  it('refuses a terminal that does not exist, in the body and in the path', async () => {
    const answers = [
      await client.ask('POST', '/payments', { body: saleOf(1000, { processingTerminalId: 'nowhere' }) }),
      await client.ask('GET', '/processing-terminals/nowhere/payment-links'),
    ]

    expect(answers.map((answer) => [answer.status, complaints(answer)])).toEqual([
      [400, ['processingTerminalId']],
      [404, []],
    ])
  })

  it('answers 404 for a payment that nobody made', async () => {
    const answer = await client.ask('GET', '/payments/NOTTHERE00')

    expect(answer.status).toBe(404)
    expect(answer.json).toMatchObject({ title: 'Not found', resource: 'payment' })
  })

  it.each([
    ['orderId=Filter-1', true],
    ['orderId=Other', false],
    ['processingTerminalId=1021', true],
    ['processingTerminalId=1234001', false],
    ['operator=Jane', true],
    ['operator=Joe', false],
    ['cardholderName=Sarah%20Hopper', true],
    ['cardholderName=Joe', false],
    ['first6=453985&last4=7062', true],
    ['last4=0000', false],
    ['tender=creditDebit', true],
    ['tender=ebt', false],
    ['tipMode=noTip', true],
    ['tipMode=prompted', false],
    ['type=sale&type=preAuthorization', true],
    ['type=preAuthorization', false],
    ['status=ready', true],
    ['status=declined', false],
    ['dateFrom=2020-01-01T00:00:00Z', true],
    ['dateTo=2020-01-01T00:00:00Z', false],
    ['settlementState=unsettled', true],
    ['settlementState=settled', false],
    ['settlementDate=2020-01-01', false],
    ['paymentLinkId=JZURRJBUPS', false],
  ])('filters the list: %s', async (query, isListed) => {
    const order = { orderId: 'Filter-1', amount: 1000, currency: 'USD' }
    const path = await paid(client, saleOf(1000, { order, operator: 'Jane', processingTerminalId: '1021' }))

    const list = await client.ask('GET', `/payments?limit=100&${query}`)

    const ids = (list.json.data as readonly { paymentId: string }[]).map(({ paymentId }) => `/payments/${paymentId}`)
    expect(ids.includes(path)).toBe(isListed)
  })

  it('pages through the payments of a filter by its links', async () => {
    for (const _ of [1, 2, 3, 4, 5]) await paid(client, saleOf(1000, { operator: 'Pager' }))
    const seen: unknown[] = []
    let next: unknown = '/payments?limit=2&operator=Pager'

    while (typeof next === 'string') {
      const page = await client.ask('GET', next)
      seen.push(...(page.json.data as readonly { paymentId: string }[]).map(({ paymentId }) => paymentId))
      const links = page.json.links as readonly { rel: string; href: string }[]
      next = links.find(({ rel }) => rel === 'next')?.href
    }

    expect([seen.length, new Set(seen).size]).toEqual([5, 5])
  })
})

describe('what a merchant has agreed on', () => {
  it('adds a surcharge to credit cards, unless the order bypasses it', async () => {
    const client = await openSandbox({ surchargePercentage: 5 })
    const breakdown = { subtotal: 1000 }
    const order = { orderId: 'S', amount: 1000, currency: 'USD', breakdown }
    const bypassed = { ...order, breakdown: { ...breakdown, surcharge: { bypass: true } } }
    const debit = { ...KEYED_CARD.cardDetails.keyedData, cardNumber: '4000060000000006' }
    const debitCard = { type: 'card', cardDetails: { ...KEYED_CARD.cardDetails, keyedData: debit } }

    const answers = await Promise.all(
      [
        saleOf(1000, { order }),
        saleOf(1000, { order: bypassed }),
        saleOf(1000, { order, paymentMethod: debitCard }),
      ].map((body) => client.ask('POST', '/payments', { body })),
    )

    await client.close()
    expect(answers.map((answer) => at(answer, 'transactionResult', 'authorizedAmount'))).toEqual([1050, 1000, 1000])
    expect(answers.map((answer) => at(answer, 'order', 'breakdown', 'surcharge'))).toEqual([
      { bypass: false, amount: 50, percentage: 5 },
      { bypass: true },
      undefined,
    ])
  })

  it('knows the terminals that it was told of', async () => {
    const client = await openSandbox({ terminals: ['mine-1'] })

    const answer = await client.ask('POST', '/payments', { body: saleOf(1000, { processingTerminalId: 'mine-1' }) })

    await client.close()
    expect(answer.status).toBe(201)
  })

  it('approves a part of the amount where it was told to', async () => {
    const client = await openSandbox({ partialApprovals: true })

    const answer = await client.ask('POST', '/payments', { body: saleOf(5010) })

    await client.close()
    expect(at(answer, 'transactionResult')).toMatchObject({
      status: 'ready',
      responseCode: 'P',
      authorizedAmount: 2505,
    })
    expect(at(answer, 'order', 'amount')).toBe(5010)
  })
})
