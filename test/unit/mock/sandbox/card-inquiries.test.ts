import { describe, expect, it } from 'vitest'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, KEYED_CARD } from '../../../support/sandbox-money.ts'

const TERMINAL_ID = { processingTerminalId: '1234001' }

async function asked<T>(work: (client: SandboxClient) => Promise<T>, options = {}): Promise<T> {
  const client = await openSandbox(options)
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

describe('what can be asked about a card', () => {
  it('is whether it is valid', async () => {
    const answer = await asked((client) =>
      client.ask('POST', '/cards/verify', { body: { ...TERMINAL_ID, operator: 'Jane', card: KEYED_CARD } }),
    )

    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({
      operator: 'Jane',
      card: { cardNumber: '453985******7062', cardholderName: 'Sarah Hopper' },
      verified: true,
      transactionResult: { status: 'ready', responseCode: 'A', responseMessage: 'APPROVAL' },
    })
  })

  it('is the balance of electronic benefits', async () => {
    const card = {
      ...KEYED_CARD,
      cardDetails: { ...KEYED_CARD.cardDetails, ebtDetails: { benefitCategory: 'foodStamp' } },
    }

    const answer = await asked((client) =>
      client.ask('POST', '/cards/balance', { key: null, body: { ...TERMINAL_ID, currency: 'USD', card } }),
    )

    expect(answer.json).toMatchObject({
      card: {
        type: 'Common Benefit Identification Card',
        balances: [{ benefitCategory: 'foodStamp', amount: 10_000, currency: 'USD' }],
      },
      responseCode: 'A',
    })
  })

  it.each([
    [0, { allowed: false }],
    [3, { allowed: true, amount: 30, percentage: 3, disclosure: 'A surcharge of 3% applies to credit cards' }],
  ])('is what its first digits say, with a surcharge of %d percent', async (surchargePercentage, surcharging) => {
    const answer = await asked(
      (client) =>
        client.ask('POST', '/cards/bin-lookup', {
          key: null,
          body: { ...TERMINAL_ID, amount: 1000, currency: 'USD', card: { type: 'cardBin', bin: '453985' } },
        }),
      { surchargePercentage },
    )

    expect(answer.body).toEqual({
      type: 'Visa Credit',
      cardNumber: '453985**********',
      country: 'US',
      currency: 'USD',
      debit: false,
      surcharging,
    })
  })

  it('is the price in its own currency, unless that is the one that is paid in', async () => {
    const [converted, same] = await asked((client) =>
      Promise.all(
        ['EUR', 'USD'].map((baseCurrency) =>
          client.ask('POST', '/fx-rates', {
            key: null,
            body: { ...TERMINAL_ID, channel: 'web', baseAmount: 10_000, baseCurrency, paymentMethod: KEYED_CARD },
          }),
        ),
      ),
    )

    expect(converted?.json).toMatchObject({
      inquiryResult: { dccOffered: true },
      dccOffer: { fxAmount: 11_000, fxCurrency: 'USD', fxCurrencyCode: '840', fxRate: 1.1, markup: 3 },
      cardInfo: { type: 'Visa Credit' },
    })
    expect(same?.json).toMatchObject({
      inquiryResult: { dccOffered: false, causeOfRejection: "The currency is the card's own" },
    })
    expect(same?.json).not.toHaveProperty('dccOffer')
  })

  it.each([
    ['4539858876047062', 'Visa Credit'],
    ['4000060000000006', 'Visa Debit'],
    ['5001650000000000', 'MasterCard'],
    ['5100270000000007', 'MasterCard Debit'],
    ['340000000000000', 'American Express'],
    ['6011000000000004', 'Discover'],
    ['36000000000000', 'Diners Club'],
    ['3528000000000007', 'JCB'],
    ['5000330000000000', 'Maestro'],
  ])('is the scheme of %s: %s', async (cardNumber, type) => {
    const keyedData = { dataFormat: 'plainText', cardNumber }
    const card = { type: 'card', cardDetails: { entryMethod: 'keyed', keyedData } }

    const answer = await asked((client) =>
      client.ask('POST', '/cards/bin-lookup', { key: null, body: { ...TERMINAL_ID, card } }),
    )

    expect(at(answer, 'type')).toBe(type)
  })
})
