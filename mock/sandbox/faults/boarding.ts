import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Fault } from '../fault.ts'
import { isResource } from './replies.ts'

export const deletedContactReadable: Fault = {
  name: 'deleted-contact-still-readable',
  group: 'lifecycle',
  describe: 'A contact that was deleted can still be read.',
  expectedCheck: 'deleted-resource-is-gone',
}

export const deletedIntentReadable: Fault = {
  name: 'deleted-pricing-intent-still-readable',
  group: 'lifecycle',
  describe: 'A pricing intent that was deleted can still be read.',
  expectedCheck: 'deleted-resource-is-gone',
}

export const contactPutLost: Fault = {
  name: 'contact-put-lost',
  group: 'lifecycle',
  describe: 'An update of a contact is answered as if it had been made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const intentPutLost: Fault = {
  name: 'pricing-intent-put-lost',
  group: 'lifecycle',
  describe: 'An update of a pricing intent is answered as if it had been made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const intentPatchLost: Fault = {
  name: 'pricing-intent-patch-lost',
  group: 'lifecycle',
  describe: 'A patch of a pricing intent is answered as if it had been made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const createdAccountLost: Fault = {
  name: 'created-processing-account-lost',
  group: 'lifecycle',
  describe: 'A processing account is answered as created, and is not there.',
  expectedCheck: 'created-resource-is-readable',
}

export const createdIntentLost: Fault = {
  name: 'created-pricing-intent-lost',
  group: 'lifecycle',
  describe: 'A pricing intent is answered as created, and is not there.',
  expectedCheck: 'created-resource-is-readable',
}

export const refusedMerchantIsKept: Fault = {
  name: 'refused-merchant-is-kept',
  group: 'lifecycle',
  describe: 'A merchant platform that is refused because of its owners is there all the same.',
  expectedCheck: 'failed-create-has-no-effect',
}

export const duplicateMerchantAccepted: Fault = {
  name: 'duplicate-merchant-accepted',
  group: 'lifecycle',
  describe: 'A merchant with a tax ID that is in use is boarded again.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const controlProngsUnchecked: Fault = {
  name: 'control-prongs-unchecked',
  group: 'lifecycle',
  describe: 'Owners of a processing account are not checked for the control prong.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const terminalOrderBeforeApproval: Fault = {
  name: 'terminal-order-before-approval',
  group: 'lifecycle',
  describe: 'Terminals can be ordered for a processing account that is not approved.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const signedContractReminded: Fault = {
  name: 'signed-contract-reminded',
  group: 'lifecycle',
  describe: 'A merchant who has signed can be reminded to sign.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const linkSignerReminded: Fault = {
  name: 'link-signer-reminded',
  group: 'lifecycle',
  describe: 'A merchant who signs by direct link can be reminded by email.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const orderAddressReplaced: Fault = {
  name: 'terminal-order-address-replaced',
  group: 'lifecycle',
  describe: 'A terminal order shows the address of the merchant in place of the one that it was given.',
  expectedCheck: 'created-resource-is-readable',
}

export const sentTerminalUnreadable: Fault = {
  name: 'sent-terminal-unreadable',
  group: 'content',
  describe: 'An order that was sent links to a terminal that cannot be read.',
  expectedCheck: 'links-resolve',
}

export const intentFeeFromClient: Fault = {
  name: 'pricing-intent-fee-from-client',
  group: 'lifecycle',
  describe:
    'The fee of Platinum Security in a new pricing intent is the one that the client sent, though only Payroc sets it.',
  expectedCheck: 'invalid-request-is-rejected',
}

export const intentListOmitsPending: Fault = {
  name: 'pricing-intent-list-omits-pending',
  group: 'list',
  describe: 'The list of pricing intents leaves out those that await review.',
  expectedCheck: 'list-contains-created',
}

export const contactListOmitsNewest: Fault = {
  name: 'contact-list-omits-newest',
  group: 'list',
  describe: 'The list of contacts leaves out the newest.',
  expectedCheck: 'list-contains-created',
}

export const terminalOrderListOmitsOpen: Fault = {
  name: 'terminal-order-list-omits-open',
  group: 'list',
  describe: 'The list of terminal orders leaves out the open ones.',
  expectedCheck: 'list-contains-created',
}

export const terminalOrderFilterIgnored: Fault = {
  name: 'terminal-order-filter-ignored',
  group: 'list',
  describe: 'The list of terminal orders ignores its filters.',
  expectedCheck: 'list-contains-created',
}

export const closedAccountsListed: Fault = {
  name: 'closed-accounts-listed',
  group: 'list',
  describe: 'The list of processing accounts has closed ones though nobody asked for them.',
  expectedCheck: 'list-contains-created',
}

export const merchantTaxIdShown: Fault = {
  name: 'merchant-tax-id-shown',
  group: 'leak',
  describe: 'A merchant platform shows the whole tax ID that came with it.',
  expectedCheck: 'no-sensitive-data-in-response',
}

export const contactNationalIdShown: Fault = {
  name: 'contact-national-id-shown',
  group: 'leak',
  describe: 'A contact shows the whole national ID that came with an update.',
  expectedCheck: 'no-sensitive-data-in-response',
}

export const fundingAccountNumberShown: Fault = {
  name: 'funding-account-number-shown',
  group: 'leak',
  describe: 'The funding accounts of a processing account are listed with their whole numbers.',
  expectedCheck: 'no-sensitive-data-in-response',
}

const merchantMetadataNull: Fault = {
  name: 'merchant-metadata-null',
  group: 'content',
  describe: 'A merchant platform without metadata shows null for it.',
  expectedCheck: 'body-matches-schema',
  reply: (_call, reply) =>
    isResource(reply) && isPlatform(reply.body) && reply.body.metadata === undefined
      ? { ...reply, body: { ...reply.body, metadata: null } }
      : reply,
}

const categoryCodeAsText: Fault = {
  name: 'category-code-as-text',
  group: 'content',
  describe: 'A processing account shows its category code as a text.',
  expectedCheck: 'body-matches-schema',
  reply: (_call, reply) =>
    isResource(reply) && typeof reply.body.categoryCode === 'number'
      ? { ...reply, body: { ...reply.body, categoryCode: String(reply.body.categoryCode) } }
      : reply,
}

const accountLinkElsewhere: Fault = {
  name: 'account-link-elsewhere',
  group: 'content',
  describe: 'A merchant platform links to its processing accounts as if they were contacts.',
  expectedCheck: 'links-resolve',
  reply: (_call, reply) => {
    if (!isResource(reply) || !isPlatform(reply.body)) return reply
    const accounts = reply.body.processingAccounts as readonly Json[]
    return { ...reply, body: { ...reply.body, processingAccounts: accounts.map(linkedElsewhere) } }
  },
}

function isPlatform(body: JsonObject): boolean {
  return Array.isArray(body.processingAccounts)
}

function linkedElsewhere(account: Json): Json {
  if (!isJsonObject(account) || !isJsonObject(account.link)) return account
  const href = String(account.link.href).replace('/processing-accounts/', '/contacts/')
  return { ...account, link: { ...account.link, href } }
}

/** Faults of merchants and what belongs to them: accounts, contacts, pricing and terminal orders. */
export const BOARDING_FAULTS: readonly Fault[] = [
  deletedContactReadable,
  deletedIntentReadable,
  contactPutLost,
  intentPutLost,
  intentPatchLost,
  createdAccountLost,
  createdIntentLost,
  refusedMerchantIsKept,
  duplicateMerchantAccepted,
  controlProngsUnchecked,
  terminalOrderBeforeApproval,
  signedContractReminded,
  linkSignerReminded,
  orderAddressReplaced,
  sentTerminalUnreadable,
  intentFeeFromClient,
  intentListOmitsPending,
  contactListOmitsNewest,
  terminalOrderListOmitsOpen,
  terminalOrderFilterIgnored,
  closedAccountsListed,
  merchantTaxIdShown,
  contactNationalIdShown,
  fundingAccountNumberShown,
  merchantMetadataNull,
  categoryCodeAsText,
  accountLinkElsewhere,
]
