import type { CollectionSpec } from './collection.ts'

/** What a merchant has been paid and not yet passed on, lowest denomination. */
export interface FundingBalanceRecord {
  readonly merchantId: string
  readonly doingBusinessAs: string
  readonly funds: number
}

/**
 * Funding balances by merchant: those of the contract's examples. Nothing that a client does adds to them, so the first
 * is large enough for many runs; the second is as the example has it.
 */
export const FUNDING_BALANCES: CollectionSpec<FundingBalanceRecord> = {
  name: 'funding-balances',
  seed: () => [
    ['4525644354', { merchantId: '4525644354', doingBusinessAs: 'Pizza Doe', funds: 1_000_000_000_000 }],
    ['9876543219', { merchantId: '9876543219', doingBusinessAs: 'Doe Hot Dogs', funds: 50_000 }],
  ],
}
