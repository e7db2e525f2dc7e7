import { createHash } from 'node:crypto'
import { jsonEquals, type JsonObject } from '../../../core/json.ts'
import { agreedPricing, boardAccount, refuseOwners, refuseSharedNationalIds } from '../boarding.ts'
import type { Call, Handlers } from '../call.ts'
import {
  closedAccountsListed,
  createdAccountLost,
  duplicateMerchantAccepted,
  merchantTaxIdShown,
  refusedMerchantIsKept,
} from '../faults/boarding.ts'
import { maskedIdentifier } from '../mask.ts'
import { objectAt, objectsAt, picked, textAt } from '../members.ts'
import { pageOf } from '../pagination.ts'
import { shownAddress, shownContactMethods } from '../person.ts'
import { Refusal, refuse, refuseUnknown } from '../problem.ts'
import { accountStatus, pathOfAccount, shownAccount, summaryOf } from '../processing-account.ts'
import { describedRequest } from '../resource-shape.ts'
import { MERCHANT_PLATFORMS, type MerchantPlatformRecord } from '../state/merchant-platforms.ts'
import { CLOSED_STATUSES, PROCESSING_ACCOUNTS, type ProcessingAccountRecord } from '../state/processing-accounts.ts'
import type { World } from '../world.ts'

function platformOf(call: Call): MerchantPlatformRecord {
  const record = call.state.of(MERCHANT_PLATFORMS).get(String(call.path.merchantPlatformId))
  return record === undefined ? refuseUnknown(call, 'merchant platform', 'merchantPlatformId') : record
}

function accountsOf(
  { state }: World,
  { merchantPlatformId }: MerchantPlatformRecord,
): readonly ProcessingAccountRecord[] {
  return state
    .of(PROCESSING_ACCOUNTS)
    .values()
    .filter((account) => account.merchantPlatformId === merchantPlatformId)
}

/** An account as the answer that makes it shows it, however quickly it is approved. */
function entered(record: ProcessingAccountRecord): ProcessingAccountRecord {
  return { ...record, status: 'entered' }
}

function shownPlatform(
  world: World,
  record: MerchantPlatformRecord,
  accounts: readonly ProcessingAccountRecord[] = accountsOf(world, record),
): JsonObject {
  return {
    ...record.shown,
    processingAccounts: [
      ...accounts.map((account) => summaryOf(world, account)),
      ...record.failed.map((doingBusinessAs) => ({ doingBusinessAs, status: 'failed' })),
    ],
    links: [],
  }
}

function shownBusiness(business: JsonObject, taxId: string): JsonObject {
  const addresses = objectsAt(business, 'addresses').map((address) => ({
    ...picked(address, ['type']),
    ...shownAddress(address),
  }))
  return {
    ...picked(business, ['name']),
    taxId,
    ...picked(business, ['organizationType', 'countryOfOperation']),
    addresses: addresses.filter((address, i) => addresses.findIndex((other) => jsonEquals(other, address)) === i),
    contactMethods: shownContactMethods(business),
  }
}

function digestOf(taxId: string): string {
  return createHash('sha256').update(taxId.replaceAll('-', '')).digest('hex')
}

/** Keeps a platform without its accounts. */
function savePlatform(call: Call, request: JsonObject, failed: readonly string[]): MerchantPlatformRecord {
  const business = objectAt(request, 'business')
  const taxId = textAt(business, 'taxId') ?? ''
  const merchantPlatformId = call.ids.digits('merchant-platform', 8)
  const now = call.clock.iso()
  const record: MerchantPlatformRecord = {
    merchantPlatformId,
    taxIdDigest: digestOf(taxId),
    shown: {
      merchantPlatformId,
      createdDate: now,
      lastModifiedDate: now,
      business: shownBusiness(business, call.faults.isOn(merchantTaxIdShown) ? taxId : maskedIdentifier(taxId)),
      ...picked(request, ['metadata']),
    },
    failed,
  }
  call.state.of(MERCHANT_PLATFORMS).set(merchantPlatformId, record)
  return record
}

/** Payroc documents 409 for a merchant that there is already, by its tax ID. */
function refuseDuplicate({ state, faults }: Call, request: JsonObject): void {
  if (faults.isOn(duplicateMerchantAccepted)) return
  const digest = digestOf(textAt(objectAt(request, 'business'), 'taxId') ?? '')
  const isKnown = state
    .of(MERCHANT_PLATFORMS)
    .values()
    .some(({ taxIdDigest }) => taxIdDigest === digest)
  if (isKnown) refuse('tax-id-in-use')
}

/** What of the accounts can be boarded: with several, those that cannot be are failed ones of a merchant all the same. */
function boardable(call: Call, accounts: readonly JsonObject[]) {
  const tried = accounts.map((account, i) => {
    try {
      return { account, pricing: agreedPricing(call, account, `processingAccounts[${i}].pricing`), refusal: undefined }
    } catch (error) {
      if (error instanceof Refusal && accounts.length > 1) return { account, pricing: undefined, refusal: error }
      throw error
    }
  })
  const refused = tried.flatMap(({ account, refusal }) => (refusal === undefined ? [] : [{ account, refusal }]))
  if (refused.length === tried.length && refused[0] !== undefined) throw refused[0].refusal
  return {
    boarded: tried.flatMap(({ account, pricing }) => (pricing === undefined ? [] : [{ account, pricing }])),
    failed: refused.map(({ account }) => String(account.doingBusinessAs)),
  }
}

export const handlers: Handlers = {
  createMerchant(call) {
    const request = describedRequest(call)
    const accounts = objectsAt(request, 'processingAccounts')
    refuseDuplicate(call, request)
    try {
      for (const account of accounts) {
        refuseOwners(call, account)
        refuseSharedNationalIds(account)
      }
    } catch (refusal) {
      if (call.faults.isOn(refusedMerchantIsKept)) savePlatform(call, request, [])
      throw refusal
    }
    const { boarded, failed } = boardable(call, accounts)
    const record = savePlatform(call, request, failed)
    const { merchantPlatformId } = record
    const made = boarded.map(({ account, pricing }) => boardAccount(call, merchantPlatformId, account, pricing))
    return {
      status: 201,
      headers: { location: call.links.href(`/merchant-platforms/${merchantPlatformId}`) },
      body: shownPlatform(call, record, made.map(entered)),
    }
  },
  listMerchantPlatforms(call) {
    const page = pageOf(
      call,
      call.state.of(MERCHANT_PLATFORMS).values(),
      ({ merchantPlatformId }) => merchantPlatformId,
      (record) => shownPlatform(call, record),
    )
    return { status: 200, body: page }
  },
  getMerchantAccounts: (call) => ({ status: 200, body: shownPlatform(call, platformOf(call)) }),
  createProcessingAccount(call) {
    const { merchantPlatformId } = platformOf(call)
    const request = describedRequest(call)
    refuseOwners(call, request)
    const record = boardAccount(call, merchantPlatformId, request, agreedPricing(call, request, 'pricing'))
    const body = shownAccount(call, entered(record))
    const { processingAccountId } = record
    if (call.faults.isOn(createdAccountLost)) call.state.of(PROCESSING_ACCOUNTS).delete(processingAccountId)
    return { status: 201, headers: { location: call.links.href(pathOfAccount(processingAccountId)) }, body }
  },
  listMerchantLocations(call) {
    const isAsked = call.query.get('includeClosed') === 'true' || call.faults.isOn(closedAccountsListed)
    const accounts = accountsOf(call, platformOf(call)).filter(
      (account) => isAsked || !CLOSED_STATUSES.includes(accountStatus(call, account)),
    )
    const page = pageOf(
      call,
      accounts,
      ({ processingAccountId }) => processingAccountId,
      (account) => shownAccount(call, account),
    )
    return { status: 200, body: page }
  },
}
