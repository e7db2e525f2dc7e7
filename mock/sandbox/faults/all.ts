import type { Fault } from '../fault.ts'
import { AUTHENTICATION_FAULTS } from './authentication.ts'
import { BOARDING_FAULTS } from './boarding.ts'
import { IDEMPOTENCY_FAULTS } from './idempotency.ts'
import { INSTRUCTION_FAULTS } from './instruction.ts'
import { LEAK_FAULTS } from './leak.ts'
import { MONEY_LIST_FAULTS } from './money-list.ts'
import { PAGE_FAULTS } from './page.ts'
import { PAYMENT_FAULTS } from './payment.ts'
import { PAYMENT_LINK_FAULTS } from './payment-link.ts'
import { REPEAT_PAYMENT_FAULTS } from './repeat-payment.ts'
import { RESPONSE_FAULTS } from './response.ts'
import { TOKEN_FAULTS } from './token.ts'
import { VALIDATION_FAULTS } from './validation.ts'

/** Every fault, by group. */
export const FAULTS: readonly Fault[] = [
  ...RESPONSE_FAULTS,
  ...VALIDATION_FAULTS,
  ...AUTHENTICATION_FAULTS,
  ...IDEMPOTENCY_FAULTS,
  ...INSTRUCTION_FAULTS,
  ...LEAK_FAULTS,
  ...PAYMENT_FAULTS,
  ...TOKEN_FAULTS,
  ...REPEAT_PAYMENT_FAULTS,
  ...PAYMENT_LINK_FAULTS,
  ...MONEY_LIST_FAULTS,
  ...PAGE_FAULTS,
  ...BOARDING_FAULTS,
]
