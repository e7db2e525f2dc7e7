import type { Call, Handlers } from '../call.ts'
import { pageOf } from '../pagination.ts'
import { refuseUnknown } from '../problem.ts'
import { accountOf } from '../processing-account.ts'
import { newTerminal, TERMINALS, type TerminalRecord } from '../state/terminals.ts'
import { advanceOrders } from '../terminal-order.ts'

function terminalOf(call: Call): TerminalRecord {
  advanceOrders(call)
  const processingTerminalId = String(call.path.processingTerminalId)
  const record = call.state.of(TERMINALS).get(processingTerminalId)
  if (record !== undefined) return record
  if (!call.options.terminals.includes(processingTerminalId)) {
    refuseUnknown(call, 'processing terminal', 'processingTerminalId')
  }
  return newTerminal(processingTerminalId)
}

export const handlers: Handlers = {
  listProcessingAccountsProcessingTerminals(call) {
    advanceOrders(call)
    const { processingAccountId } = accountOf(call)
    const terminals = call.state
      .of(TERMINALS)
      .values()
      .filter((terminal) => terminal.processingAccountId === processingAccountId)
    const page = pageOf(
      call,
      terminals,
      ({ processingTerminalId }) => processingTerminalId,
      ({ shown }) => shown,
    )
    return { status: 200, body: page }
  },
  getProcessingTerminal: (call) => ({ status: 200, body: terminalOf(call).shown }),
  /** How the terminal presents itself to the processor. */
  getProcessingTerminalHostConfiguration(call) {
    const { processingTerminalId, processingAccountId } = terminalOf(call)
    const number = processingTerminalId.slice(-4).padStart(4, '0')
    return {
      status: 200,
      body: {
        processingTerminalId,
        processingAccountId,
        configuration: {
          processor: 'tsys',
          merchant: {
            posMid: processingAccountId.padStart(12, '0').slice(-12),
            chainNumber: '000000',
            settlementAgent: '0001',
            abaNumber: '000000000',
            binNumber: '999991',
            agentBankNumber: '000000',
            reimbursementAttribute: 'Z',
            locationNumber: '00001',
          },
          terminal: {
            terminalId: processingTerminalId.padStart(8, '0').slice(-8),
            terminalNumber: number,
            sharingGroups: 'W79',
            motoAllowed: true,
            internetAllowed: true,
            cardPresentAllowed: true,
          },
        },
      },
    }
  },
}
