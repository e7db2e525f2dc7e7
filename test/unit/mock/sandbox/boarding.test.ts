import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import {
  accountOf,
  addedAccount,
  CONTACT,
  FUNDING_ACCOUNT,
  merchantOf,
  ownerOf,
  problemOf,
  REWARD_PAY,
} from '../../../support/sandbox-boarding.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, complaints } from '../../../support/sandbox-money.ts'

describe('merchant platforms and processing accounts', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const board = (taxId: string, ...accounts: readonly JsonObject[]) =>
    client.ask('POST', '/merchant-platforms', { body: merchantOf(taxId, ...accounts) })

  it('are boarded together, with the tax ID masked, and are linked to each other', async () => {
    const made = await board('98-7654321')
    const read = await client.ask('GET', String(made.headers.get('location')))
    const account = await client.ask('GET', String(at(made, 'processingAccounts', 0, 'link', 'href')))

    expect(made.status).toBe(201)
    expect(read.body).toEqual(made.body)
    expect(at(made, 'business', 'taxId')).toBe('xxxxx4321')
    expect(account.json).toMatchObject({
      doingBusinessAs: 'Hopper Pizza',
      status: 'entered',
      owners: [{ firstName: 'Sarah', lastName: 'Hopper' }],
      contacts: [{ firstName: 'Sarah', lastName: 'Hopper' }],
      funding: { status: 'disabled', fundingSchedule: 'nextday', fundingAccounts: [{ status: 'pending' }] },
      signature: { type: 'requestedViaEmail' },
    })
  })

  it('are refused with 409 under a tax ID that is in use, however it is written', async () => {
    await board('11-1111111')

    const answer = await board('111111111')

    expect(problemOf(answer)).toEqual([409, 'tax-id-in-use'])
  })

  it.each([
    ['too-many-control-prongs', 400, [ownerOf('1'), ownerOf('2')]],
    ['no-control-prong-or-authorized-signatory', 400, [ownerOf('1', { isControlProng: false })]],
    ['national-id-in-use', 409, [ownerOf('1'), ownerOf('1', { isControlProng: false })]],
  ])('are refused as %s, and are not there', async (type, status, owners) => {
    const before = (await client.admin('GET', '/state/merchant-platforms')).body as readonly unknown[]

    const answer = await board(`tax-${type}`.slice(0, 20), accountOf({ owners }))

    expect(problemOf(answer)).toEqual([status, type])
    expect((await client.admin('GET', '/state/merchant-platforms')).body).toHaveLength(before.length)
  })

  it('take an authorized signatory in place of a control prong', async () => {
    const owners = [ownerOf('1', { isControlProng: false, isAuthorizedSignatory: true })]

    expect((await board('signatory', accountOf({ owners }))).status).toBe(201)
  })

  it('do not take one owner for the control prong and the authorized signatory', async () => {
    const owners = [ownerOf('1', { isControlProng: true, isAuthorizedSignatory: true })]

    const answer = await board('both', accountOf({ owners }))

    expect([answer.status, complaints(answer)]).toEqual([400, ['owners']])
  })

  it('cannot have daily discount with RewardPayChoice', async () => {
    const { json } = await client.ask('POST', '/pricing-intents', { body: REWARD_PAY })
    const pricing = { type: 'intent', pricingIntentId: String(json.id) }

    const answer = await board('discount', accountOf({ pricing, funding: { dailyDiscount: true } }))

    expect(problemOf(answer)).toEqual([400, 'daily-discount-and-reward-pay-conflict'])
  })

  it('with an account of an unknown pricing intent are made without it when others can be made', async () => {
    const unknown = accountOf({ doingBusinessAs: 'Nowhere', pricing: { type: 'intent', pricingIntentId: '404' } })

    const alone = await board('alone', unknown)
    const partly = await board('partly', accountOf(), unknown)

    expect([alone.status, complaints(alone)]).toEqual([400, ['processingAccounts[0].pricing.pricingIntentId']])
    expect(partly.status).toBe(201)
    expect(at(partly, 'processingAccounts', 0, 'status')).toBe('entered')
    expect(at(partly, 'processingAccounts', 1)).toEqual({ doingBusinessAs: 'Nowhere', status: 'failed' })
  })

  it('keep the fees that they were boarded with', async () => {
    const { json } = await client.ask('POST', '/pricing-intents', { body: REWARD_PAY })
    const pricing = { type: 'intent', pricingIntentId: String(json.id) }
    const account = await addedAccount(client, { pricing })

    await client.ask('PATCH', `/pricing-intents/${String(json.id)}`, {
      body: [{ op: 'replace', path: '/base/maintenance', value: 900 }],
    })

    expect(at(await client.ask('GET', `${account}/pricing`), 'base', 'maintenance')).toBe(500)
  })

  it('are reviewed with the time, and then can take payments and be reminded no more', async () => {
    const patient = await openSandbox({ tokenLife: 1_000_000 })
    const account = await addedAccount(patient)
    const statuses: unknown[] = []
    for (const hours of [0, 12, 12]) {
      await patient.admin('POST', '/clock', { hours })
      statuses.push((await patient.ask('GET', account)).json.status)
    }

    const { json } = await patient.ask('GET', account)
    const reminder = await patient.ask('POST', `${account}/reminders`, { body: { type: 'pricingAgreement' } })
    await patient.close()

    expect(statuses).toEqual(['entered', 'pending', 'approved'])
    expect([at({ body: json }, 'processing', 'merchantId'), at({ body: json }, 'funding', 'status')]).toEqual([
      expect.stringMatching(/^4444\d{11}$/),
      'enabled',
    ])
    expect(problemOf(reminder)).toEqual([400, 'contract-already-signed'])
  })

  it('have owners, contacts and funding accounts, with their numbers masked', async () => {
    const account = await addedAccount(client)

    const owners = await client.ask('GET', `${account}/owners`)
    const contacts = await client.ask('GET', `${account}/contacts`)
    const accounts = await client.ask('GET', `${account}/funding-accounts`)

    expect(at(owners, 'data', 0, 'identifiers', 0, 'value')).toBe('xxxxx1120')
    expect(at(contacts, 'data', 0, 'identifiers', 0, 'value')).toBe('xxxxx1120')
    expect(at(accounts, 0, 'paymentMethods', 0, 'value')).toEqual({
      routingNumber: '*****0983',
      accountNumber: '******7890',
    })
    expect(at(accounts, 0, 'links', 0, 'href')).toBe(`${client.sandbox.baseUrl}${account}`)
  })

  it('leave closed accounts out of their list unless they are asked for', async () => {
    const path = '/merchant-platforms/12345/processing-accounts?limit=100'

    const [open, all] = await Promise.all([client.ask('GET', path), client.ask('GET', `${path}&includeClosed=true`)])

    const ids = (list: JsonObject) => (list.data as readonly JsonObject[]).map((item) => item.processingAccountId)
    expect(ids(open.json)).not.toContain('38767')
    expect(ids(all.json)).toContain('38767')
  })

  it('keep what only Payroc sets from the client', async () => {
    const funding = { status: 'enabled', fundingAccounts: [{ ...FUNDING_ACCOUNT, status: 'approved' }] }

    const account = await addedAccount(client, { processingAccountId: 'mine', status: 'approved', funding })

    const { json } = await client.ask('GET', account)
    expect(json).toMatchObject({ status: 'entered', funding: { status: 'disabled' } })
    expect(json.processingAccountId).not.toBe('mine')
  })

  it.each(['contacts', 'owners', 'funding-accounts', 'pricing', 'terminal-orders', 'processing-terminals'])(
    'that are unknown have no %s',
    async (what) => {
      const { status } = await client.ask('GET', `/processing-accounts/unknown/${what}`)

      // The list of contacts is documented without 404.
      expect(status).toBe(what === 'contacts' ? 400 : 404)
    },
  )
})

describe('contacts', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  it('are updated whole', async () => {
    const answer = await client.ask('PUT', '/contacts/1543', { body: { ...CONTACT, lastName: 'Lovelace' } })

    expect(answer.status).toBe(204)
    expect((await client.ask('GET', '/contacts/1543')).json).toEqual({
      ...CONTACT,
      contactId: 1543,
      lastName: 'Lovelace',
      identifiers: [{ type: 'nationalId', value: 'xxxxx1120' }],
    })
  })

  it('are gone from everywhere when they are deleted', async () => {
    const deleted = await client.ask('DELETE', '/contacts/87926')
    const read = await client.ask('GET', '/contacts/87926')
    const again = await client.ask('DELETE', '/contacts/87926')
    const { json } = await client.ask('GET', '/processing-accounts/38765/contacts')

    expect([deleted.status, read.status, again.status]).toEqual([204, 404, 404])
    expect((json.data as readonly JsonObject[]).map(({ contactId }) => contactId)).toEqual([1543])
  })
})

describe('reminders', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const remind = (account: string) => client.ask('POST', `${account}/reminders`, { body: { type: 'pricingAgreement' } })

  it('go to a merchant who was asked by email', async () => {
    const answer = await remind(await addedAccount(client))

    expect(answer.status).toBe(201)
    expect(answer.json).toEqual({ reminderId: expect.stringMatching(/^\d{7}$/), type: 'pricingAgreement' })
  })

  it('are refused for one who was asked by link', async () => {
    const account = await addedAccount(client, { signature: { type: 'requestedViaDirectLink' } })

    expect(problemOf(await remind(account))).toEqual([400, 'not-requested-by-email'])
  })

  it('are refused when the contract is signed', async () => {
    const account = await addedAccount(client)
    await client.admin('PUT', account, { isSigned: true })

    expect(problemOf(await remind(account))).toEqual([400, 'contract-already-signed'])
  })

  it('are refused for an account that is unknown', async () => {
    expect((await remind('/processing-accounts/unknown')).status).toBe(404)
  })
})

describe('requests of boarding without a body', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  it.each([
    ['POST', '/merchant-platforms'],
    ['POST', '/merchant-platforms/12345/processing-accounts'],
    ['POST', '/pricing-intents'],
    ['PUT', '/pricing-intents/5'],
    ['PUT', '/contacts/1543'],
    ['POST', '/processing-accounts/38765/terminal-orders'],
  ])('are refused: %s %s', async (method, path) => {
    const answer = await client.ask(method, path)

    expect([answer.status, complaints(answer)]).toEqual([400, ['body']])
  })
})
