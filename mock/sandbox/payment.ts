import type { JsonObject } from '../../core/json.ts'
import { type Card, isEbt, securityChecksOf } from './card.ts'
import { shownCustomer } from './customer.ts'
import { objectAt, picked } from './members.ts'
import { type MoneyOutcome, transactionResultOf } from './money-outcome.ts'
import { shownOrder } from './order.ts'
import { PAYMENTS, type PaymentRecord } from './state/payments.ts'
import { REFUNDS, type RefundRecord } from './state/refunds.ts'
import { isOpen, summaryOf, withStatus } from './transaction.ts'
import type { World } from './world.ts'

/** What a payment is made from. */
export interface PaymentParts {
  /** A request that pays: to the API, to a device, to a subscription. */
  readonly request: JsonObject
  readonly method: JsonObject
  readonly card: Card
  readonly secureToken?: JsonObject
  readonly outcome: MoneyOutcome
  readonly paymentLinkId?: string
  readonly isOnDevice?: boolean
}

/**
 * Makes a payment, whatever became of it: one that was declined is a payment, too. Payroc documents: `autoCapture` false
 * makes it a pre-authorization, unless it is processed as a sale.
 */
export function makePayment(world: World, parts: PaymentParts): PaymentRecord {
  const { request, method, card, secureToken, outcome } = parts
  const { clock, ids, options } = world
  const isSale = request.processAsSale === true
  const isPreAuthorization = !isSale && request.autoCapture === false
  const order = shownOrder(objectAt(request, 'order'), {
    dateTime: clock.iso(),
    surcharge: surchargeOf(world, card),
    ...(parts.isOnDevice === true && { tipMode: 'prompted' as const }),
  })
  const paymentId = ids.code('payment')
  const customer = objectAt(request, 'customer')
  const record: PaymentRecord = {
    paymentId,
    tender: isEbt(method) ? 'ebt' : 'creditDebit',
    isSale,
    isCaptured: false,
    refundIds: [],
    ...(isPreAuthorization && outcome.status === 'ready' && { lapsesAt: clock.now() + options.preAuthorizationLife }),
    ...(parts.paymentLinkId !== undefined && { paymentLinkId: parts.paymentLinkId }),
    shown: {
      paymentId,
      ...picked(request, ['processingTerminalId', 'operator']),
      order,
      ...shownCustomer(request.customer),
      card: {
        ...card,
        ...(secureToken !== undefined && { secureToken }),
        securityChecks: securityChecksOf(method, customer, outcome.kind === 'cvv-failure'),
      },
      transactionResult: {
        ...transactionResultOf(outcome, {
          type: isPreAuthorization ? 'preAuthorization' : 'sale',
          amount: Number(order.amount),
          currency: String(order.currency),
          approvalCode: ids.digits('approval', 6),
        }),
        ...(objectAt(order, 'standingInstructions').sequence === 'first' && {
          cardSchemeReferenceId: ids.code('scheme-reference', 15),
        }),
      },
      ...picked(request, ['customFields']),
    },
  }
  world.state.of(PAYMENTS).set(paymentId, record)
  return record
}

/** Merchants may add a surcharge to credit cards only. */
function surchargeOf({ options }: World, { type }: Card): number {
  return type.includes('Debit') || type.startsWith('Common') ? 0 : options.surchargePercentage
}

/** A payment as it stands by now: Payroc documents that a pre-authorization which nobody captures expires. */
export function currentPayment({ clock }: World, record: PaymentRecord): PaymentRecord {
  const { lapsesAt, isCaptured, shown } = record
  const isLapsed = lapsesAt !== undefined && !isCaptured && lapsesAt <= clock.now() && isOpen(shown)
  return isLapsed ? { ...record, shown: withStatus(shown, 'expired') } : record
}

/** A payment as the API shows it. */
export function shownPayment(world: World, record: PaymentRecord): JsonObject {
  const current = currentPayment(world, record)
  const { transactionResult, customFields, ...rest } = current.shown
  return {
    ...rest,
    ...(record.refundIds.length > 0 && { refunds: refundSummaries(world, current) }),
    supportedOperations: supportedOperations(world, current),
    transactionResult: transactionResult ?? {},
    ...(customFields !== undefined && { customFields }),
  }
}

/** What can still be done with a payment, in the words of the contract. */
function supportedOperations(world: World, record: PaymentRecord): readonly string[] {
  const { shown, isSale, isCaptured } = record
  const { status } = objectAt(shown, 'transactionResult')
  if (!isOpen(shown)) return status === 'complete' && refundable(world, record) > 0 ? ['refund'] : []
  if (isSale || isCaptured) return ['fullyReverse', 'partiallyReverse']
  return [
    'capture',
    'fullyReverse',
    'partiallyReverse',
    'incrementAuthorization',
    'adjustTip',
    ...(objectAt(shown, 'card').cardholderSignature === undefined ? ['addSignature'] : []),
    status === 'ready' ? 'setAsPending' : 'setAsReady',
  ]
}

/** What has not been given back of a payment; a refund that was reversed or declined gave nothing back. */
export function refundable(world: Pick<World, 'state'>, record: PaymentRecord): number {
  const given = refundsOf(world, record).filter(({ shown }) => {
    const { status } = objectAt(shown, 'transactionResult')
    return status !== 'reversal' && status !== 'declined'
  })
  return given.reduce(
    (left, { shown }) => left - Number(objectAt(shown, 'order').amount),
    Number(objectAt(record.shown, 'order').amount),
  )
}

function refundsOf({ state }: Pick<World, 'state'>, { refundIds }: PaymentRecord): readonly RefundRecord[] {
  const refunds = state.of(REFUNDS)
  return refundIds.map((id) => refunds.get(id)).filter((refund) => refund !== undefined)
}

/** Refunds as their payment lists them: with the amount that leaves the merchant. */
function refundSummaries(world: World, record: PaymentRecord): readonly JsonObject[] {
  return refundsOf(world, record).map(({ refundId, shown }) => {
    const summary = summaryOf(shown)
    return {
      refundId,
      ...summary,
      amount: -Number(summary.amount),
      link: world.links.link('self', `/refunds/${refundId}`),
    }
  })
}

/** Keeps a changed payment. */
export function savePayment({ state }: World, record: PaymentRecord, changes: JsonObject): PaymentRecord {
  const changed = { ...record, shown: { ...record.shown, ...changes } }
  state.of(PAYMENTS).set(record.paymentId, changed)
  return changed
}

/** What changes when a payment comes to another amount: its order, and what the processor has authorized. */
export function authorizing({ shown }: PaymentRecord, order: JsonObject): JsonObject {
  return { order, transactionResult: { ...objectAt(shown, 'transactionResult'), authorizedAmount: order.amount ?? 0 } }
}
