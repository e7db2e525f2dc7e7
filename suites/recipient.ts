import type { JsonObject } from '../core/json.ts'

const ADDRESS = { address1: '1 Example Ave.', city: 'Chicago', state: 'Illinois', country: 'US', postalCode: '60056' }
const EMAIL = { type: 'email', value: 'jane.doe@example.com' }

/** An account that money is paid to. */
export const FUNDING_ACCOUNT: JsonObject = {
  type: 'checking',
  use: 'credit',
  nameOnAccount: 'Jane Doe',
  paymentMethods: [{ type: 'ach', value: { routingNumber: '053200983', accountNumber: '1234567890' } }],
}

/** An owner of a recipient; Payroc asks for exactly one control prong. */
export function ownerBody(isControlProng: boolean): JsonObject {
  return {
    firstName: 'Jane',
    lastName: 'Doe',
    dateOfBirth: '1964-03-22',
    address: ADDRESS,
    identifiers: [{ type: 'nationalId', value: '000-00-4320' }],
    contactMethods: [EMAIL],
    relationship: { isControlProng },
  }
}

/** A recipient of funds with one owner and one account. */
export function recipientBody(reference: string, taxId = '123456789'): JsonObject {
  return {
    recipientType: 'nonProfit',
    taxId,
    doingBusinessAs: `Food Bank ${reference}`,
    address: ADDRESS,
    contactMethods: [EMAIL],
    owners: [ownerBody(true)],
    fundingAccounts: [FUNDING_ACCOUNT],
  }
}
