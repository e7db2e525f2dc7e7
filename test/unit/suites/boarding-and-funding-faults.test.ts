import { describe, expect, it } from 'vitest'
import { playOnPrism, playOnSandbox, promisesBroken } from '../../support/play-on-sandbox.ts'

const SUITES = ['boarding', 'equipment', 'funding']

/** Faults that do not meet each other, and what the suites say of each. */
const FOUND: readonly Readonly<Record<string, string>>[] = [
  {
    'contact-put-lost': 'update-is-visible updateContact',
    'pricing-intent-put-lost': 'update-is-visible updatePricingIntent',
    'recipient-put-lost': 'update-is-visible updateFundingRecipient',
    'funding-account-put-lost': 'update-is-visible updateFundingAccount',
    'owner-put-lost': 'update-is-visible updateOwner',
    'funding-instruction-put-lost': 'update-is-visible updateInstructions',
    'duplicate-merchant-accepted': 'wrong-state-is-conflict createMerchant',
    'second-control-prong-accepted': 'wrong-state-is-conflict createFundRecipientOwner',
    'terminal-order-address-replaced': 'created-resource-is-readable getTerminalOrder',
    'sent-terminal-unreadable': 'links-resolve getProcessingTerminal',
    'signed-contract-reminded': 'wrong-state-is-conflict createReminder',
    'terminal-order-before-approval': 'wrong-state-is-conflict createTerminalOrder',
    'closed-accounts-listed': 'list-contains-created listMerchantLocations',
    'balance-filter-ignored': 'list-contains-created getFundingBalance',
    'activity-filter-ignored': 'list-contains-created getFundingActivity',
  },
  {
    'deleted-contact-still-readable': 'deleted-resource-is-gone deleteContact',
    'deleted-pricing-intent-still-readable': 'deleted-resource-is-gone deletePricingIntent',
    'deleted-recipient-still-readable': 'deleted-resource-is-gone deleteFundingRecipient',
    'deleted-funding-account-still-readable': 'deleted-resource-is-gone deleteFundingAccount',
    'deleted-owner-still-readable': 'deleted-resource-is-gone deleteOwner',
    'pricing-intent-fee-from-client': 'invalid-request-is-rejected createPricingIntent',
    'recipient-status-set-by-client': 'invalid-request-is-rejected createFundingRecipient',
    'contact-list-omits-newest': 'list-contains-created listProcessingAccountContacts',
    'terminal-order-list-omits-open': 'list-contains-created listProcessingAccountsTerminalOrders',
    'recipient-account-list-omits-newest': 'list-contains-created listFundRecipientFundingAccounts',
    'funding-instruction-dates-ignored': 'list-contains-created listInstructions',
    'funding-overdraft-accepted': 'wrong-state-is-conflict createInstruction',
    'link-signer-reminded': 'wrong-state-is-conflict createReminder',
    'account-owner-changed': 'wrong-state-is-conflict updateOwner',
    'account-link-elsewhere': 'links-resolve createMerchant',
  },
  {
    'pricing-intent-patch-lost': 'update-is-visible patchPricingIntent',
    'created-processing-account-lost': 'created-resource-is-readable getProcessingAccounts',
    'held-account-paid': 'wrong-state-is-conflict createInstruction',
    'refused-merchant-is-kept': 'failed-create-has-no-effect createMerchant',
    'pricing-intent-list-omits-pending': 'list-contains-created listPricingIntents',
    'refused-create-is-kept': 'failed-create-has-no-effect createFundingRecipient',
    'recipient-owner-list-omits-newest': 'list-contains-created listFundRecipientOwners',
    'terminal-order-filter-ignored': 'list-contains-created listProcessingAccountsTerminalOrders',
    'balance-has-more-wrong': 'pages-are-disjoint-and-complete getFundingBalance',
    'recipient-has-more-wrong': 'pages-are-disjoint-and-complete listFundingRecipients',
    'funding-instruction-updated-late': 'wrong-state-is-conflict updateInstructions',
    'merchant-tax-id-shown': 'no-sensitive-data-in-response createMerchant',
    'contact-national-id-shown': 'no-sensitive-data-in-response getContact',
    'funding-account-number-shown': 'no-sensitive-data-in-response listProcessingAccountsFundingAccounts',
    'recipient-account-number-shown': 'no-sensitive-data-in-response createFundRecipientFundingAccount',
    'owner-national-id-shown': 'no-sensitive-data-in-response createFundRecipientOwner',
  },
  {
    'control-prongs-unchecked': 'wrong-state-is-conflict createMerchant',
    'only-owner-deleted': 'wrong-state-is-conflict deleteOwner',
    'accounts-outlive-recipient': 'deleted-resource-is-gone deleteFundingRecipient',
    'recipient-list-omits-newest': 'list-contains-created listFundingRecipients',
    'funding-instruction-deleted-late': 'wrong-state-is-conflict deleteInstructions',
    'merchant-metadata-null': 'body-matches-schema createMerchant',
    'category-code-as-text': 'body-matches-schema createProcessingAccount',
    'key-not-required': 'missing-idempotency-key-is-rejected createMerchant',
  },
  {
    'created-pricing-intent-lost': 'created-resource-is-readable getPricingIntent',
    'created-recipient-lost': 'created-resource-is-readable getFundingRecipient',
    'missing-member-accepted': 'invalid-request-is-rejected getFundingActivity',
  },
]

/** The same fault, seen in another answer. */
const SEEN_AS_WELL: readonly string[] = [
  'body-matches-schema getMerchantAccounts',
  'body-matches-schema getProcessingAccounts',
  'no-sensitive-data-in-response getMerchantAccounts',
  'failed-create-has-no-effect createTerminalOrder',
  // What is made of a request that is not whole is not whole either.
  'body-matches-schema createFundingRecipient',
  'body-matches-schema createTerminalOrder',
  'body-matches-schema listFundingRecipients',
  'body-matches-schema listProcessingAccountsTerminalOrders',
]

describe('a sandbox with faults of its merchants, terminals and funds', () => {
  it.each(FOUND)('is found to have %o, and nothing else', async (found) => {
    const events = await playOnSandbox(SUITES, Object.keys(found))

    const broken = promisesBroken(events)
    expect(broken.filter((promise) => !SEEN_AS_WELL.includes(promise))).toEqual(Object.values(found).toSorted())
  })
})

describe('merchants, terminals and funds', () => {
  it.each([7, 8])('pass on a sandbox without faults, with seed %i', async (seed) => {
    const events = await playOnSandbox(SUITES, [], seed)

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events).toHaveLength(41)
  })

  it('pass on a sandbox that decides at once and answers a wrong state with 400', async () => {
    const events = await playOnSandbox(SUITES, [], 7, {
      underwritingTime: 0,
      reviewTime: 0,
      wrongStateStatus: 400,
      recipientAccountUse: 'credit',
    })

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
  })

  it('are left where the key has no scope for them', async () => {
    const events = await playOnSandbox(SUITES, [], 7, { apiKeys: [{ key: 'for-cards', scopes: ['card-payments'] }] })

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'skipped')).toEqual([])
    expect(new Set(events.map(({ reason }) => reason?.replace(/ for \w+$/, '')))).toEqual(
      new Set(['the key has no scope']),
    )
  })

  it('are walked to their end on a mock that remembers nothing', async () => {
    const events = await playOnPrism(SUITES)

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events).toHaveLength(41)
  })
})
