import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { ACH_FUNDING_ACCOUNT, fundingAccountOf, ownerOf, recipientOf } from '../../../support/sandbox-funding.ts'
import { at, complaints } from '../../../support/sandbox-money.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

describe('funding recipients', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const create = (rest: JsonObject = {}) => client.ask('POST', '/funding-recipients', { body: recipientOf(rest) })
  const created = async (rest: JsonObject = {}): Promise<string> => String((await create(rest)).headers.get('location'))

  it('are pending until they have been reviewed, with links to their owners and accounts', async () => {
    const made = await create()
    const url = String(made.headers.get('location'))
    const owner = await client.ask('GET', String(at(made, 'owners', 0, 'link', 'href')))
    const account = await client.ask('GET', String(at(made, 'fundingAccounts', 0, 'link', 'href')))

    const { recipientId, createdDate, lastModifiedDate, owners, fundingAccounts: ___, ...rest } = made.json
    const { owners: _, fundingAccounts: __, ...sent } = recipientOf()
    expect(made.status).toBe(201)
    expect(rest).toEqual({ ...sent, status: 'pending' })
    expect([createdDate, (owners as readonly object[]).length]).toEqual([lastModifiedDate, 1])
    expect(at(made, 'fundingAccounts', 0, 'status')).toBe('pending')
    expect(owner.json).toMatchObject({ firstName: 'Jane', identifiers: [{ type: 'nationalId', value: 'xxxxx4320' }] })
    expect(account.json).toMatchObject({
      paymentMethods: [{ type: 'ach', value: { routingNumber: '*****0983', accountNumber: '******7890' } }],
      links: [
        { rel: 'parent', method: 'GET', href: `${client.sandbox.baseUrl}/funding-recipients/${Number(recipientId)}` },
      ],
    })
    expect((await client.ask('GET', url)).body).toEqual(made.body)
  })

  it.each([
    ['no control prong', [ownerOf({ isControlProng: false })]],
    ['two control prongs', [ownerOf(), ownerOf()]],
  ])('are refused with %s', async (_name, owners) => {
    const answer = await create({ owners })

    expect([answer.status, complaints(answer)]).toEqual([400, ['owners']])
  })

  it('are refused without a body, which the contract lets them leave out', async () => {
    const answer = await client.ask('POST', '/funding-recipients')

    expect([answer.status, complaints(answer)]).toEqual([400, ['body']])
  })

  it.each([
    ['its tax ID', { taxId: '66-6666666' }],
    ['the national ID of an owner', { owners: [ownerOf({}, '666-66-6666')] }],
  ])('are refused and not kept when the identity check fails on %s', async (_name, rest) => {
    const before = (await client.ask('GET', '/funding-recipients?limit=100')).json.count

    const answer = await create(rest)

    expect([answer.status, answer.json.type]).toEqual([400, 'https://docs.payroc.com/api/errors#kyc-check-failed'])
    expect((await client.ask('GET', '/funding-recipients?limit=100')).json.count).toBe(before)
  })

  it('keep an update of what is their own, and lose what it leaves out', async () => {
    const url = await created({ charityId: 'charity', metadata: { a: 'b' } })

    const answer = await client.ask('PUT', url, { body: recipientOf({ doingBusinessAs: 'Pizza Doe' }) })
    const refused = await client.ask('PUT', url, { body: recipientOf({ taxId: '666666666' }) })

    const read = (await client.ask('GET', url)).json
    expect([answer.status, refused.status]).toEqual([204, 400])
    expect([read.doingBusinessAs, read.charityId, read.metadata, read.taxId]).toEqual([
      'Pizza Doe',
      undefined,
      undefined,
      '123456789',
    ])
    expect((read.owners as readonly object[]).length).toBe(1)
  })

  it('take their owners and accounts with them when they are deleted', async () => {
    const made = await create()
    const url = String(made.headers.get('location'))
    const links = [at(made, 'owners', 0, 'link', 'href'), at(made, 'fundingAccounts', 0, 'link', 'href')].map(String)

    const deleted = await client.ask('DELETE', url)

    const after = await Promise.all([url, ...links].map((one) => client.ask('GET', one)))
    expect([deleted.status, ...after.map(({ status }) => status)]).toEqual([204, 404, 404, 404])
    expect((await client.ask('DELETE', url)).status).toBe(404)
  })

  it('take more accounts, which are listed and can be updated and deleted', async () => {
    const url = await created()

    const made = await client.ask('POST', `${url}/funding-accounts`, { body: fundingAccountOf() })
    const account = String(made.headers.get('location'))
    const listed = await client.ask('GET', `${url}/funding-accounts`)
    const changed = { nameOnAccount: 'Fred Nerk', type: 'savings' }
    const put = await client.ask('PUT', account, { body: fundingAccountOf(changed) })
    const read = await client.ask('GET', account)
    const deleted = await client.ask('DELETE', account)
    const gone = await client.ask('GET', account)

    expect(made.status).toBe(201)
    expect((listed.body as readonly JsonObject[]).at(-1)).toEqual(made.body)
    expect([put.status, deleted.status, gone.status]).toEqual([204, 204, 404])
    expect(read.json).toMatchObject({ ...changed, fundingAccountId: made.json.fundingAccountId ?? 0 })
  })

  it('take more owners, but no second control prong', async () => {
    const url = await created()
    const add = (body: JsonObject) => client.ask('POST', `${url}/owners`, { body })

    const second = await add(ownerOf())
    const made = await add(ownerOf({ isControlProng: false }))
    const owner = String(made.headers.get('location'))
    const promoted = await client.ask('PUT', owner, { body: ownerOf() })

    expect([second.status, made.status, promoted.status]).toEqual([400, 201, 400])
    expect(complaints(second)).toEqual(['relationship.isControlProng'])
    expect(((await client.ask('GET', `${url}/owners`)).body as readonly JsonObject[]).at(-1)).toEqual(made.body)
  })

  it('keep their last owner', async () => {
    const url = await created()
    const { headers } = await client.ask('POST', `${url}/owners`, { body: ownerOf({ isControlProng: false }) })
    const [first, second] = [
      String(at(await client.ask('GET', url), 'owners', 0, 'link', 'href')),
      headers.get('location'),
    ]

    const deleted = await client.ask('DELETE', String(second))
    const last = await client.ask('DELETE', first)

    expect([deleted.status, last.status, complaints(last)]).toEqual([204, 400, ['ownerId']])
  })

  it('update their owners', async () => {
    const owner = String(at(await create(), 'owners', 0, 'link', 'href'))

    const answer = await client.ask('PUT', owner, { body: { ...ownerOf(), lastName: 'Nerk' } })
    const refused = await client.ask('PUT', owner, { body: ownerOf({}, '666666666') })

    expect([answer.status, refused.status]).toEqual([204, 400])
    expect((await client.ask('GET', owner)).json.lastName).toBe('Nerk')
  })

  it.each([
    ['PUT', '/owners/12346', ownerOf()],
    ['DELETE', '/owners/12346', undefined],
    ['PUT', '/funding-accounts/125', fundingAccountOf()],
    ['DELETE', '/funding-accounts/125', undefined],
  ])('are the only ones whose owners and accounts can be changed: %s %s', async (method, path, body) => {
    const answer = await client.ask(method, path, body === undefined ? {} : { body })

    expect([answer.status, answer.json.instance]).toEqual([403, client.sandbox.baseUrl + path])
    expect((await client.ask('GET', path)).status).toBe(200)
  })

  it('are known by their ids alone', async () => {
    const paths = ['/funding-recipients/1', '/funding-recipients/1/owners', '/funding-accounts/1', '/owners/1']

    const answers = await Promise.all(paths.map((path) => client.ask('GET', path)))

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
  })
})

describe('a funding recipient after a review', () => {
  it('is approved, and so are its accounts', async () => {
    const client = await openSandbox({ reviewTime: 60_000 })
    const { headers } = await client.ask('POST', '/funding-recipients', { body: recipientOf() })
    await client.admin('POST', '/clock', { minutes: 2 })

    const read = await client.ask('GET', String(headers.get('location')))
    await client.close()

    expect([read.json.status, at(read, 'fundingAccounts', 0, 'status')]).toEqual(['approved', 'approved'])
  })
})

describe('a sandbox that takes accounts of recipients for credit only', () => {
  it.each(['debit', 'creditAndDebit'])('refuses one for %s', async (use) => {
    const client = await openSandbox({ recipientAccountUse: 'credit' })
    const ask = (method: string, path: string, body: JsonObject) => client.ask(method, path, { body })
    const fundingAccounts = [{ ...ACH_FUNDING_ACCOUNT, use }]

    const answers = [
      await ask('POST', '/funding-recipients', recipientOf({ fundingAccounts })),
      await ask('POST', '/funding-recipients/234/funding-accounts', fundingAccountOf({ use })),
      await ask('PUT', '/funding-accounts/123', fundingAccountOf({ use })),
    ]
    await client.close()

    expect(answers.map(complaints)).toEqual([['fundingAccounts[0].use'], ['use'], ['use']])
  })
})
