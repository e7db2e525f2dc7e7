import { isJsonObject } from '../../../core/json.ts'
import { emitEvent } from '../event.ts'
import { currentIntent } from '../pricing.ts'
import { accountStatus, isSigned } from '../processing-account.ts'
import { PRICING_INTENTS } from '../state/pricing-intents.ts'
import { ACCOUNT_STATUSES, PROCESSING_ACCOUNTS } from '../state/processing-accounts.ts'
import { ORDER_STATUSES, TERMINAL_ORDERS } from '../state/terminal-orders.ts'
import { moveOrder, shownOrder } from '../terminal-order.ts'
import { type AdminHandler, expected } from './admin-call.ts'

const INTENT_STATUSES = ['active', 'pendingReview', 'rejected'] as const

/** `PUT /processing-accounts/{id} { "status": "approved", "isSigned": true }`: what Payroc and the merchant decide. */
export const decideAccount: AdminHandler = ({ world, name, body }) => {
  const record = world.state.of(PROCESSING_ACCOUNTS).get(name ?? '')
  if (record === undefined) return expected('the processingAccountId of an account in the path')
  const asked = isJsonObject(body) ? body : {}
  const status = ACCOUNT_STATUSES.find((known) => known === asked.status)
  const sign = typeof asked.isSigned === 'boolean' ? asked.isSigned : undefined
  if ((status === undefined && asked.status !== undefined) || (status === undefined && sign === undefined)) {
    return expected(`isSigned, or a status: one of ${ACCOUNT_STATUSES.join(', ')}`)
  }
  const decided = {
    ...record,
    ...(status !== undefined && { status }),
    ...(sign !== undefined && { isSigned: sign }),
  }
  const { processingAccountId } = record
  world.state.of(PROCESSING_ACCOUNTS).set(processingAccountId, decided)
  if (status !== undefined) emitEvent(world, 'processingAccount.status.changed', { processingAccountId, status })
  if (sign === true) emitEvent(world, 'processingAccount.signature.signed', { processingAccountId })
  return { status: 200, body: { status: accountStatus(world, decided), isSigned: isSigned(world, decided) } }
}

/** `PUT /pricing-intents/{id} { "status": "rejected" }`: what Payroc's review comes to. */
export const decideIntent: AdminHandler = ({ world, name, body }) => {
  const record = world.state.of(PRICING_INTENTS).get(name ?? '')
  const status = INTENT_STATUSES.find((known) => isJsonObject(body) && known === body.status)
  if (record === undefined) return expected('the id of a pricing intent in the path')
  if (status === undefined) return expected(`a status: one of ${INTENT_STATUSES.join(', ')}`)
  const decided = { ...record, status }
  world.state.of(PRICING_INTENTS).set(record.id, decided)
  return { status: 200, body: currentIntent(world, decided) }
}

/** `PUT /terminal-orders/{id} { "status": "dispatched" }`: how far an order is. */
export const moveTerminalOrder: AdminHandler = ({ world, name, body }) => {
  const order = world.state.of(TERMINAL_ORDERS).get(name ?? '')
  const status = ORDER_STATUSES.find((known) => isJsonObject(body) && known === body.status)
  if (order === undefined) return expected('the terminalOrderId of an order in the path')
  if (status === undefined) return expected(`a status: one of ${ORDER_STATUSES.join(', ')}`)
  const moved = shownOrder(world, moveOrder(world, order, status))
  emitEvent(world, 'terminalOrder.status.changed', { terminalOrderId: name ?? '', status })
  return { status: 200, body: moved }
}
