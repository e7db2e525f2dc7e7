import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A secure token as the sandbox keeps it: its source is masked from the start. */
export interface SecureTokenRecord {
  readonly secureTokenId: string
  readonly processingTerminalId: string
  readonly token: string
  /** As the API shows it. */
  readonly shown: JsonObject
  /** Of a bank account. */
  readonly accountType?: string
  /** Payroc documents that deleting is final, and that the id cannot be used again. */
  readonly isDeleted: boolean
}

/** By terminal and id, see {@link tokenKey}. */
export const SECURE_TOKENS: CollectionSpec<SecureTokenRecord> = {
  name: 'secure-tokens',
  isFinished: ({ isDeleted }) => isDeleted,
  seed: ({ example }) => {
    const shown = example('getSecureToken', '200') as JsonObject
    const record = {
      secureTokenId: String(shown.secureTokenId),
      processingTerminalId: String(shown.processingTerminalId),
      token: String(shown.token),
      shown,
      isDeleted: false,
    }
    return [[tokenKey(record.processingTerminalId, record.secureTokenId), record]]
  },
}

export function tokenKey(processingTerminalId: string, secureTokenId: string): string {
  return JSON.stringify([processingTerminalId, secureTokenId])
}
