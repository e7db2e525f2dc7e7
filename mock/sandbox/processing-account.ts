import type { JsonObject } from '../../core/json.ts'
import type { Call } from './call.ts'
import { fundingAccountsOf, ownersOf } from './holder.ts'
import { objectAt, picked } from './members.ts'
import { refuseUnknown } from './problem.ts'
import { CONTACTS, type ContactRecord } from './state/contacts.ts'
import type { Holder } from './state/owners.ts'
import { type AccountStatus, PROCESSING_ACCOUNTS, type ProcessingAccountRecord } from './state/processing-accounts.ts'
import type { World } from './world.ts'

/** The account that a call's path names; refuses where there is none. */
export function accountOf(call: Call): ProcessingAccountRecord {
  const record = call.state.of(PROCESSING_ACCOUNTS).get(String(call.path.processingAccountId))
  return record === undefined ? refuseUnknown(call, 'processing account', 'processingAccountId') : record
}

/** The status of an account by now: it is looked at halfway through the time, and approved at its end. */
export function accountStatus(
  { clock, options }: World,
  { status, createdAt }: ProcessingAccountRecord,
): AccountStatus {
  if (status !== undefined) return status
  const age = clock.now() - createdAt
  if (age >= options.underwritingTime) return 'approved'
  return age >= options.underwritingTime / 2 ? 'pending' : 'entered'
}

/** Whether the merchant has signed: without it, nobody is approved. */
export function isSigned(world: World, record: ProcessingAccountRecord): boolean {
  return record.isSigned ?? accountStatus(world, record) === 'approved'
}

/** As whose owners and funding accounts are kept. */
export function holderOf({ processingAccountId }: ProcessingAccountRecord): Holder {
  return { kind: 'processing-account', id: processingAccountId }
}

export function contactsOf({ state }: World, account: ProcessingAccountRecord): readonly ContactRecord[] {
  return state
    .of(CONTACTS)
    .values()
    .filter(({ processingAccountId }) => processingAccountId === account.processingAccountId)
}

export function pathOfAccount(processingAccountId: string): string {
  return `/processing-accounts/${encodeURIComponent(processingAccountId)}`
}

/** An account as the API shows it. */
export function shownAccount(world: World, record: ProcessingAccountRecord): JsonObject {
  const { links } = world
  const accounts = fundingAccountsOf(world, holderOf(record)).map(({ fundingAccountId, shown }) => ({
    fundingAccountId,
    // The contract knows no account on hold here.
    status: shown.status === 'hold' ? 'pending' : (shown.status ?? 'pending'),
    link: links.link('fundingAccount', `/funding-accounts/${fundingAccountId}`),
  }))
  const status = accountStatus(world, record)
  return {
    ...record.shown,
    status,
    owners: ownersOf(world, holderOf(record)).map(({ ownerId, shown }) => ({
      ownerId,
      ...picked(shown, ['firstName', 'lastName']),
      link: links.link('owner', `/owners/${ownerId}`),
    })),
    processing: { ...objectAt(record.shown, 'processing'), ...merchantIdOf(record, status) },
    funding: {
      status: status === 'approved' ? 'enabled' : 'disabled',
      ...objectAt(record.shown, 'funding'),
      ...(accounts.length > 0 && { fundingAccounts: accounts }),
    },
    pricing: { link: links.link('pricing', `${pathOfAccount(record.processingAccountId)}/pricing`) },
    contacts: contactsOf(world, record).map(({ contactId, shown }) => ({
      contactId,
      ...picked(shown, ['firstName', 'lastName']),
      link: links.link('contact', `/contacts/${contactId}`),
    })),
  }
}

/** The acquiring platform knows a merchant when the account is approved. */
function merchantIdOf({ processingAccountId, shown }: ProcessingAccountRecord, status: AccountStatus): JsonObject {
  const known = objectAt(shown, 'processing').merchantId
  if (known !== undefined || status !== 'approved') return {}
  return { merchantId: `4444${processingAccountId.padStart(11, '0').slice(-11)}` }
}

/** An account as its merchant platform shows it. */
export function summaryOf(world: World, record: ProcessingAccountRecord): JsonObject {
  const { processingAccountId, shown } = record
  return {
    processingAccountId,
    ...picked(shown, ['doingBusinessAs']),
    status: accountStatus(world, record),
    link: world.links.link('processingAccount', pathOfAccount(processingAccountId)),
    ...picked(shown, ['signature']),
  }
}
