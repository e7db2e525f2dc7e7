import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A signature that a customer gave on a device. */
export interface SignatureRecord {
  readonly signatureId: string
  /** As the API shows it. */
  readonly shown: JsonObject
}

export const SIGNATURES: CollectionSpec<SignatureRecord> = {
  name: 'signatures',
  seed: ({ example }) => {
    const shown = example('retrieveSignature', '200') as JsonObject
    const signatureId = String(shown.signatureId)
    return [[signatureId, { signatureId, shown }]]
  },
}
