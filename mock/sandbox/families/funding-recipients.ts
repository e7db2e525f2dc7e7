import type { Json, JsonObject } from '../../../core/json.ts'
import type { Call, Handlers, Reply } from '../call.ts'
import {
  accountsOutliveRecipient,
  createdRecipientLost,
  deletedRecipientReadable,
  recipientListOmitsNewest,
  recipientHasMoreWrong,
  recipientPutLost,
  recipientStatusSet,
} from '../faults/funding-recipient.ts'
import { nationalIdShown, ownerListOmitsNewest, secondProngAccepted } from '../faults/owner.ts'
import { accountListOmitsNewest, accountNumberShown } from '../faults/funding-account.ts'
import { addFundingAccount, addOwner, fundingAccountsOf, linkedFundingAccount, ownersOf } from '../holder.ts'
import { checkUse } from '../funding-account-use.ts'
import { checkIdentity } from '../identity-check.ts'
import { objectAt, objectsAt, picked } from '../members.ts'
import { neededBody } from '../needed-body.ts'
import { pageOf } from '../pagination.ts'
import { refuseUnknown, refuseValue } from '../problem.ts'
import { reviewedStatus } from '../review.ts'
import { FUNDING_ACCOUNTS } from '../state/funding-accounts.ts'
import { FUNDING_RECIPIENTS, type FundingRecipientRecord, RECIPIENT_MEMBERS } from '../state/funding-recipients.ts'
import { type Holder, OWNERS } from '../state/owners.ts'
import type { World } from '../world.ts'

function recipientOf(call: Call): FundingRecipientRecord {
  const record = call.state.of(FUNDING_RECIPIENTS).get(String(call.path.recipientId))
  return record ?? refuseUnknown(call, 'funding recipient', 'recipientId')
}

function holderOf({ recipientId }: FundingRecipientRecord): Holder {
  return { kind: 'funding-recipient', id: String(recipientId) }
}

function shownRecipient(world: World, record: FundingRecipientRecord): JsonObject {
  const holder = holderOf(record)
  return {
    ...record.shown,
    status: reviewedStatus(world, record.shown),
    owners: ownersOf(world, holder).map(({ ownerId }) => ({
      ownerId,
      link: world.links.link('owner', `/owners/${ownerId}`),
    })),
    fundingAccounts: fundingAccountsOf(world, holder).map(({ fundingAccountId, shown }) => ({
      fundingAccountId,
      status: reviewedStatus(world, shown),
      link: world.links.link('fundingAccount', `/funding-accounts/${fundingAccountId}`),
    })),
  }
}

/** What a client says of a recipient, without what only Payroc says. */
function described(request: JsonObject): JsonObject {
  return picked(request, RECIPIENT_MEMBERS)
}

/** Payroc documents that a recipient has one control prong. */
function checkControlProngs(owners: readonly JsonObject[]): void {
  const prongs = owners.filter((owner) => objectAt(owner, 'relationship').isControlProng === true)
  if (prongs.length !== 1) refuseValue('owners', 'Exactly one owner must be the control prong')
}

/** What is new is pending until it has been reviewed. */
function statusOf({ faults }: Call, { status }: JsonObject): Json {
  return faults.isOn(recipientStatusSet) ? (status ?? 'pending') : 'pending'
}

function add(call: Call, request: JsonObject): FundingRecipientRecord {
  const recipientId = call.ids.number('funding-recipient')
  const now = call.clock.iso()
  const record: FundingRecipientRecord = {
    recipientId,
    shown: {
      recipientId,
      status: statusOf(call, request),
      createdDate: now,
      lastModifiedDate: now,
      ...described(request),
    },
  }
  call.state.of(FUNDING_RECIPIENTS).set(recipientId, record)
  for (const owner of objectsAt(request, 'owners')) addOwner(call, holderOf(record), owner)
  for (const account of objectsAt(request, 'fundingAccounts')) addFundingAccount(call, holderOf(record), account)
  return record
}

function created(call: Call, path: string, body: Json): Reply {
  return { status: 201, headers: { location: call.links.href(path) }, body }
}

export const handlers: Handlers = {
  createFundingRecipient(call) {
    const request = neededBody(call)
    const owners = objectsAt(request, 'owners')
    checkControlProngs(owners)
    for (const [i, account] of objectsAt(request, 'fundingAccounts').entries()) {
      checkUse(call, account, `fundingAccounts[${i}].use`)
    }
    checkIdentity(request.taxId, owners)
    const record = add(call, request)
    const reply = created(call, `/funding-recipients/${record.recipientId}`, shownRecipient(call, record))
    if (call.faults.isOn(createdRecipientLost)) call.state.of(FUNDING_RECIPIENTS).delete(record.recipientId)
    return reply
  },
  listFundingRecipients(call) {
    const all = call.state.of(FUNDING_RECIPIENTS).values()
    const listed = call.faults.isOn(recipientListOmitsNewest) ? all.slice(0, -1) : all
    const page = pageOf(
      call,
      listed,
      ({ recipientId }) => recipientId,
      (record) => shownRecipient(call, record),
    )
    return { status: 200, body: call.faults.isOn(recipientHasMoreWrong) ? { ...page, hasMore: !page.hasMore } : page }
  },
  getFundingRecipient: (call) => ({ status: 200, body: shownRecipient(call, recipientOf(call)) }),
  updateFundingRecipient(call) {
    const { recipientId, shown } = recipientOf(call)
    const request = neededBody(call)
    checkIdentity(request.taxId, [])
    if (call.faults.isOn(recipientPutLost)) return { status: 204 }
    const kept = picked(shown, ['recipientId', 'status', 'createdDate'])
    call.state.of(FUNDING_RECIPIENTS).set(recipientId, {
      recipientId,
      shown: { ...kept, lastModifiedDate: call.clock.iso(), ...described(request) },
    })
    return { status: 204 }
  },
  deleteFundingRecipient(call) {
    const record = recipientOf(call)
    if (call.faults.isOn(deletedRecipientReadable)) return { status: 204 }
    for (const { ownerId } of ownersOf(call, holderOf(record))) call.state.of(OWNERS).delete(ownerId)
    const accounts = call.faults.isOn(accountsOutliveRecipient) ? [] : fundingAccountsOf(call, holderOf(record))
    for (const { fundingAccountId } of accounts) {
      call.state.of(FUNDING_ACCOUNTS).delete(fundingAccountId)
    }
    call.state.of(FUNDING_RECIPIENTS).delete(record.recipientId)
    return { status: 204 }
  },
  listFundRecipientFundingAccounts(call) {
    const all = fundingAccountsOf(call, holderOf(recipientOf(call)))
    const listed = call.faults.isOn(accountListOmitsNewest) ? all.slice(0, -1) : all
    return { status: 200, body: listed.map((record) => linkedFundingAccount(call, record)) }
  },
  createFundRecipientFundingAccount(call) {
    const holder = holderOf(recipientOf(call))
    const request = neededBody(call)
    checkUse(call, request, 'use')
    const { shown, ...rest } = addFundingAccount(call, holder, request)
    const record = call.faults.isOn(accountNumberShown)
      ? { ...rest, shown: { ...shown, ...picked(request, ['paymentMethods']) } }
      : { ...rest, shown }
    call.state.of(FUNDING_ACCOUNTS).set(record.fundingAccountId, record)
    return created(call, `/funding-accounts/${record.fundingAccountId}`, linkedFundingAccount(call, record))
  },
  listFundRecipientOwners(call) {
    const all = ownersOf(call, holderOf(recipientOf(call)))
    const listed = call.faults.isOn(ownerListOmitsNewest) ? all.slice(0, -1) : all
    return { status: 200, body: listed.map(({ shown }) => shown) }
  },
  createFundRecipientOwner(call) {
    const holder = holderOf(recipientOf(call))
    const request = neededBody(call)
    const isProng = objectAt(request, 'relationship').isControlProng === true
    if (
      isProng &&
      !call.faults.isOn(secondProngAccepted) &&
      ownersOf(call, holder).some(({ shown }) => objectAt(shown, 'relationship').isControlProng === true)
    ) {
      refuseValue('relationship.isControlProng', 'Another owner is the control prong')
    }
    checkIdentity(undefined, [request])
    const { shown, ...rest } = addOwner(call, holder, request)
    const record = call.faults.isOn(nationalIdShown)
      ? { ...rest, shown: { ...shown, ...picked(request, ['identifiers']) } }
      : { ...rest, shown }
    call.state.of(OWNERS).set(record.ownerId, record)
    return created(call, `/owners/${record.ownerId}`, record.shown)
  },
}
