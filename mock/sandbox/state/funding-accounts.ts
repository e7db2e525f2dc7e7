import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'
import type { Holder } from './owners.ts'

/** A funding account as the sandbox keeps it: its numbers are masked from the start. */
export interface FundingAccountRecord {
  readonly fundingAccountId: number
  readonly holder: Holder
  /** As the API shows it, but for its links. */
  readonly shown: JsonObject
}

/** Funding accounts of processing accounts and of funding recipients, by id. */
export const FUNDING_ACCOUNTS: CollectionSpec<FundingAccountRecord> = {
  name: 'funding-accounts',
  seed: () => {
    const account = (
      fundingAccountId: number,
      holder: Holder,
      rest: JsonObject,
    ): readonly [number, FundingAccountRecord] => [
      fundingAccountId,
      {
        fundingAccountId,
        holder,
        shown: {
          fundingAccountId,
          createdDate: '2024-07-02T15:30:00Z',
          lastModifiedDate: '2024-07-02T15:30:00Z',
          status: 'approved',
          type: 'checking',
          use: 'credit',
          nameOnAccount: 'Jane Doe',
          paymentMethods: [{ type: 'ach', value: { routingNumber: '*****6789', accountNumber: '******7890' } }],
          metadata: { yourCustomField: 'abc123' },
          ...rest,
        },
      },
    ]
    const recipient: Holder = { kind: 'funding-recipient', id: '234' }
    const other: Holder = { kind: 'funding-recipient', id: '235' }
    return [
      account(125, { kind: 'processing-account', id: '38765' }, { use: 'creditAndDebit' }),
      account(126, { kind: 'processing-account', id: '38766' }, { use: 'creditAndDebit', status: 'pending' }),
      account(123, recipient, {}),
      account(124, recipient, { status: 'hold' }),
      account(127, other, {}),
    ]
  },
}
