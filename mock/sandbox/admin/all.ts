import type { AdminHandler } from './admin-call.ts'
import { decideAccount, decideIntent, moveTerminalOrder } from './boarding.ts'
import { moveClock, readClock } from './clock.ts'
import { listDevices, tellDevice } from './devices.ts'
import { listEvents, makeEvent } from './events.ts'
import { listFaults, switchOff, switchOn } from './faults.ts'
import { decideFundingAccount } from './funding.ts'
import { closeOpenBatch, payPaymentLink, returnTransfer } from './money.ts'
import { readState, reset } from './state.ts'
import { freeTraffic, revokeTokens, setTokenLife, setTraffic } from './traffic.ts'

/** The administration's requests by method and first path segment; what follows it is the call's `name`. */
export const ADMIN_HANDLERS: Readonly<Record<string, AdminHandler>> = {
  'GET state': readState,
  'POST reset': reset,
  'GET clock': readClock,
  'POST clock': moveClock,
  'GET devices': listDevices,
  'PUT devices': tellDevice,
  'POST batch': closeOpenBatch,
  'POST returns': returnTransfer,
  'POST payment-links': payPaymentLink,
  'PUT processing-accounts': decideAccount,
  'PUT pricing-intents': decideIntent,
  'PUT terminal-orders': moveTerminalOrder,
  'PUT funding-accounts': decideFundingAccount,
  'POST events': makeEvent,
  'GET events': listEvents,
  'GET faults': listFaults,
  'PUT faults': switchOn,
  'DELETE faults': switchOff,
  'PUT traffic': setTraffic,
  'DELETE traffic': freeTraffic,
  'PUT tokens': setTokenLife,
  'DELETE tokens': revokeTokens,
}
