import type { JsonObject } from '../../core/json.ts'

const ADDRESS = { address1: '1 Example Ave.', city: 'Chicago', state: 'Illinois', country: 'US', postalCode: '60056' }

export const ACH_FUNDING_ACCOUNT = {
  type: 'checking',
  use: 'credit',
  nameOnAccount: 'Jane Doe',
  paymentMethods: [{ type: 'ach', value: { routingNumber: '053200983', accountNumber: '1234567890' } }],
} as const

/** A funding account; what else the request says replaces or joins what it says here. */
export function fundingAccountOf(rest: JsonObject = {}): JsonObject {
  return { ...ACH_FUNDING_ACCOUNT, ...rest }
}

/** An owner who is the control prong unless the relationship says otherwise. */
export function ownerOf(relationship: JsonObject = {}, nationalId: string = '000-00-4320'): JsonObject {
  return {
    firstName: 'Jane',
    lastName: 'Doe',
    dateOfBirth: '1964-03-22',
    address: ADDRESS,
    identifiers: [{ type: 'nationalId', value: nationalId }],
    contactMethods: [{ type: 'email', value: 'jane.doe@example.com' }],
    relationship: { isControlProng: true, ...relationship },
  }
}

/** A funding recipient with one owner and one account. */
export function recipientOf(rest: JsonObject = {}): JsonObject {
  return {
    recipientType: 'nonProfit',
    taxId: '123456789',
    doingBusinessAs: 'Doe Food Bank',
    address: ADDRESS,
    contactMethods: [{ type: 'email', value: 'jane.doe@example.com' }],
    owners: [ownerOf()],
    fundingAccounts: [ACH_FUNDING_ACCOUNT],
    ...rest,
  }
}

/** An instruction to pay so much from the balance of a merchant to an account. */
export function instructionOf(
  value: number,
  { merchantId = '4525644354', fundingAccountId = 123 }: { merchantId?: string; fundingAccountId?: number } = {},
): JsonObject {
  const recipient = { fundingAccountId, paymentMethod: 'ACH', amount: { value, currency: 'USD' } }
  return { merchants: [{ merchantId, recipients: [recipient] }] }
}
