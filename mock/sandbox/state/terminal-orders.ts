import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

export const ORDER_STATUSES = ['open', 'held', 'dispatched', 'fulfilled', 'cancelled'] as const

export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** An order of terminals as the sandbox keeps it. */
export interface TerminalOrderRecord {
  readonly terminalOrderId: string
  readonly processingAccountId: string
  readonly status: OrderStatus
  /** Sandbox time, milliseconds; nothing happens by itself to an order that stands still. */
  readonly openedAt?: number
  /** As the API shows it, but for its status and its items. */
  readonly shown: JsonObject
  /** Items without the links to their terminals. */
  readonly items: readonly JsonObject[]
  /** The terminals of each item, once they were sent. */
  readonly terminals: readonly (readonly string[])[]
}

export const TERMINAL_ORDERS: CollectionSpec<TerminalOrderRecord> = {
  name: 'terminal-orders',
  isFinished: ({ status }) => status === 'fulfilled' || status === 'cancelled',
  seed: ({ example }) => {
    const { orderItems, status: _, ...shown } = example('getTerminalOrder', '200') as JsonObject
    const terminalOrderId = String(shown.terminalOrderId)
    const items = (orderItems as readonly JsonObject[]).map(({ links: _links, ...item }) => item)
    return [
      [
        terminalOrderId,
        {
          terminalOrderId,
          processingAccountId: '38765',
          status: 'open',
          shown: { ...shown, createdDate: '2024-07-02T12:00:00Z', lastModifiedDate: '2024-07-02T12:00:00Z' },
          items,
          terminals: items.map(() => ['1234001']),
        },
      ],
    ]
  },
}
