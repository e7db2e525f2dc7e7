import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A single-use token as the sandbox keeps it. */
export interface SingleUseTokenRecord {
  readonly token: string
  /** As the API shows it, masked. */
  readonly source: JsonObject
  readonly accountType?: string
  /** Milliseconds. */
  readonly expiresAt: number
  readonly isUsed: boolean
}

/** Payroc documents a life of 30 minutes. */
export const SINGLE_USE_LIFE: number = 30 * 60 * 1000

export const SINGLE_USE_TOKENS: CollectionSpec<SingleUseTokenRecord> = {
  name: 'single-use-tokens',
  isFinished: ({ isUsed }) => isUsed,
  seed: ({ example, now }) => {
    const { token } = example('accountUpdate', 'request') as JsonObject
    const { source } = example('createSingleUseToken', '201') as JsonObject
    // The example shows a country, which no schema describes.
    const { country: _, ...described } = source as JsonObject
    const record = {
      token: String(token),
      source: described,
      expiresAt: now() + SINGLE_USE_LIFE,
      isUsed: false,
    }
    return [[record.token, record]]
  },
}
