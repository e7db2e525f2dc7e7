import type { JsonObject } from '../../core/json.ts'

/** What a processor makes of an amount. */
export interface MoneyOutcome {
  readonly kind: 'approved' | 'partly-approved' | 'declined' | 'referral' | 'cvv-failure'
  readonly status: 'ready' | 'declined' | 'referral'
  readonly responseCode: 'A' | 'P' | 'D' | 'R'
  readonly responseMessage: string
  /** The code of the processor behind the gateway. */
  readonly processorResponseCode: string
}

/**
 * Payroc's test guide documents what the last two digits of an amount do in UAT: 01 is declined, 02 is a referral, 03
 * fails the security code, all others are approved. The texts are those that UAT gives.
 */
export function moneyOutcome(amount: number): MoneyOutcome {
  switch (Math.abs(amount) % 100) {
    case 1:
      return outcome('declined', 'declined', 'D', 'Do Not Honor', '05')
    case 2:
      return outcome('referral', 'referral', 'R', 'Refer to Card Issuer', '01')
    case 3:
      return outcome('cvv-failure', 'declined', 'D', 'AVS FAILURE', '00')
    default:
      return outcome('approved', 'ready', 'A', 'APPROVAL', '00')
  }
}

/** The outcome of an amount of which the processor approves no more than half. */
export const PARTLY_APPROVED: MoneyOutcome = outcome('partly-approved', 'ready', 'P', 'PARTIAL APPROVAL', '10')

/** The outcome that a device reports when it was told to decline, whatever the amount. */
export const DECLINED: MoneyOutcome = outcome('declined', 'declined', 'D', 'Do Not Honor', '05')

/** As `transactionResult` shows it; an approval code only where there is an approval. */
export function transactionResultOf(
  { status, responseCode, responseMessage, processorResponseCode }: MoneyOutcome,
  details: {
    readonly type: 'sale' | 'refund' | 'preAuthorization' | 'preAuthorizationCompletion'
    readonly amount: number
    readonly currency: string
    /** In place of `ready`: a held payment is `pending`. */
    readonly approvedStatus?: string
    readonly approvalCode: string
  },
): JsonObject {
  const isApproved = responseCode === 'A' || responseCode === 'P'
  const amount = responseCode === 'P' ? Math.trunc(details.amount / 2) : details.amount
  return {
    type: details.type,
    status: isApproved ? (details.approvedStatus ?? status) : status,
    ...(isApproved && { approvalCode: details.approvalCode, authorizedAmount: amount }),
    currency: details.currency,
    responseCode,
    responseMessage,
    processorResponseCode,
  }
}

function outcome(
  kind: MoneyOutcome['kind'],
  status: MoneyOutcome['status'],
  responseCode: MoneyOutcome['responseCode'],
  responseMessage: string,
  processorResponseCode: string,
): MoneyOutcome {
  return { kind, status, responseCode, responseMessage, processorResponseCode }
}
