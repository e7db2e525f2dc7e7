import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A contact of a processing account as the sandbox keeps it: national IDs are masked from the start. */
export interface ContactRecord {
  readonly contactId: number
  readonly processingAccountId: string
  /** As the API shows it. */
  readonly shown: JsonObject
}

export const CONTACTS: CollectionSpec<ContactRecord> = {
  name: 'contacts',
  seed: ({ example }) => {
    const page = example('listProcessingAccountContacts', '200') as JsonObject
    const documented = Array.isArray(page.data) ? page.data.filter(isJsonObject) : []
    return documented.map((shown) => {
      const contactId = Number(shown.contactId)
      return [contactId, { contactId, processingAccountId: '38765', shown }] as const
    })
  },
}
