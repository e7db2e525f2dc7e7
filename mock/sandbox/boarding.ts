import type { JsonObject } from '../../core/json.ts'
import { controlProngsUnchecked } from './faults/boarding.ts'
import { addFundingAccount, addOwner } from './holder.ts'
import { objectAt, objectsAt, picked } from './members.ts'
import { shownContact } from './person.ts'
import { currentIntent, isRewardPay, withFees } from './pricing.ts'
import { refuse, refuseValue } from './problem.ts'
import { CONTACTS } from './state/contacts.ts'
import { PRICING_INTENTS } from './state/pricing-intents.ts'
import { PROCESSING_ACCOUNTS, type ProcessingAccountRecord } from './state/processing-accounts.ts'
import type { World } from './world.ts'

/** What a processing account of a request says of itself that is shown as it is. */
const SHOWN = [
  'doingBusinessAs',
  'website',
  'businessType',
  'categoryCode',
  'merchandiseOrServiceSold',
  'businessStartDate',
  'timezone',
  'address',
  'contactMethods',
  'processing',
  'metadata',
]

/** Payroc documents: one owner at most is the control prong, and one is that or an authorized signatory; never both. */
export function refuseOwners({ faults }: World, account: JsonObject): void {
  const relationships = objectsAt(account, 'owners').map((owner) => objectAt(owner, 'relationship'))
  const prongs = relationships.filter(({ isControlProng }) => isControlProng === true)
  if (faults.isOn(controlProngsUnchecked)) return
  if (prongs.length > 1) refuse('too-many-control-prongs')
  const hasSignatory = relationships.some(({ isAuthorizedSignatory }) => isAuthorizedSignatory === true)
  if (prongs.length === 0 && !hasSignatory) refuse('no-control-prong-or-authorized-signatory')
  if (prongs.some(({ isAuthorizedSignatory }) => isAuthorizedSignatory === true)) {
    refuseValue('owners', 'The control prong and the authorized signatory are different people')
  }
}

/** National IDs of the owners of one account belong to one owner each. */
export function refuseSharedNationalIds(account: JsonObject): void {
  const values = objectsAt(account, 'owners').flatMap((owner) => [
    ...new Set(objectsAt(owner, 'identifiers').map(({ value }) => String(value))),
  ])
  if (new Set(values).size < values.length) refuse('national-id-in-use')
}

/** The fees that an account is boarded with: an intent's as they are now, or those of the agreement itself. */
export function agreedPricing(world: World, account: JsonObject, at: string): JsonObject {
  const { type, pricingIntentId, ...fees } = objectAt(account, 'pricing')
  const pricing = type === 'intent' ? intendedPricing(world, String(pricingIntentId), at) : fees
  if (isRewardPay(pricing) && objectAt(account, 'funding').dailyDiscount === true) {
    refuse('daily-discount-and-reward-pay-conflict')
  }
  return withFees(pricing)
}

/** Payroc documents that an intent is used when it is active; its own tests use one that was just made. */
function intendedPricing(world: World, pricingIntentId: string, at: string): JsonObject {
  const record = world.state.of(PRICING_INTENTS).get(pricingIntentId)
  if (record === undefined) refuseValue(`${at}.pricingIntentId`, 'There is no such pricing intent')
  const intent = currentIntent(world, record)
  if (intent.status === 'rejected') refuseValue(`${at}.pricingIntentId`, 'The pricing intent was rejected')
  return picked(intent, ['country', 'version', 'base', 'processor', 'gateway', 'services'])
}

/** Keeps a new account with its owners, contacts and funding accounts. */
export function boardAccount(
  world: World,
  merchantPlatformId: string,
  request: JsonObject,
  pricing: JsonObject,
): ProcessingAccountRecord {
  const { clock, ids, state } = world
  const processingAccountId = ids.digits('processing-account', 8)
  const now = clock.iso()
  const { fundingAccounts: _, ...funding } = objectAt(request, 'funding')
  const record: ProcessingAccountRecord = {
    processingAccountId,
    merchantPlatformId,
    createdAt: clock.now(),
    shown: {
      processingAccountId,
      createdDate: now,
      lastModifiedDate: now,
      ...picked(request, SHOWN),
      funding: { fundingSchedule: 'standard', acceleratedFundingFee: 0, ...funding },
      signature: signatureOf(world, objectAt(request, 'signature')),
    },
    pricing,
  }
  state.of(PROCESSING_ACCOUNTS).set(processingAccountId, record)
  const holder = { kind: 'processing-account', id: processingAccountId } as const
  for (const owner of objectsAt(request, 'owners')) addOwner(world, holder, owner)
  for (const account of objectsAt(request.funding, 'fundingAccounts')) addFundingAccount(world, holder, account)
  for (const contact of objectsAt(request, 'contacts')) {
    const contactId = ids.number('contact')
    state.of(CONTACTS).set(contactId, {
      contactId,
      processingAccountId,
      shown: { contactId, ...shownContact(contact) },
    })
  }
  return record
}

/** The page where a merchant signs is not Payroc's own. */
function signatureOf({ ids }: World, { type }: JsonObject): JsonObject {
  if (type !== 'requestedViaDirectLink') return { type: 'requestedViaEmail' }
  const href = `https://us.agreementexpress.net/mv2/viewer2.jsp?docId=${ids.uuid('agreement')}`
  return { type, link: { rel: 'agreement', method: 'GET', href } }
}
