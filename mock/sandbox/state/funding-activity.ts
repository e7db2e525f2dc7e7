import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import { objectsAt } from '../members.ts'
import type { CollectionSpec } from './collection.ts'

/** One movement of a funding balance. */
export interface FundingActivityRecord {
  readonly merchantId: string
  /** As the API shows it. */
  readonly shown: JsonObject
}

const MERCHANTS: Readonly<Record<string, string>> = { 'Pizza Doe': '4525644354', 'Doe Hot Dogs': '9876543219' }

/** Movements of funding balances by id, the oldest first: those of the contract's example. */
export const FUNDING_ACTIVITY: CollectionSpec<FundingActivityRecord> = {
  name: 'funding-activity',
  seed: ({ example }) => {
    const documented = example('getFundingActivity', '200')
    const records = isJsonObject(documented) ? objectsAt(documented, 'data') : []
    return records.map((shown) => [
      Number(shown.id),
      { merchantId: MERCHANTS[String(shown.merchant)] ?? '', shown: { ...shown, date: seconds(String(shown.date)) } },
    ])
  },
}

/** The contract writes moments with and without milliseconds; its format is the one without. */
function seconds(moment: string): string {
  return moment.replace(/\.\d+Z$/, 'Z')
}
