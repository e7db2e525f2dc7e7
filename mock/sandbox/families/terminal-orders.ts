import type { JsonObject } from '../../../core/json.ts'
import type { Handlers } from '../call.ts'
import {
  orderAddressReplaced,
  terminalOrderBeforeApproval,
  terminalOrderFilterIgnored,
  terminalOrderListOmitsOpen,
} from '../faults/boarding.ts'
import { filterBy } from '../filter.ts'
import { objectAt, objectsAt, picked } from '../members.ts'
import { refuseUnknown } from '../problem.ts'
import { accountOf, accountStatus } from '../processing-account.ts'
import { describedRequest } from '../resource-shape.ts'
import { refuseState } from '../state-conflict.ts'
import { TERMINAL_ORDERS, type TerminalOrderRecord } from '../state/terminal-orders.ts'
import { advanceOrders, shownOrder } from '../terminal-order.ts'

/** The address of the contract's merchant. */
function withAddressOfMerchant(order: JsonObject): JsonObject {
  const shipping = objectAt(order, 'shipping')
  if (shipping.address === undefined) return order
  const address = { ...objectAt(shipping, 'address'), addressLine1: '1 Example Ave.', city: 'Chicago' }
  return { ...order, shipping: { ...shipping, address } }
}

export const handlers: Handlers = {
  /** Terminals are ordered for an account that is approved. */
  createTerminalOrder(call) {
    const account = accountOf(call)
    if (accountStatus(call, account) !== 'approved' && !call.faults.isOn(terminalOrderBeforeApproval)) {
      refuseState(call, 'Terminals can be ordered when the processing account is approved')
    }
    const request = describedRequest(call)
    const terminalOrderId = call.ids.digits('terminal-order', 8)
    const now = call.clock.iso()
    const record: TerminalOrderRecord = {
      terminalOrderId,
      processingAccountId: account.processingAccountId,
      status: 'open',
      openedAt: call.clock.now(),
      shown: {
        terminalOrderId,
        trainingProvider: 'partner',
        ...picked(request, ['trainingProvider', 'shipping']),
        createdDate: now,
        lastModifiedDate: now,
      },
      items: objectsAt(request, 'orderItems').map((item) => ({ solutionQuantity: 1, ...item })),
      terminals: [],
    }
    call.state.of(TERMINAL_ORDERS).set(terminalOrderId, record)
    return { status: 201, body: shownOrder(call, record) }
  },
  /** Described as a list of pages, but declared as a plain one. */
  listProcessingAccountsTerminalOrders(call) {
    advanceOrders(call)
    const { processingAccountId } = accountOf(call)
    const filter = filterBy(call.query)
    const isUnfiltered = call.faults.isOn(terminalOrderFilterIgnored)
    const orders = call.state
      .of(TERMINAL_ORDERS)
      .values()
      .filter((order) => order.processingAccountId === processingAccountId)
      .filter(
        ({ status, shown }) =>
          isUnfiltered ||
          (filter.is('status', status) && filter.isWithin('fromDateTime', 'toDateTime', shown.createdDate)),
      )
    const listed = call.faults.isOn(terminalOrderListOmitsOpen)
      ? orders.filter(({ status }) => status !== 'open')
      : orders
    return { status: 200, body: listed.map((order) => shownOrder(call, order)) }
  },
  getTerminalOrder(call) {
    advanceOrders(call)
    const order = call.state.of(TERMINAL_ORDERS).get(String(call.path.terminalOrderId))
    if (order === undefined) return refuseUnknown(call, 'terminal order', 'terminalOrderId')
    const shown = shownOrder(call, order)
    return { status: 200, body: call.faults.isOn(orderAddressReplaced) ? withAddressOfMerchant(shown) : shown }
  },
}
