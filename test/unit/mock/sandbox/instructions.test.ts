import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const ORDER = { orderId: '4fd4-99bc', currency: 'USD', amount: 1000 }

describe('payment instructions', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const submit = () =>
    client.ask('POST', '/devices/1850010868/payment-instructions', {
      body: { processingTerminalId: '1021', order: ORDER },
    })

  it('answers a submit with 202, in progress, and a link to the instruction', async () => {
    const { status, json } = await submit()

    const id = String(json['paymentInstructionId'])
    expect(status).toBe(202)
    expect(json).toEqual({
      paymentInstructionId: id,
      status: 'inProgress',
      link: { rel: 'self', method: 'GET', href: `${client.sandbox.baseUrl}/payment-instructions/${id}` },
    })
  })

  it('holds a poll until the device is done, and links to the payment', async () => {
    const submitted = await submit()

    const polled = await client.ask('GET', String((submitted.json['link'] as JsonObject)['href']))
    const payment = await client.ask('GET', String((polled.json['link'] as JsonObject)['href']))

    expect(polled.json).toMatchObject({ status: 'completed', link: { rel: 'payment', method: 'GET' } })
    expect(payment.json).toMatchObject({ order: ORDER, transactionResult: { status: 'ready', responseCode: 'A' } })
  })
})
