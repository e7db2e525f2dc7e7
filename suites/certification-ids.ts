import type { Tier } from '../core/scenario-record.ts'

/** A scenario of Payroc's certification catalogue: its own id, and whose behaviour it judges. */
export interface CertificationId {
  readonly id: string
  readonly title: string
  readonly tier: Tier
  /**
   * `api`: what the API promises; `integration`: only what a client of it does; any other text says why the scenario is
   * out of reach of a client that speaks to the API.
   */
  readonly judges: 'api' | 'integration' | { readonly outOfReach: string }
}

const [R, M, C] = ['required', 'recommended', 'conditional'] as const
const BROWSER = { outOfReach: 'out of reach: it is played by a person in a browser or a wallet' } as const
const ATTESTED = { outOfReach: 'out of reach: the integrator attests it, no answer of the API shows it' } as const
const WITHDRAWN = { outOfReach: 'out of reach: it was taken out of the catalogue' } as const
const NOT_IN_CONTRACT = { outOfReach: 'out of reach: the contract has no operation for it' } as const

/** Every scenario of Payroc's certification catalogue. */
export const CERTIFICATION_IDS: readonly CertificationId[] = [
  api('AUTH-01', R, 'Token exchange'),
  client('AUTH-02', R, 'A bearer token on every call'),
  client('AUTH-03', R, 'An expired token is renewed once'),
  api('AUTH-04', M, 'An invalid API key is refused'),
  api('AUTH-05', M, 'A token without the scope is refused'),
  client('ERR-01', R, 'The errors of a 400 are read, nothing is repeated blindly'),
  api('ERR-02', M, 'A missing Idempotency-Key is refused'),
  api('ERR-03', R, 'A key that is used for something else conflicts'),
  client('ERR-04', R, 'A 401 leads to one new token'),
  client('ERR-05', M, 'A 404 is not repeated'),
  client('ERR-06', R, 'A 429 or 5xx is repeated with the same key, later and not for ever'),
  api('ERR-07', R, 'A repeat after a lost answer creates nothing twice'),
  api('CP-01', R, 'Sale: submit, poll, follow the link, read the payment'),
  client('CP-02', R, 'A decline is read from the payment'),
  api('CP-03', R, 'An instruction in progress is canceled'),
  api('CP-04', M, 'A completed instruction cannot be canceled'),
  api('CP-05', R, 'A submission that is repeated with its key is one instruction'),
  api('CP-06', M, 'A key with another body conflicts'),
  api('CP-07', R, 'Referenced refund of a settled payment'),
  api('CP-08', R, 'Unreferenced refund on the device'),
  api('CP-09', R, 'A payment in an open batch is reversed'),
  api('CP-10', C, 'A signature is captured on the device'),
  api('CP-11', C, 'A tip is part of the amount'),
  api('CP-12', C, 'A surcharge is bypassed where the request says so'),
  beyond('CP-13', C, 'Closed-loop card read', NOT_IN_CONTRACT),
  beyond('CP-14', R, 'Device lookup', NOT_IN_CONTRACT),
  api('CP-15', C, 'Pre-authorisation on the device'),
  api('CNP-01', R, 'A card sale is approved'),
  client('CNP-02', R, 'A declined card sale is not repeated'),
  api('CNP-03', R, 'A pre-authorisation is created'),
  api('CNP-04', R, 'A pre-authorisation is captured in full'),
  api('CNP-05', C, 'A pre-authorisation is captured in part'),
  api('CNP-06', C, 'A payment is adjusted, then captured'),
  api('CNP-07', R, 'A pre-authorisation is voided'),
  api('CNP-08', R, 'A sale is voided'),
  api('CNP-09', R, 'Referenced refund in full'),
  api('CNP-10', R, 'Referenced refund in part'),
  api('CNP-11', R, 'A refund above the payment is refused'),
  api('CNP-12', C, 'Unreferenced refund'),
  api('CNP-13', C, 'A refund is reversed'),
  api('CNP-14', C, 'Address and security code are verified'),
  client('CNP-15', C, 'A partial approval is noticed'),
  api('CNP-16', C, 'Surcharge on a card sale'),
  api('CNP-17', C, 'Tip on a card sale'),
  api('CNP-18', C, 'Level 2 and 3 data'),
  api('CNP-19', C, 'EBT payment'),
  api('CNP-20', R, 'A repeat with the same key is one payment'),
  api('CNP-21', M, 'A missing key and an unknown word are refused'),
  ...(['Frictionless 3-D Secure', 'Challenged 3-D Secure', 'Failed 3-D Secure'] as const).map((title, index) =>
    beyond(`3DS-0${index + 1}`, C, title, BROWSER),
  ),
  api('ACH-01', R, 'ACH payment'),
  api('ACH-02', C, 'PAD payment'),
  api('ACH-03', M, 'An ACH payment without secCode is refused'),
  api('ACH-04', C, 'A bank transfer in an open batch is reversed'),
  api('ACH-05', C, 'A bank transfer in an open batch is refunded'),
  api('ACH-06', C, 'Unreferenced refund of a settled ACH payment'),
  api('ACH-07', C, 'Refund of a PAD payment'),
  api('ACH-08', C, 'A returned payment is presented again'),
  api('TOK-01', R, 'Single-use token'),
  api('TOK-02', R, 'Secure token'),
  api('TOK-03', C, 'The card of a sale is kept as a token'),
  api('TOK-04', C, 'A token is read, changed and deleted'),
  api('TOK-05', R, 'Sale with a token'),
  api('REC-01', R, 'Payment plan'),
  api('REC-02', R, 'Subscription'),
  api('REC-03', C, 'Manual payment of a subscription'),
  api('REC-04', R, 'A subscription is deactivated and reactivated'),
  api('REC-05', C, 'A subscription is changed'),
  api('REC-06', C, 'First and subsequent payments of a standing instruction'),
  api('REC-07', C, 'A payment plan is deleted'),
  api('PL-01', R, 'Single-use payment link'),
  api('PL-02', C, 'Multi-use payment link'),
  api('PL-03', R, 'A payment link is paid'),
  api('PL-04', C, 'Pre-authorisation by a payment link'),
  api('PL-05', C, 'A payment link is shared'),
  api('PL-06', C, 'The expiry of a payment link is changed'),
  api('PL-07', C, 'A payment link is deactivated'),
  api('PL-08', M, 'A single-use link without its fields is refused'),
  api('VER-01', R, 'A bank account is verified'),
  api('VER-02', R, 'BIN lookup'),
  api('VER-03', C, 'EBT balance'),
  api('VER-04', M, 'A bank account that cannot be verified is no error'),
  api('BRD-01', R, 'A merchant platform is created'),
  api('BRD-02', R, 'Control prong and other signatory'),
  client('BRD-03', R, 'Errors are shown, corrected and sent again'),
  api('BRD-04', M, 'Boarding without an Idempotency-Key is refused'),
  api('BRD-05', C, 'Signature by direct link'),
  api('BRD-06', C, 'Signature by e-mail, and a reminder'),
  api('BRD-07', R, 'A pricing intent is used'),
  api('BRD-08', C, 'A pricing intent is created and read'),
  api('BRD-09', C, 'A processing account is added'),
  beyond('BRD-10', C, 'Attachment', NOT_IN_CONTRACT),
  client('BRD-11', R, 'The status read agrees with the events'),
  client('BRD-12', M, 'A duplicate merchant is fetched, not sent again'),
  api('EQ-01', R, 'A terminal order is placed'),
  api('EQ-02', R, 'A terminal order is read'),
  api('EQ-03', M, 'An invalid terminal order is refused'),
  api('EQ-04', C, 'A terminal order to another address'),
  client('EQ-05', R, 'Terminals are ordered after approval only'),
  api('EQ-06', C, 'A terminal is read'),
  api('FND-01', R, 'A funding recipient is created'),
  api('FND-02', M, 'An invalid funding recipient is refused'),
  api('FND-03', R, 'A funding recipient is read'),
  api('FND-04', R, 'The balance is read before it is spent'),
  api('FND-05', C, 'A funding instruction is created'),
  api('FND-06', C, 'A funding instruction is followed'),
  api('FND-07', C, 'A funding instruction is changed and deleted while it is accepted'),
  api('FND-08', R, 'Funding activity'),
  api('FND-09', M, 'Funding activity without an end date is refused'),
  api('EV-01', R, 'An event subscription is created'),
  client('EV-02', R, 'An event is acknowledged before it is worked on'),
  client('EV-03', R, 'The secret of an event is checked'),
  client('EV-04', R, 'An event that comes twice has one effect'),
  api('EV-05', R, 'A delivery that failed is repeated'),
  client('EV-06', R, 'Events of accounts are understood'),
  client('EV-07', R, 'Events of orders are understood'),
  client('EV-08', C, 'Events of signatures and risk are understood'),
  api('RPT-01', R, 'Batches are listed'),
  api('RPT-02', R, 'A batch is read'),
  api('RPT-03', R, 'Transactions are listed'),
  api('RPT-04', M, 'A transaction is read'),
  api('RPT-05', M, 'Authorisations are listed'),
  api('RPT-06', M, 'An authorisation is read'),
  api('RPT-07', M, 'Disputes are listed'),
  api('RPT-08', M, 'The statuses of a dispute are read'),
  api('RPT-09', R, 'ACH deposits are listed and read'),
  api('RPT-10', M, 'The fees of ACH deposits are listed'),
  api('RPT-11', M, 'A report without its date is refused'),
  beyond('SEC-01', R, 'Card numbers and security codes are not logged', ATTESTED),
  beyond('SEC-02', R, 'Keys stay on the server', ATTESTED),
  beyond('SEC-03', R, 'The secret of events is kept and compared safely', ATTESTED),
  beyond('SEC-04', R, 'Tokens are left out of logs', ATTESTED),
  beyond('SEC-05', R, 'No test values in production', ATTESTED),
  beyond('SEC-06', C, 'Personal and bank data are protected', ATTESTED),
  ...numbered('HF', 7, 'Hosted fields', BROWSER),
  ...numbered('HPP', 6, 'Hosted payment page', BROWSER),
  ...numbered('AP', 4, 'Apple Pay', BROWSER),
  ...numbered('GP', 3, 'Google Pay', BROWSER),
  ...numbered('GL', 8, 'Go-live check', WITHDRAWN),
]

function api(id: string, tier: Tier, title: string): CertificationId {
  return { id, title, tier, judges: 'api' }
}

function client(id: string, tier: Tier, title: string): CertificationId {
  return { id, title, tier, judges: 'integration' }
}

function beyond(id: string, tier: Tier, title: string, judges: { readonly outOfReach: string }): CertificationId {
  return { id, title, tier, judges }
}

function numbered(
  prefix: string,
  count: number,
  title: string,
  judges: { readonly outOfReach: string },
): readonly CertificationId[] {
  return Array.from({ length: count }, (_, index) =>
    beyond(`${prefix}-0${index + 1}`, C, `${title}, scenario ${index + 1}`, judges),
  )
}
