import type { Json, JsonObject } from '../../core/json.ts'
import { maskedCardNumber } from './mask.ts'
import { objectAt, textAt } from './members.ts'

/** What the sandbox keeps of a card: nothing that it may not show. */
export interface Card extends JsonObject {
  /** Of the scheme: `Visa Credit`. */
  readonly type: string
  readonly entryMethod: string
  /** Masked. */
  readonly cardNumber: string
  readonly expiryDate: string
}

/** Of a card that only its issuer could read: encrypted, from a chip, from a wallet. */
const TEST_CARD = '4761730000000011'
const TEST_EXPIRY = '1230'

/** The schemes by the digits that their numbers start with, the longer ones first. */
const SCHEMES: readonly (readonly [start: RegExp, scheme: string])[] = [
  [/^(?:400006|400102)/, 'Visa Debit'],
  [/^4/, 'Visa Credit'],
  [/^510027/, 'MasterCard Debit'],
  [/^500033/, 'Maestro'],
  [/^(?:5|2[2-7])/, 'MasterCard'],
  [/^3[47]/, 'American Express'],
  [/^3[068]/, 'Diners Club'],
  [/^35/, 'JCB'],
  [/^6/, 'Discover'],
]

export function schemeOf(number: string): string {
  return SCHEMES.find(([start]) => start.test(number))?.[1] ?? 'Unknown'
}

export function isDebit(scheme: string): boolean {
  return scheme.endsWith('Debit') || scheme === 'Maestro'
}

/** The card of a payment method of type `card` or `digitalWallet`. */
export function cardOf(method: JsonObject): Card {
  const details = objectAt(method, 'cardDetails')
  const data = { ...objectAt(details, 'keyedData'), ...objectAt(details, 'swipedData') }
  const number = textAt(data, 'cardNumber') ?? textAt(data, 'maskedPan') ?? trackNumber(data) ?? TEST_CARD
  const name = textAt(details, 'cardholderName') ?? textAt(method, 'cardholderName')
  const signature = textAt(details, 'cardholderSignature')
  return {
    type: isEbt(method) ? 'Common Benefit Identification Card' : schemeOf(number),
    entryMethod: entryMethodOf(details, data),
    ...(name !== undefined && { cardholderName: name }),
    ...(signature !== undefined && { cardholderSignature: signature }),
    cardNumber: maskedCardNumber(number),
    expiryDate: textAt(data, 'expiryDate') ?? TEST_EXPIRY,
  }
}

/** Whether the payment method draws on electronic benefits. */
export function isEbt(method: JsonObject): boolean {
  return method.ebtDetails !== undefined || objectAt(method, 'cardDetails').ebtDetails !== undefined
}

/** How the processor judged the security code and the address; a card that is read has no code to judge. */
export function securityChecksOf(method: JsonObject, customer: JsonObject, isCvvWrong: boolean): JsonObject {
  const keyed = objectAt(objectAt(method, 'cardDetails'), 'keyedData')
  const hasCode = keyed.cvv !== undefined || keyed.cvvEncrypted !== undefined
  return {
    ...(hasCode && { cvvResult: isCvvWrong ? 'N' : 'M' }),
    avsResult: customer.billingAddress === undefined ? 'U' : 'Y',
  }
}

function entryMethodOf({ entryMethod }: JsonObject, { fallback }: JsonObject): string {
  switch (entryMethod) {
    case 'icc':
      return 'icc'
    case 'raw':
      return 'contactlessIcc'
    case 'swiped':
      return fallback === true ? 'swipedFallback' : 'swiped'
    default:
      return 'keyed'
  }
}

/** Track 1 starts with `%B`, track 2 with `;`; the number ends at a separator. */
function trackNumber({ trackData }: { readonly trackData?: Json }): string | undefined {
  return typeof trackData === 'string' ? /^(?:%?B|;)?(\d{12,19})[\^=D]/.exec(trackData)?.[1] : undefined
}
