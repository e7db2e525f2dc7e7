import type { Json, JsonObject } from '../../core/json.ts'
import { isBankAccount, shownBankAccount } from './bank-account.ts'
import { makeBankPayment } from './bank-transfer.ts'
import { objectAt, picked, textAt } from './members.ts'
import { moneyOutcome } from './money-outcome.ts'
import { makePayment } from './payment.ts'
import { tokenSummary } from './secure-token.ts'
import type { SecureTokenRecord } from './state/secure-tokens.ts'
import type { SubscriptionRecord } from './state/subscriptions.ts'
import { cardOfSource } from './token-source.ts'
import { summaryOf } from './transaction.ts'
import type { World } from './world.ts'

/**
 * Makes the payment of a subscription: what the request leaves open, the subscription says.
 *
 * @param asked what somebody who pays by hand says; nothing where it is collected automatically
 * @returns its summary with a link to it
 */
export function makeSubscriptionPayment(
  world: World,
  { shown }: SubscriptionRecord,
  token: SecureTokenRecord,
  asked: Json | undefined,
): JsonObject {
  const order = objectAt(asked, 'order')
  const request = {
    ...picked(shown, ['processingTerminalId']),
    ...picked(asked, ['operator', 'customFields']),
    order: {
      ...picked(objectAt(shown, 'recurringOrder'), ['amount', 'description']),
      ...order,
      orderId: textAt(order, 'orderId') ?? world.ids.code('order'),
      amount: order.amount ?? objectAt(shown, 'recurringOrder').amount ?? 0,
      ...picked(shown, ['currency']),
    },
  }
  const source = objectAt(token.shown, 'source')
  const secureToken = tokenSummary(world, token)
  const link = (collection: string, paymentId: string) => world.links.link('self', `/${collection}/${paymentId}`)
  if (isBankAccount(source)) {
    const account = { ...shownBankAccount(source), secureToken }
    const made = makeBankPayment(world, { request, account })
    const { paymentId } = made
    return { paymentId, ...summaryOf(made.shown), link: link('bank-transfer-payments', paymentId) }
  }
  const made = makePayment(world, {
    request,
    method: {},
    card: cardOfSource(source),
    secureToken,
    outcome: moneyOutcome(request.order.amount as number),
  })
  return { paymentId: made.paymentId, ...summaryOf(made.shown), link: link('payments', made.paymentId) }
}
