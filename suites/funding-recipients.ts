import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { deletedResourceIsGone } from '../checks/sequences/deleted-resource-is-gone.ts'
import { failedCreateHasNoEffect } from '../checks/sequences/failed-create-has-no-effect.ts'
import { linksResolve } from '../checks/sequences/links-resolve.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import type { Json, JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, refused, whatever } from '../run/scenario/expectation.ts'
import type { Scenario } from '../run/scenario/scenario.ts'
import { attempted, permitted } from './creation.ts'
import { createRecipient, deleteLater, FUNDING, fundingStory, notKnown, recipient, type Recipient } from './funding.ts'
import { hidesNumber } from './hidden-number.ts'
import { ownTaxId } from './own-ids.ts'
import { isListed, itemsOf, type ListRequest, saysThatMoreFollows, soon, walk } from './pages.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import { refusedByState, shows } from './payment.ts'
import type { PayrocTools } from './payroc-scenario.ts'
import { FUNDING_ACCOUNT, ownerBody, recipientBody } from './recipient.ts'

const ALL: ListRequest = { operationId: 'listFundingRecipients' }
const CONDITIONAL = { tier: 'conditional', feature: 'funding' } as const

/** Who can be paid: recipients with their owners and accounts. */
export const fundingRecipientScenarios: readonly Scenario[] = [
  fundingStory(
    { id: 'FND-01', title: 'A funding recipient is created, and listed', tier: 'required' },
    async (tools) => {
      const { answer } = await recipient(tools)
      await tools.step('Payroc looks at it, or has approved it', () =>
        shows(tools, answer, '/status', ['pending', 'approved'], FUNDING),
      )
      await tools.stateful('It is listed', async () => {
        await isListed(tools, ALL, { created: answer, id: answer.text('/recipientId'), idAt: '/recipientId' })
        await saysThatMoreFollows(tools, ALL)
      })
    },
  ),
  fundingStory({ id: 'FND-02', title: 'An invalid recipient is refused, and corrected', tier: 'recommended' }, invalid),
  fundingStory(
    { id: 'FND-03', title: 'A recipient is read, with its owners and accounts', tier: 'required' },
    async (tools) => {
      const made = await recipient(tools)
      await tools.stateful('It can be read, and leads to its owner and its account', () => canBeRead(tools, made))
    },
  ),
  fundingStory(
    { id: 'funding/recipient-changed', title: 'A recipient is changed, and deleted with all it has', ...CONDITIONAL },
    changed,
  ),
  fundingStory(
    { id: 'funding/recipient-status', title: 'Nobody but Payroc approves a recipient', ...CONDITIONAL },
    async (tools) => {
      const { answer } = await recipient(tools)
      await tools.stateful('Create one with a status of our own', async () => {
        if (answer.text('/status') === 'rejected') return tools.saw('A new recipient is rejected at once.')
        const other = await tools.api('createFundingRecipient', {
          body: { ...recipientBody(tools.reference(), ownTaxId(tools)), status: 'rejected' },
          expect: whatever(201),
        })
        if (other.status >= 300) return tools.saw(`A status that only Payroc sets is answered ${other.status}.`)
        deleteLater(tools, other)
        await tools.observe({
          answer: other,
          pointer: '/status',
          holds: other.text('/status') !== 'rejected',
          expected: `${answer.text('/status')}, whatever the client says`,
          rule: FUNDING,
          promise: invalidRequestIsRejected,
        })
      })
    },
  ),
  fundingStory({ id: 'funding/accounts', title: 'An account is added, changed and deleted', ...CONDITIONAL }, (tools) =>
    keptWithRecipient(tools, {
      what: 'an account',
      id: 'fundingAccountId',
      create: 'createFundRecipientFundingAccount',
      list: 'listFundRecipientFundingAccounts',
      get: 'getFundingAccount',
      update: 'updateFundingAccount',
      remove: 'deleteFundingAccount',
      body: FUNDING_ACCOUNT,
      other: { ...FUNDING_ACCOUNT, nameOnAccount: 'Fred Nerk' },
      change: { pointer: '/nameOnAccount', value: 'Fred Nerk' },
      hidden: '/paymentMethods/0/value/accountNumber',
    }),
  ),
  fundingStory(
    { id: 'funding/owners', title: 'An owner is added, changed and deleted', ...CONDITIONAL },
    async (tools) => {
      const { answer, path } = await keptWithRecipient(tools, {
        what: 'an owner',
        id: 'ownerId',
        create: 'createFundRecipientOwner',
        list: 'listFundRecipientOwners',
        get: 'getOwner',
        update: 'updateOwner',
        remove: 'deleteOwner',
        body: ownerBody(false),
        other: { ...ownerBody(false), firstName: 'Fred' },
        change: { pointer: '/firstName', value: 'Fred' },
        hidden: '/identifiers/0/value',
      })
      await tools.stateful('There is one control prong, and the last owner stays', async () => {
        const state = { cause: answer, state: 'another owner is the control prong' }
        await refusedByState(tools, 'createFundRecipientOwner', { path, body: ownerBody(true) }, state)
        const list = await tools.api('listFundRecipientOwners', { path, expect: accepted(200) })
        const [only, ...others] = itemsOf([list], '')
        if (only === undefined || others.length > 0) return
        const ownerId = Number(only.ownerId)
        await refusedByState(tools, 'deleteOwner', { path: { ownerId } }, { state: 'it is the only owner' })
      })
    },
  ),
]

async function invalid(tools: PayrocTools): Promise<void> {
  const name = tools.reference()
  const body = recipientBody(name, ownTaxId(tools))
  const { address: _, ...incomplete } = body
  const before = await tools.stateful('See who is there', () => walk(tools, ALL))
  const refusal = await tools.step('Create a recipient without an address', () =>
    permitted(tools, 'createFundingRecipient', {
      body: incomplete,
      expect: refused([400], invalidRequestIsRejected, { rule: FUNDING }),
    }),
  )
  await tools.stateful('The answer names what is missing, and nobody was created', async () => {
    await tools.observe({
      answer: refusal,
      pointer: '/errors',
      holds: /address/i.test(JSON.stringify(refusal.body ?? '')),
      expected: 'address to be named',
      rule: FUNDING,
    })
    const after = await walk(tools, ALL)
    await tools.promise(failedCreateHasNoEffect, {
      refused: refusal.recorded,
      before: (before?.pages ?? []).map(({ recorded }) => recorded),
      after: after.pages.map(({ recorded }) => recorded),
      trace: { member: 'doingBusinessAs', value: String(body.doingBusinessAs) },
    })
  })
  await tools.step('Send it again, whole, with a new key', () => createRecipient(tools, () => body))
}

async function canBeRead(tools: PayrocTools, { answer, path }: Recipient): Promise<void> {
  const read = await tools.api('getFundingRecipient', { path, expect: whatever(200) })
  const isThere = await tools.promise(createdResourceIsReadable, {
    created: answer.recorded,
    read: read.recorded,
    identity: { value: answer.text('/recipientId'), at: '/recipientId' },
  })
  if (!isThere || read.status !== 200) return
  const expect = { ...accepted(200), promise: linksResolve, rule: FUNDING }
  const [owner] = itemsOf([read], '/owners')
  const [account] = itemsOf([read], '/fundingAccounts')
  if (owner?.ownerId !== undefined) await tools.api('getOwner', { path: { ownerId: owner.ownerId }, expect })
  if (account?.fundingAccountId === undefined) return
  await tools.api('getFundingAccount', { path: { fundingAccountId: account.fundingAccountId }, expect })
}

async function changed(tools: PayrocTools): Promise<void> {
  const { sent, answer, path } = await recipient(tools)
  const read = () => tools.api('getFundingRecipient', { path, expect: accepted(200) })
  const name = `Food Bank ${tools.reference()}`
  const { owners: _, fundingAccounts: __, ...said } = sent
  const before = await tools.step('Read it', read)
  const updated = await tools.step('Change its name', () =>
    attempted(tools, 'updateFundingRecipient', 204, {
      request: () => ({ path, body: { ...said, doingBusinessAs: name } }),
      excuse: notKnown,
    }),
  )
  const after = await tools.stateful('The change is kept', async () => {
    const found = await read()
    await tools.promise(updateIsVisible, {
      before: before.recorded,
      updated: updated.recorded,
      read: found.recorded,
      expected: [{ pointer: '/doingBusinessAs', value: name }],
    })
    return found
  })
  const deleted = await tools.step('Delete it', () =>
    tools.api('deleteFundingRecipient', { path, expect: accepted(204) }),
  )
  await tools.stateful('It is gone, with its owner and its account', async () => {
    const isGone = await gone(tools, deleted, { operationId: 'getFundingRecipient', path, before: after })
    if (!isGone) return
    const [owner] = itemsOf([answer], '/owners')
    const [account] = itemsOf([answer], '/fundingAccounts')
    if (owner?.ownerId !== undefined) {
      await gone(tools, deleted, { operationId: 'getOwner', path: { ownerId: owner.ownerId } })
    }
    if (account?.fundingAccountId === undefined) return
    const { fundingAccountId } = account
    await gone(tools, deleted, { operationId: 'getFundingAccount', path: { fundingAccountId } })
  })
}

async function gone(
  tools: PayrocTools,
  deleted: Answer,
  {
    operationId,
    path,
    before,
  }: {
    readonly operationId: PayrocOperation
    readonly path: Readonly<Record<string, Json>>
    readonly before?: Answer | undefined
  },
): Promise<boolean> {
  const read = await tools.api(operationId, { path, expect: whatever(404) })
  return tools.promise(deletedResourceIsGone, {
    ...(before !== undefined && { before: before.recorded }),
    deleted: deleted.recorded,
    read: read.recorded,
  })
}

/** What a recipient has several of, and how each is kept. */
interface Kept {
  readonly what: string
  /** Name of the id, in paths and in answers. */
  readonly id: 'ownerId' | 'fundingAccountId'
  readonly create: PayrocOperation
  readonly list: PayrocOperation
  readonly get: PayrocOperation
  readonly update: PayrocOperation
  readonly remove: PayrocOperation
  readonly body: JsonObject
  readonly other: JsonObject
  /** Where `other` differs. */
  readonly change: { readonly pointer: string; readonly value: Json }
  /** Pointer to the number that is shown masked. */
  readonly hidden: string
}

async function keptWithRecipient(tools: PayrocTools, kept: Kept): Promise<Recipient> {
  const made = await recipient(tools)
  const added = await tools.step(`Add ${kept.what}`, () =>
    attempted(tools, kept.create, 201, { request: () => ({ path: made.path, body: kept.body }), excuse: notKnown }),
  )
  const id = added.text(`/${kept.id}`)
  const path = { [kept.id]: Number(id) }
  tools.evidence(kept.id, id)
  await tools.stateful('It shows no whole number, and is listed with the recipient', async () => {
    await hidesNumber(tools, added, kept.hidden, { body: kept.body, pointer: kept.hidden })
    const list = await soon(
      tools,
      () => tools.api(kept.list, { path: made.path, expect: accepted(200) }),
      (found) => itemsOf([found], '').some((item) => String(item[kept.id]) === id),
    )
    await tools.promise(listContainsCreated, {
      created: added.recorded,
      id,
      pages: [list.recorded],
      isWhole: true,
      shape: { items: '', id: `/${kept.id}` },
    })
  })
  const before = await tools.step('Read it', () => tools.api(kept.get, { path, expect: accepted(200) }))
  await tools.stateful('It is what was added', () =>
    tools.promise(createdResourceIsReadable, {
      created: added.recorded,
      read: before.recorded,
      identity: { value: id, at: `/${kept.id}` },
    }),
  )
  const updated = await tools.step('Change it', () =>
    attempted(tools, kept.update, 204, { request: () => ({ path, body: kept.other }), excuse: notKnown }),
  )
  const after = await tools.stateful('The change is kept', async () => {
    const read = await tools.api(kept.get, { path, expect: accepted(200) })
    await tools.promise(updateIsVisible, {
      before: before.recorded,
      updated: updated.recorded,
      read: read.recorded,
      expected: [kept.change],
    })
    return read
  })
  const deleted = await tools.step('Delete it', () => tools.api(kept.remove, { path, expect: accepted(204) }))
  await tools.stateful('It is gone', () =>
    gone(tools, deleted, { operationId: kept.get, path, ...(after !== undefined && { before: after }) }),
  )
  return made
}
