import type { Json, JsonObject } from '../../core/json.ts'
import type { Link } from './link.ts'
import { maskedAccountNumber } from './mask.ts'
import { objectAt, objectsAt, picked } from './members.ts'
import { shownOwner } from './person.ts'
import { reviewedStatus } from './review.ts'
import { FUNDING_ACCOUNTS, type FundingAccountRecord } from './state/funding-accounts.ts'
import { type Holder, type OwnerRecord, OWNERS } from './state/owners.ts'
import type { World } from './world.ts'

/** Where the one that owners and funding accounts belong to is read. */
const PATHS: Readonly<Record<Holder['kind'], string>> = {
  'processing-account': '/processing-accounts',
  'funding-recipient': '/funding-recipients',
}

/** Keeps a new owner of a processing account or of a funding recipient. */
export function addOwner({ ids, state }: World, holder: Holder, request: JsonObject): OwnerRecord {
  const ownerId = ids.number('owner')
  const record: OwnerRecord = { ownerId, holder, shown: { ownerId, ...shownOwner(request) } }
  state.of(OWNERS).set(ownerId, record)
  return record
}

/** The owners of one processing account or funding recipient, in the order in which they were added. */
export function ownersOf({ state }: World, { kind, id }: Holder): readonly OwnerRecord[] {
  return state
    .of(OWNERS)
    .values()
    .filter(({ holder }) => holder.kind === kind && holder.id === id)
}

/** Keeps a new funding account; it is pending until somebody looks at it. */
export function addFundingAccount(
  { ids, state, clock }: World,
  holder: Holder,
  request: JsonObject,
): FundingAccountRecord {
  const fundingAccountId = ids.number('funding-account')
  const now = clock.iso()
  const shown = {
    fundingAccountId,
    createdDate: now,
    lastModifiedDate: now,
    status: 'pending',
    ...shownFundingAccount(request),
  }
  const record: FundingAccountRecord = { fundingAccountId, holder, shown }
  state.of(FUNDING_ACCOUNTS).set(fundingAccountId, record)
  return record
}

/** What a client says of a funding account, as the API shows it: the numbers masked. */
export function shownFundingAccount(request: JsonObject): JsonObject {
  return {
    ...picked(request, ['type', 'use', 'nameOnAccount']),
    paymentMethods: maskedPaymentMethods(request),
    ...picked(request, ['metadata']),
  }
}

/** Several accounts may look the same when they are masked; the contract wants each method once. */
function maskedPaymentMethods(request: JsonObject): readonly Json[] {
  const methods = objectsAt(request, 'paymentMethods').map((method): JsonObject => {
    const value = objectAt(method, 'value')
    const masked = Object.fromEntries(
      Object.entries(picked(value, ['routingNumber', 'accountNumber'])).map(([name, number]) => [
        name,
        maskedAccountNumber(String(number)),
      ]),
    )
    return { ...picked(method, ['type']), ...(method.value !== undefined && { value: masked }) }
  })
  return [...new Map(methods.map((method) => [JSON.stringify(method), method])).values()]
}

/** The funding accounts of one processing account or funding recipient. */
export function fundingAccountsOf({ state }: World, { kind, id }: Holder): readonly FundingAccountRecord[] {
  return state
    .of(FUNDING_ACCOUNTS)
    .values()
    .filter(({ holder }) => holder.kind === kind && holder.id === id)
}

/** A funding account with the link to the one that it belongs to. */
export function linkedFundingAccount(world: World, { shown, holder }: FundingAccountRecord): JsonObject {
  return { ...shown, status: reviewedStatus(world, shown), links: [parentLink(world.links, holder)] }
}

function parentLink(links: World['links'], { kind, id }: Holder): Link {
  return links.link('parent', `${PATHS[kind]}/${encodeURIComponent(id)}`)
}
