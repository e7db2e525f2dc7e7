import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import type { CollectionSpec, Seeding } from './collection.ts'

export const ACCOUNT_STATUSES = [
  'entered',
  'pending',
  'approved',
  'subjectTo',
  'dormant',
  'nonProcessing',
  'rejected',
  'terminated',
  'cancelled',
] as const

export type AccountStatus = (typeof ACCOUNT_STATUSES)[number]

/** A processing account as the sandbox keeps it; owners, contacts and funding accounts are kept by themselves. */
export interface ProcessingAccountRecord {
  readonly processingAccountId: string
  readonly merchantPlatformId: string
  /** Sandbox time, milliseconds. */
  readonly createdAt: number
  /** What Payroc made of it; absent: what its age says. */
  readonly status?: AccountStatus
  /** Whether the merchant signed the pricing agreement; absent: what its age says. */
  readonly isSigned?: boolean
  /** As the API shows it, but for its status and what is kept by itself. */
  readonly shown: JsonObject
  /** The pricing agreement as it was when the account was made; absent where there is none. */
  readonly pricing?: JsonObject
}

/** Payroc documents which accounts lists leave out unless they are asked for. */
export const CLOSED_STATUSES: readonly AccountStatus[] = ['rejected', 'terminated', 'cancelled']

export const PROCESSING_ACCOUNTS: CollectionSpec<ProcessingAccountRecord> = {
  name: 'processing-accounts',
  isFinished: ({ status }) => status !== undefined && CLOSED_STATUSES.includes(status),
  seed: (seeding) => {
    const pricing = seeding.example('retrieveProcessingAccountPricing', '200')
    const account = (
      processingAccountId: string,
      merchantPlatformId: string,
      rest: Pick<ProcessingAccountRecord, 'status' | 'isSigned'>,
      signature: JsonObject,
    ): readonly [string, ProcessingAccountRecord] => [
      processingAccountId,
      {
        processingAccountId,
        merchantPlatformId,
        createdAt: 0,
        ...rest,
        shown: { ...documentedAccount(seeding), processingAccountId, signature },
        ...(isJsonObject(pricing) && { pricing }),
      },
    ]
    const byLink = documentedAccount(seeding).signature as JsonObject
    // The example's merchant is asked by link, but can be reminded, too, which only one who was asked by email can be.
    return [
      account('38765', '12345', { status: 'approved', isSigned: false }, { type: 'requestedViaEmail' }),
      account('38766', '12346', { status: 'pending', isSigned: false }, byLink),
      account('38767', '12345', { status: 'terminated', isSigned: true }, byLink),
    ]
  },
}

function documentedAccount({ example }: Seeding): JsonObject {
  const {
    owners: _owners,
    contacts: _contacts,
    status: _status,
    pricing: _pricing,
    ...shown
  } = example('getProcessingAccounts', '200') as JsonObject
  const { fundingAccounts: _accounts, ...funding } = shown.funding as JsonObject
  return { ...shown, funding }
}
