import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../../core/json.ts'
import { type Answer, openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const DEVICE = '/devices/1850010868'
const ORDER = { orderId: '4fd4-99bc', currency: 'USD', amount: 1000 }
const REQUESTS: Readonly<Record<string, Json>> = {
  payment: { processingTerminalId: '1021', order: ORDER },
  refund: { processingTerminalId: '1021', order: { ...ORDER, description: 'Returned goods' } },
  signature: { processingTerminalId: '1021' },
}
const HOLD_MINUTES = 10

describe('instructions', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ hold: HOLD_MINUTES * 60_000, deviceDelay: 0, tokenLife: 86_400 })
  })

  afterEach(async () => {
    await behave('complete')
  })

  afterAll(() => client.close())

  const behave = (behaviour: string) => client.admin('PUT', DEVICE, { behaviour })
  const submit = (kind: string): Promise<Answer> =>
    client.ask('POST', `${DEVICE}/${kind}-instructions`, { body: REQUESTS[kind] as Json })
  const linkOf = (answer: Answer): string => String((answer.json['link'] as JsonObject)['href'])
  const started = async (kind: string): Promise<string> => linkOf(await submit(kind))
  const ended = async (kind: string): Promise<Answer> => client.ask('GET', await started(kind))
  const heldPolls = async (): Promise<number> => Number((await client.admin('GET', '/state')).json['heldPolls'])
  const untilHeld = async (count: number): Promise<void> => {
    while ((await heldPolls()) !== count);
  }

  describe.each(['payment', 'refund', 'signature'])('for a %s', (kind) => {
    it('answer a submit with 202, in progress, and a link to the instruction', async () => {
      const { status, json } = await submit(kind)

      const id = String(json[`${kind}InstructionId`])
      const href = `${client.sandbox.baseUrl}/${kind}-instructions/${id}`
      expect(status).toBe(202)
      expect(id).toMatch(/^[0-9a-f]{32}$/)
      expect(json).toEqual({
        [`${kind}InstructionId`]: id,
        status: 'inProgress',
        link: { rel: 'self', method: 'GET', href },
      })
    })

    it('hold a poll until the device is done, and link to what came of it', async () => {
      await behave('wait')
      const instruction = await started(kind)
      const poll = client.ask('GET', instruction)
      await untilHeld(1)

      await behave('complete')

      const { status, json } = await poll
      expect([status, json['status'], (json['link'] as JsonObject)['rel']]).toEqual([200, 'completed', kind])
      expect(linkOf(await poll)).toMatch(new RegExp(`/v1/${kind}s/[A-Z0-9]{10}$`))
      expect(await heldPolls()).toBe(0)
    })

    it('answer a poll unchanged when the hold is over', async () => {
      await behave('wait')
      const instruction = await started(kind)
      const poll = client.ask('GET', instruction)
      await untilHeld(1)

      await client.admin('POST', '/clock', { minutes: HOLD_MINUTES })

      expect([(await poll).status, (await poll).json]).toEqual([
        200,
        { [`${kind}InstructionId`]: instruction.split('/').at(-1), status: 'inProgress' },
      ])
    })

    it('can be canceled while in progress: 204, then canceled, and every held poll ends', async () => {
      await behave('wait')
      const instruction = await started(kind)
      const poll = client.ask('GET', instruction)
      await untilHeld(1)

      const canceled = await client.ask('DELETE', instruction)

      expect([canceled.status, canceled.body]).toEqual([204, undefined])
      expect((await poll).json).toEqual({
        [`${kind}InstructionId`]: instruction.split('/').at(-1),
        status: 'canceled',
      })
    })

    it('cannot be canceled when completed: 409 with the link of the result', async () => {
      const instruction = await started(kind)
      const result = linkOf(await client.ask('GET', instruction))

      const { status, json } = await client.ask('DELETE', instruction)

      expect([status, json]).toEqual([
        409,
        {
          type: 'https://docs.payroc.com/api/errors#cannot-be-canceled',
          title: 'Cannot be canceled',
          status: 409,
          detail: 'You cannot cancel this resource in its current state',
          errors: [{ parameter: `${kind}InstructionId`, message: 'Completed instruction cannot be canceled' }],
          link: { rel: kind, method: 'GET', href: result },
        },
      ])
      expect((await client.ask('GET', instruction)).json['status']).toBe('completed')
    })

    it.each([
      ['failed', 'fail', 'Failed instruction cannot be canceled'],
      ['canceled', 'wait', 'Canceled instruction cannot be canceled'],
    ])('cannot be canceled when %s: 409 without a link', async (state, behaviour, message) => {
      await behave(behaviour)
      const instruction = await started(kind)
      if (state === 'canceled') await client.ask('DELETE', instruction)
      else await client.ask('GET', instruction)

      const { status, json } = await client.ask('DELETE', instruction)

      expect([status, json['errors'], json['link']]).toEqual([
        409,
        [{ parameter: `${kind}InstructionId`, message }],
        undefined,
      ])
    })

    it('end in failure with the words of the device, and no link', async () => {
      await client.admin('PUT', DEVICE, { behaviour: 'fail', errorMessage: 'Card removed' })

      const { json } = await ended(kind)

      expect([json['status'], json['errorMessage'], json['link']]).toEqual(['failure', 'Card removed', undefined])
    })

    it('answer 404 for an unknown device and an unknown instruction', async () => {
      const device = await client.ask('POST', `/devices/nobody/${kind}-instructions`, {
        body: REQUESTS[kind] as Json,
      })
      const poll = await client.ask('GET', `/${kind}-instructions/0123`)
      const cancel = await client.ask('DELETE', `/${kind}-instructions/0123`)

      expect([device.status, poll.status, cancel.status]).toEqual([404, 404, 404])
    })
  })

  it('are not finished by a device after they were canceled', async () => {
    await behave('wait')
    const instruction = await started('payment')
    await client.ask('DELETE', instruction)

    await behave('complete')
    await client.admin('POST', '/clock', { minutes: 1 })

    expect((await client.ask('GET', instruction)).json['status']).toBe('canceled')
  })

  it.each([
    [1001, 'declined', 'D'],
    [1002, 'referral', 'R'],
    [1403, 'declined', 'D'],
    [4541, 'ready', 'A'],
  ])('complete an amount of %i with a payment that is %s', async (amount, status, responseCode) => {
    const submitted = await client.ask('POST', `${DEVICE}/payment-instructions`, {
      body: { processingTerminalId: '1021', order: { ...ORDER, amount } },
    })
    const polled = await client.ask('GET', linkOf(submitted))

    const payment = await client.ask('GET', linkOf(polled))

    expect(polled.json['status']).toBe('completed')
    expect(payment.json['transactionResult']).toMatchObject({ status, responseCode })
  })

  it.each([
    [
      'options configured in the gateway',
      {
        operator: 'jbloggs',
        processingTerminalId: '1021',
        order: { ...ORDER, breakdown: { subtotal: 1000 } },
        customizationOptions: { entryMethod: 'deviceRead' },
        autoCapture: true,
        processAsSale: false,
      },
    ],
    [
      'a request that overrides the options of the gateway',
      {
        operator: 'XYZ',
        processingTerminalId: '1021',
        order: {
          ...ORDER,
          description: 'Payment Instruction',
          breakdown: {
            subtotal: 1000,
            surcharge: { bypass: true },
            taxes: [{ type: 'rate', name: 'TAX10', rate: 10 }],
          },
        },
        customizationOptions: { entryMethod: 'deviceRead' },
      },
    ],
  ])('walk through the documented test case: %s', async (_what, body) => {
    const submitted = await client.ask('POST', `${DEVICE}/payment-instructions`, { body })
    const polled = await client.ask('GET', linkOf(submitted))
    const payment = await client.ask('GET', linkOf(polled))

    expect([submitted.status, polled.json['status'], payment.status]).toEqual([202, 'completed', 200])
    expect(payment.json).toMatchObject({ operator: body.operator, processingTerminalId: '1021' })
  })

  it('let many polls wait at once, answer all of them, and keep nothing of those whose client is gone', async () => {
    await behave('wait')
    const instruction = await started('payment')
    const gone = new AbortController()
    const polls = Array.from({ length: 150 }, () => client.ask('GET', instruction))
    const abandoned = Array.from({ length: 50 }, () =>
      client.ask('GET', instruction, { signal: gone.signal }).catch(() => 'gone'),
    )
    await untilHeld(200)

    gone.abort()
    await untilHeld(150)
    await behave('complete')

    expect(new Set((await Promise.all(polls)).map(({ json }) => json['status']))).toEqual(new Set(['completed']))
    expect(await Promise.all(abandoned)).toEqual(Array.from({ length: 50 }, () => 'gone'))
    expect(await heldPolls()).toBe(0)
  })
})
