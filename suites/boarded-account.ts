import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { deletedResourceIsGone } from '../checks/sequences/deleted-resource-is-gone.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { hidesNumber } from './hidden-number.ts'
import { documented } from './keyed-operation.ts'
import { BOARDING, boardWithIntent, type Merchant } from './merchant.ts'
import { isListed, itemsOf, type ListRequest, soon, walk } from './pages.ts'
import { refusedByState, shows } from './payment.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

/** What belongs to a processing account, and what becomes of it. */
export const boardedAccountScenarios: readonly Scenario[] = [
  story({ id: 'boarding/status', title: 'The status of an account is the same wherever it is read' }, async (tools) => {
    const { platform, account } = await boardWithIntent(tools)
    await tools.stateful('Account, platform and list agree', async () => {
      const { status, whole, list } = await soon(
        tools,
        () => statusesOf(tools, { platform, account }),
        ({ status, whole, list }) => [whole, list].every(({ shown }) => shown === undefined || shown === status),
      )
      // What moves on in the meantime agrees with nothing.
      if (status === undefined) return
      tools.evidence('status', status)
      for (const { answer, pointer, shown } of [whole, list]) {
        if (shown !== undefined) await shows(tools, answer, pointer, status, BOARDING)
      }
    })
  }),
  story({ id: 'boarding/closed', title: 'Closed accounts are listed when they are asked for' }, closedAccounts),
  story({ id: 'boarding/owners', title: 'The owners of an account can be read, and stay as they are' }, owners),
  story({ id: 'boarding/contacts', title: 'A contact is listed, changed and deleted' }, contacts),
  story({ id: 'boarding/funding-accounts', title: 'The funding accounts of an account are listed' }, async (tools) => {
    const { sent, account } = await boardWithIntent(tools)
    await tools.stateful('They show no whole number, and are not changed elsewhere', async () => {
      const ask = () => tools.api('listProcessingAccountsFundingAccounts', { path: account, expect: accepted(200) })
      const list = await soon(tools, ask, (found) => itemsOf([found], '').length > 0)
      const [first] = itemsOf([list], '')
      await tools.observe({
        answer: list,
        pointer: '',
        holds: first !== undefined,
        expected: 'the account that came with the request',
        rule: BOARDING,
        promise: listContainsCreated,
      })
      if (first === undefined) return
      await hidesNumber(tools, list, '/0/paymentMethods/0/value/accountNumber', {
        body: sent,
        pointer: '/processingAccounts/0/funding/fundingAccounts/0/paymentMethods/0/value/accountNumber',
      })
      const path = { fundingAccountId: Number(first.fundingAccountId) }
      const { body = {} } = documented(tools, 'updateFundingAccount')
      const state = { state: 'it belongs to a processing account' }
      await refusedByState(tools, 'updateFundingAccount', { path, body }, state)
      await refusedByState(tools, 'deleteFundingAccount', { path }, state)
    })
  }),
]

function story(options: Pick<ScenarioOptions, 'id' | 'title'>, body: (tools: PayrocTools) => Promise<void>): Scenario {
  return scenario(
    { ...options, suite: 'boarding', tier: 'conditional', feature: 'boarding', requirements: [BOARDING] },
    body,
  )
}

interface ShownStatus {
  readonly answer: Answer
  readonly pointer: string
  readonly shown: Json | undefined
}

/** The status of an account as it shows it itself, and what is said of it where it is one of several. */
async function statusesOf(
  tools: PayrocTools,
  { platform, account }: Pick<Merchant, 'platform' | 'account'>,
): Promise<{ readonly status: string | undefined; readonly whole: ShownStatus; readonly list: ShownStatus }> {
  const read = () => tools.api('getProcessingAccounts', { path: account, expect: accepted(200) })
  const before = (await read()).text('/status')
  const whole = await tools.api('getMerchantAccounts', { path: platform, expect: accepted(200) })
  const query = { includeClosed: true }
  const list = await tools.api('listMerchantLocations', { path: platform, query, expect: accepted(200) })
  const after = (await read()).text('/status')
  const shownIn = (answer: Answer, at: string): ShownStatus => {
    const items = itemsOf([answer], at)
    const index = items.findIndex((item) => item.processingAccountId === account.processingAccountId)
    return { answer, pointer: `${at}/${index}/status`, shown: items[index]?.status }
  }
  return {
    status: before === after ? before : undefined,
    whole: shownIn(whole, '/processingAccounts'),
    list: shownIn(list, '/data'),
  }
}

const CLOSED = ['terminated', 'cancelled', 'rejected']

/** A client cannot close an account, so it is looked for among those that there are. */
async function closedAccounts(tools: PayrocTools): Promise<void> {
  const { pages } = await tools.step('List the merchants', () => walk(tools, { operationId: 'listMerchantPlatforms' }))
  await tools.stateful('A closed account is listed only when closed ones are asked for', async () => {
    const found = itemsOf(pages).flatMap(({ merchantPlatformId, processingAccounts }) => {
      const accounts = Array.isArray(processingAccounts) ? processingAccounts : []
      const closed = accounts.find((account) => isJsonObject(account) && CLOSED.includes(String(account.status)))
      return isJsonObject(closed) ? [{ merchantPlatformId: merchantPlatformId ?? '', closed }] : []
    })
    const [first] = found
    if (first === undefined) return tools.skip('no merchant has a closed processing account')
    const path = { merchantPlatformId: first.merchantPlatformId }
    const open = await walk(tools, { operationId: 'listMerchantLocations', path })
    for (const page of open.pages) await holdsNoClosed(tools, page)
    const all = await walk(tools, { operationId: 'listMerchantLocations', path, query: { includeClosed: true } })
    const isThere = itemsOf(all.pages).some((item) => CLOSED.includes(String(item.status)))
    const [answer] = all.pages
    if (answer === undefined || !all.isWhole) return
    await tools.observe({
      answer,
      pointer: '/data',
      holds: isThere,
      expected: `the account that is ${String(first.closed.status)}`,
      rule: BOARDING,
      promise: listContainsCreated,
    })
  })
}

async function holdsNoClosed(tools: PayrocTools, answer: Answer): Promise<void> {
  const index = itemsOf([answer]).findIndex(({ status }) => CLOSED.includes(String(status)))
  await tools.observe({
    answer,
    pointer: `/data/${Math.max(0, index)}/status`,
    holds: index === -1,
    expected: 'an open account, as closed ones were not asked for',
    rule: BOARDING,
    promise: listContainsCreated,
  })
}

async function owners(tools: PayrocTools): Promise<void> {
  const { sent, answer, account } = await boardWithIntent(tools)
  await tools.stateful('Each can be read, and nobody can change or delete one', async () => {
    const list = await soon(
      tools,
      () => tools.api('listMerchantOwners', { path: account, expect: accepted(200) }),
      (found) => itemsOf([found]).length > 0,
    )
    const [owner] = itemsOf([list])
    await tools.observe({
      answer: list,
      pointer: '/data',
      holds: owner !== undefined,
      expected: 'the owner that came with the request',
      rule: BOARDING,
      promise: listContainsCreated,
    })
    if (owner === undefined) return
    const ownerId = Number(owner.ownerId)
    const read = await tools.api('getOwner', { path: { ownerId }, expect: accepted(200) })
    await tools.promise(createdResourceIsReadable, {
      created: answer.recorded,
      read: read.recorded,
      identity: { value: String(ownerId), at: '/ownerId' },
      resource: { sent: '/processingAccounts/0/owners/0' },
    })
    await hidesNumber(tools, read, '/identifiers/0/value', {
      body: sent,
      pointer: '/processingAccounts/0/owners/0/identifiers/0/value',
    })
    const { body = {} } = documented(tools, 'updateOwner')
    const state = { state: 'the owner is one of a processing account' }
    await refusedByState(tools, 'updateOwner', { path: { ownerId }, body }, state)
    await refusedByState(tools, 'deleteOwner', { path: { ownerId } }, state)
  })
}

async function contacts(tools: PayrocTools): Promise<void> {
  const merchant = await boardWithIntent(tools)
  const list: ListRequest = { operationId: 'listProcessingAccountContacts', path: merchant.account }
  const contactId = await tools.step('Read the account, which names its contact', () => contactOf(tools, merchant))
  const path = { contactId }
  await tools.stateful('The contact is listed', () =>
    isListed(tools, list, { created: merchant.answer, id: String(contactId), idAt: '/contactId' }),
  )
  const before = await tools.step('Read the contact', () =>
    tools.api('getContact', { path, expect: { ...accepted(200), promise: createdResourceIsReadable } }),
  )
  const { body = {} } = documented(tools, 'updateContact', { body: { firstName: 'Ann', type: 'representative' } })
  const updated = await tools.step('Change it', () => tools.api('updateContact', { path, body, expect: accepted(204) }))
  const changed = await tools.stateful('The change is kept', async () => {
    const read = await tools.api('getContact', { path, expect: accepted(200) })
    await tools.promise(updateIsVisible, {
      before: before.recorded,
      updated: updated.recorded,
      read: read.recorded,
      expected: [
        { pointer: '/firstName', value: 'Ann' },
        { pointer: '/type', value: 'representative' },
      ],
    })
    await hidesNumber(tools, read, '/identifiers/0/value', { body, pointer: '/identifiers/0/value' })
    return read
  })
  const deleted = await tools.step('Delete it', () => tools.api('deleteContact', { path, expect: accepted(204) }))
  await tools.stateful('It is gone', async () => {
    const read = await tools.api('getContact', { path, expect: whatever(404) })
    await tools.promise(deletedResourceIsGone, {
      ...(changed !== undefined && { before: changed.recorded }),
      deleted: deleted.recorded,
      read: read.recorded,
    })
  })
}

async function contactOf(tools: PayrocTools, { account }: Merchant): Promise<number> {
  const read = await tools.api('getProcessingAccounts', { path: account, expect: accepted(200) })
  const [first] = itemsOf([read], '/contacts')
  return first?.contactId === undefined
    ? tools.skip('the account does not say who its contacts are')
    : Number(first.contactId)
}
