import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A merchant platform as the sandbox keeps it; its tax ID is masked from the start. */
export interface MerchantPlatformRecord {
  readonly merchantPlatformId: string
  /** Tells whether a tax ID is the same without keeping it; absent where nobody knows it: of the contract's examples. */
  readonly taxIdDigest?: string
  /** As the API shows it, but for its processing accounts. */
  readonly shown: JsonObject
  /** Trading names of processing accounts that could not be made. */
  readonly failed: readonly string[]
}

export const MERCHANT_PLATFORMS: CollectionSpec<MerchantPlatformRecord> = {
  name: 'merchant-platforms',
  seed: ({ example }) => {
    const { processingAccounts: _, ...shown } = example('getMerchantAccounts', '200') as JsonObject
    const platform = (merchantPlatformId: string): readonly [string, MerchantPlatformRecord] => [
      merchantPlatformId,
      { merchantPlatformId, shown: { ...shown, merchantPlatformId }, failed: [] },
    ]
    return [platform('12345'), platform('12346')]
  },
}
