import type { JsonObject } from '../../../core/json.ts'
import { picked } from '../members.ts'
import type { CollectionSpec } from './collection.ts'

/** A funding recipient as the sandbox keeps it; its owners and funding accounts are kept with all others. */
export interface FundingRecipientRecord {
  readonly recipientId: number
  /** As the API shows it, but for its owners and funding accounts. */
  readonly shown: JsonObject
}

/** What a client says of a funding recipient itself. */
export const RECIPIENT_MEMBERS: readonly string[] = [
  'recipientType',
  'taxId',
  'charityId',
  'doingBusinessAs',
  'address',
  'contactMethods',
  'metadata',
]

/** Of the contract's list of funding accounts. */
const OTHER_RECIPIENT = 235

/** Funding recipients by id. */
export const FUNDING_RECIPIENTS: CollectionSpec<FundingRecipientRecord> = {
  name: 'funding-recipients',
  seed: ({ example }) => {
    const documented = example('getFundingRecipient', '200') as JsonObject
    const recipientId = Number(documented.recipientId)
    const kept = ['recipientId', 'status', 'createdDate', 'lastModifiedDate', ...RECIPIENT_MEMBERS]
    const shown = picked(documented, kept)
    return [
      [recipientId, { recipientId, shown }],
      [
        OTHER_RECIPIENT,
        {
          recipientId: OTHER_RECIPIENT,
          shown: { ...shown, recipientId: OTHER_RECIPIENT, taxId: '987654321', doingBusinessAs: 'Doe Food Bank' },
        },
      ],
    ]
  },
}
