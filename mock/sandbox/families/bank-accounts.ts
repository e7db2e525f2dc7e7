import type { Handlers } from '../call.ts'
import { bodyOf, objectAt, picked } from '../members.ts'

export const handlers: Handlers = {
  /** No trigger is documented: in the sandbox an account number of nothing but zeros belongs to nobody. */
  verifyBankAccount(call) {
    const { accountNumber } = objectAt(bodyOf(call), 'bankAccount')
    const verified = !/^0+$/.test(String(accountNumber))
    return { status: 200, body: { ...picked(call.body, ['processingTerminalId']), verified } }
  },
}
