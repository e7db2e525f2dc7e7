import type { JsonObject } from '../../core/json.ts'
import { sentTerminalUnreadable } from './faults/boarding.ts'
import { objectAt } from './members.ts'
import { PROCESSING_ACCOUNTS } from './state/processing-accounts.ts'
import { documentedTerminal } from './documented-terminal.ts'
import { TERMINALS } from './state/terminals.ts'
import { type OrderStatus, TERMINAL_ORDERS, type TerminalOrderRecord } from './state/terminal-orders.ts'
import type { World } from './world.ts'

const DAY = 86_400_000

/** After how long an order that nobody stops reaches its next status. */
const PACE: readonly (readonly [status: OrderStatus, after: number])[] = [
  ['fulfilled', 3 * DAY],
  ['dispatched', DAY],
]

/** The most terminals that the contract lets an item show. */
const SHOWN_TERMINALS = 20

/** Orders move on with the time: what was dispatched by now has its terminals. */
export function advanceOrders(world: World): void {
  const now = world.clock.now()
  for (const order of world.state.of(TERMINAL_ORDERS).values()) {
    const { openedAt, status } = order
    if (openedAt === undefined || (status !== 'open' && status !== 'dispatched')) continue
    const due = PACE.find(([, after]) => now - openedAt >= after)?.[0]
    if (due !== undefined && due !== status) moveOrder(world, order, due)
  }
}

/** Gives an order its next status, and the terminals of what was sent. */
export function moveOrder(world: World, order: TerminalOrderRecord, status: OrderStatus): TerminalOrderRecord {
  const isSent = status === 'dispatched' || status === 'fulfilled'
  const terminals =
    isSent && order.terminals.length === 0
      ? order.items.map((item) => newTerminals(world, order.processingAccountId, item))
      : order.terminals
  const lastModifiedDate = world.clock.iso()
  const moved: TerminalOrderRecord = { ...order, status, terminals, shown: { ...order.shown, lastModifiedDate } }
  world.state.of(TERMINAL_ORDERS).set(order.terminalOrderId, moved)
  return moved
}

function newTerminals({ ids, state, faults }: World, processingAccountId: string, item: JsonObject): readonly string[] {
  const quantity = Math.min(SHOWN_TERMINALS, Math.max(1, Math.floor(Number(item.solutionQuantity ?? 1))))
  const asked = objectAt(item, 'solutionSetup').timezone
  const timezone = String(asked ?? state.of(PROCESSING_ACCOUNTS).get(processingAccountId)?.shown.timezone)
  return Array.from({ length: quantity }, () => {
    const processingTerminalId = ids.digits('processing-terminal', 7)
    const shown = documentedTerminal(processingTerminalId, timezone)
    if (!faults.isOn(sentTerminalUnreadable)) {
      state.of(TERMINALS).set(processingTerminalId, { processingTerminalId, processingAccountId, shown })
    }
    return processingTerminalId
  })
}

/** An order as the API shows it. */
export function shownOrder({ links }: World, { shown, status, items, terminals }: TerminalOrderRecord): JsonObject {
  return {
    ...shown,
    status,
    orderItems: items.map((item, i) => {
      const sent = terminals[i] ?? []
      if (sent.length === 0) return item
      return {
        ...item,
        links: sent.map((processingTerminalId) => ({
          processingTerminalId,
          link: links.link('processingTerminal', `/processing-terminals/${processingTerminalId}`),
        })),
      }
    }),
  }
}
