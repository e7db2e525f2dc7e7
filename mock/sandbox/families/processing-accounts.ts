import type { Handlers } from '../call.ts'
import {
  contactListOmitsNewest,
  fundingAccountNumberShown,
  linkSignerReminded,
  signedContractReminded,
} from '../faults/boarding.ts'
import { fundingAccountsOf, linkedFundingAccount, ownersOf } from '../holder.ts'
import { pageOf } from '../pagination.ts'
import { refuse, refuseUnknown } from '../problem.ts'
import { accountOf, contactsOf, holderOf, isSigned, shownAccount } from '../processing-account.ts'

export const handlers: Handlers = {
  getProcessingAccounts: (call) => ({ status: 200, body: shownAccount(call, accountOf(call)) }),
  listProcessingAccountsFundingAccounts(call) {
    const accounts = fundingAccountsOf(call, holderOf(accountOf(call)))
    const isShown = call.faults.isOn(fundingAccountNumberShown)
    const body = accounts.map((account) => {
      const linked = linkedFundingAccount(call, account)
      return isShown ? { ...linked, paymentMethods: [UNMASKED] } : linked
    })
    return { status: 200, body }
  },
  listProcessingAccountContacts(call) {
    const all = contactsOf(call, accountOf(call))
    const listed = call.faults.isOn(contactListOmitsNewest) ? all.slice(0, -1) : all
    const page = pageOf(
      call,
      listed,
      ({ contactId }) => contactId,
      ({ shown }) => shown,
    )
    return { status: 200, body: page }
  },
  listMerchantOwners(call) {
    const page = pageOf(
      call,
      ownersOf(call, holderOf(accountOf(call))),
      ({ ownerId }) => ownerId,
      ({ shown }) => shown,
    )
    return { status: 200, body: page }
  },
  retrieveProcessingAccountPricing(call) {
    const { pricing } = accountOf(call)
    return pricing === undefined
      ? refuseUnknown(call, 'pricing agreement', 'processingAccountId')
      : { status: 200, body: pricing }
  },
  /** Payroc documents that only a merchant who was asked by email, and has not signed yet, can be reminded. */
  createReminder(call) {
    const account = accountOf(call)
    const { type } = account.shown.signature as { readonly type: string }
    if (account.pricing === undefined) refuse('no-pricing-agreement-exists-for-the-processing-account')
    const isByEmail = type === 'requestedViaEmail'
    if (!isByEmail && !call.faults.isOn(linkSignerReminded)) refuse('not-requested-by-email')
    const isOver = isByEmail && isSigned(call, account)
    if (isOver && !call.faults.isOn(signedContractReminded)) refuse('contract-already-signed')
    return { status: 201, body: { reminderId: call.ids.digits('reminder', 7), type: 'pricingAgreement' } }
  },
}

const UNMASKED = { type: 'ach', value: { routingNumber: '021000021', accountNumber: '1234567890' } }
