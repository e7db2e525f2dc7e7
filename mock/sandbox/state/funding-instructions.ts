import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** How far a funding instruction has come. */
export type InstructionStatus = 'accepted' | 'pending' | 'completed'

/** A funding instruction as the sandbox keeps it. */
export interface FundingInstructionRecord {
  readonly instructionId: number
  readonly status: InstructionStatus
  /** What the client said, with the currency of every amount. */
  readonly said: JsonObject
  readonly createdDate: string
  readonly lastModifiedDate: string
  /** Sandbox time from which its states are counted, milliseconds. */
  readonly acceptedAt: number
}

/** Funding instructions by id. */
export const FUNDING_INSTRUCTIONS: CollectionSpec<FundingInstructionRecord> = {
  name: 'funding-instructions',
  isFinished: ({ status }) => status === 'completed',
  seed: ({ now }) => {
    const documented = { createdDate: '2024-07-02T15:30:00Z', lastModifiedDate: '2024-07-02T15:30:00Z' }
    const said = (value: number): JsonObject => ({
      merchants: [
        {
          merchantId: '4525644354',
          recipients: [
            {
              fundingAccountId: 123,
              paymentMethod: 'ACH',
              amount: { value, currency: 'USD' },
              metadata: { yourCustomField: 'abc123' },
            },
          ],
        },
      ],
      metadata: { yourCustomField: 'abc123' },
    })
    const instruction = (instructionId: number, value: number): readonly [number, FundingInstructionRecord] => [
      instructionId,
      { ...documented, instructionId, status: 'accepted', said: said(value), acceptedAt: now() },
    ]
    return [instruction(64643131, 120_000), instruction(64643132, 5_000)]
  },
}
