import type { JsonObject } from '../../core/json.ts'
import type { Answer, SandboxClient } from './sandbox.ts'

const ADDRESS = { address1: '1 Example Ave.', city: 'Chicago', state: 'Illinois', country: 'US', postalCode: '60056' }
const CONTACT_METHODS = [{ type: 'email', value: 'sarah.hopper@example.com' }]

/** An owner with this national ID; the control prong unless said otherwise. */
export function ownerOf(nationalId: string, relationship: JsonObject = { isControlProng: true }): JsonObject {
  return {
    firstName: 'Sarah',
    lastName: 'Hopper',
    dateOfBirth: '1970-02-28',
    address: ADDRESS,
    identifiers: [{ type: 'nationalId', value: nationalId }],
    contactMethods: CONTACT_METHODS,
    relationship,
  }
}

export const CONTACT: JsonObject = {
  type: 'manager',
  firstName: 'Sarah',
  lastName: 'Hopper',
  identifiers: [{ type: 'nationalId', value: '078-05-1120' }],
  contactMethods: CONTACT_METHODS,
}

export const FUNDING_ACCOUNT = {
  type: 'checking',
  use: 'creditAndDebit',
  nameOnAccount: 'Sarah Hopper',
  paymentMethods: [{ type: 'ach', value: { routingNumber: '053200983', accountNumber: '1234567890' } }],
} as const

/** A processing account; what else the request says replaces or joins what it says here. */
export function accountOf(rest: JsonObject = {}): JsonObject {
  return {
    doingBusinessAs: 'Hopper Pizza',
    owners: [ownerOf('078-05-1120')],
    businessType: 'restaurant',
    categoryCode: 5812,
    merchandiseOrServiceSold: 'Pizza',
    businessStartDate: '2020-01-01',
    timezone: 'America/Chicago',
    address: ADDRESS,
    contactMethods: CONTACT_METHODS,
    processing: {
      transactionAmounts: { average: 5000, highest: 10_000 },
      monthlyAmounts: { average: 50_000, highest: 100_000 },
      volumeBreakdown: { cardPresentKeyed: 47, cardPresentSwiped: 30, mailOrTelephone: 3, ecommerce: 20 },
    },
    funding: { fundingSchedule: 'nextday', fundingAccounts: [FUNDING_ACCOUNT] },
    pricing: { type: 'intent', pricingIntentId: '6123' },
    signature: { type: 'requestedViaEmail' },
    contacts: [CONTACT],
    ...rest,
  }
}

/** A merchant platform with this tax ID. */
export function merchantOf(taxId: string, ...accounts: readonly JsonObject[]): JsonObject {
  return {
    business: {
      name: 'Hopper Holdings',
      taxId,
      organizationType: 'privateCorporation',
      addresses: [{ type: 'legalAddress', ...ADDRESS }],
      contactMethods: CONTACT_METHODS,
    },
    processingAccounts: accounts.length === 0 ? [accountOf()] : [...accounts],
  }
}

export const PRICING_INTENT = {
  key: 'hopper',
  country: 'US',
  version: '5.0',
  base: {
    addressVerification: 5,
    annualFee: { amount: 9900 },
    regulatoryAssistanceProgram: 15,
    merchantAdvantage: 10,
    platinumSecurity: { billingFrequency: 'annual' },
    maintenance: 500,
    minimum: 100,
    batch: 1500,
  },
} as const

/** An intent of RewardPayChoice. */
export const REWARD_PAY: JsonObject = {
  ...PRICING_INTENT,
  processor: {
    card: {
      planType: 'rewardPayChoice',
      fees: {
        monthlySubscription: 5000,
        debit: { option: 'interchangePlus', volume: 0, transaction: 10 },
        credit: {
          tips: 'noTips',
          cardChargePercentage: 3,
          merchantChargePercentage: 0,
          merchantChargePerTransaction: 10,
        },
      },
    },
  },
}

export const TERMINAL_ORDER = {
  orderItems: [{ type: 'solution', solutionTemplateId: 'Roc Services_DX8000', solutionQuantity: 2 }],
} as const

/** The path of an account that was added to the merchant of the contract's examples. */
export async function addedAccount(client: SandboxClient, rest: JsonObject = {}): Promise<string> {
  const { json } = await client.ask('POST', '/merchant-platforms/12345/processing-accounts', { body: accountOf(rest) })
  return `/processing-accounts/${String(json.processingAccountId)}`
}

/** The name that ends the type of a problem. */
export function problemOf({ status, json }: Answer): readonly [status: number, type: string | undefined] {
  return [status, String(json.type).split('#')[1]]
}
