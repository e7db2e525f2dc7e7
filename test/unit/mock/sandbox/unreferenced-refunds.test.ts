import { describe, expect, it } from 'vitest'
import { ACH_ACCOUNT, KEYED_CARD } from '../../../support/sandbox-money.ts'
import { openSandbox } from '../../../support/sandbox.ts'

describe('refunds without a payment', () => {
  it('are forbidden where the terminal is not enabled for them', async () => {
    const client = await openSandbox({ unreferencedRefunds: false })
    const order = { orderId: 'R-1', amount: 100, currency: 'USD', description: 'Cold pizza' }
    const answers = [
      await client.ask('POST', '/refunds', {
        body: { channel: 'pos', processingTerminalId: '1234001', order, refundMethod: KEYED_CARD },
      }),
      await client.ask('POST', '/bank-transfer-refunds', {
        body: { processingTerminalId: '1234001', order, refundMethod: ACH_ACCOUNT },
      }),
    ]
    await client.close()

    expect(answers.map(({ status, json }) => [status, json.title])).toEqual([
      [403, 'Forbidden'],
      [403, 'Forbidden'],
    ])
  })
})
