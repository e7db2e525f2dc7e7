import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { accountOf, addedAccount, TERMINAL_ORDER } from '../../../support/sandbox-boarding.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at } from '../../../support/sandbox-money.ts'

describe('terminal orders', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ tokenLife: 1_000_000 })
  })

  afterAll(() => client.close())

  const order = (account: string) => client.ask('POST', `${account}/terminal-orders`, { body: TERMINAL_ORDER })
  const approved = async (): Promise<string> => {
    const account = await addedAccount(client)
    await client.admin('PUT', account, { status: 'approved' })
    return account
  }

  it('are taken when the account is approved, and not before', async () => {
    const account = await addedAccount(client)

    const early = await order(account)
    await client.admin('PUT', account, { status: 'approved' })
    const made = await order(account)

    expect([early.status, made.status]).toEqual([409, 201])
    expect(made.json).toMatchObject({ status: 'open', trainingProvider: 'partner' })
    expect((await client.ask('GET', `/terminal-orders/${String(made.json.terminalOrderId)}`)).body).toEqual(made.body)
  })

  it('are taken at once where approval takes no time', async () => {
    const quick = await openSandbox({ underwritingTime: 0 })
    const made = await quick.ask('POST', '/merchant-platforms/12345/processing-accounts', { body: accountOf() })
    const answer = await quick.ask(
      'POST',
      `/processing-accounts/${String(made.json.processingAccountId)}/terminal-orders`,
      {
        body: TERMINAL_ORDER,
      },
    )
    await quick.close()

    expect([made.json.status, answer.status]).toEqual(['entered', 201])
  })

  it('bring terminals, each with the way it presents itself to the processor', async () => {
    const account = await approved()
    const { json } = await order(account)
    await client.admin('POST', '/clock', { days: 1 })

    const sent = await client.ask('GET', `/terminal-orders/${String(json.terminalOrderId)}`)
    const href = String(at(sent, 'orderItems', 0, 'links', 1, 'link', 'href'))
    const terminal = await client.ask('GET', href)
    const host = await client.ask('GET', `${href}/host-configurations`)
    const listed = await client.ask('GET', `${account}/processing-terminals`)
    await client.admin('POST', '/clock', { days: 2 })
    const delivered = await client.ask('GET', `/terminal-orders/${String(json.terminalOrderId)}`)

    expect([sent.json.status, delivered.json.status]).toEqual(['dispatched', 'fulfilled'])
    expect(delivered.json.orderItems).toEqual(sent.json.orderItems)
    expect([terminal.json.status, terminal.json.timezone]).toEqual(['active', 'America/Chicago'])
    expect(host.json.processingTerminalId).toBe(terminal.json.processingTerminalId)
    expect(listed.json.count).toBe(2)
  })

  it('are listed by status and time', async () => {
    const account = await approved()
    const held = await order(account)
    const open = await order(account)
    await client.admin('PUT', `/terminal-orders/${String(held.json.terminalOrderId)}`, { status: 'held' })
    const ids = async (query: string) =>
      ((await client.ask('GET', `${account}/terminal-orders?${query}`)).body as readonly JsonObject[]).map(
        ({ terminalOrderId }) => terminalOrderId,
      )

    expect(await ids('status=held')).toEqual([held.json.terminalOrderId])
    expect(await ids('status=open')).toEqual([open.json.terminalOrderId])
    expect(await ids('fromDateTime=2999-01-01T00:00:00Z')).toEqual([])
  })

  it('and terminals that are unknown are not found', async () => {
    const [unknownOrder, terminal, host] = await Promise.all([
      client.ask('GET', '/terminal-orders/unknown'),
      client.ask('GET', '/processing-terminals/unknown'),
      client.ask('GET', '/processing-terminals/unknown/host-configurations'),
    ])

    expect([unknownOrder.status, terminal.status, host.status]).toEqual([404, 404, 404])
  })
})
