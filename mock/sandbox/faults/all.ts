import type { Fault } from '../fault.ts'
import { AUTHENTICATION_FAULTS } from './authentication.ts'
import { BOARDING_FAULTS } from './boarding.ts'
import { EVENT_DELIVERY_FAULTS } from './event-delivery.ts'
import { EVENT_SUBSCRIPTION_FAULTS } from './event-subscription.ts'
import { FUNDING_ACCOUNT_FAULTS } from './funding-account.ts'
import { FUNDING_ACTIVITY_FAULTS } from './funding-activity.ts'
import { FUNDING_INSTRUCTION_FAULTS } from './funding-instruction.ts'
import { FUNDING_RECIPIENT_FAULTS } from './funding-recipient.ts'
import { IDEMPOTENCY_FAULTS } from './idempotency.ts'
import { INSTRUCTION_FAULTS } from './instruction.ts'
import { LEAK_FAULTS } from './leak.ts'
import { MONEY_LIST_FAULTS } from './money-list.ts'
import { PAGE_FAULTS } from './page.ts'
import { OWNER_FAULTS } from './owner.ts'
import { PAYMENT_FAULTS } from './payment.ts'
import { PAYMENT_LINK_FAULTS } from './payment-link.ts'
import { refusedCreateKept } from './refused-create.ts'
import { REPORT_FAULTS } from './report.ts'
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
  ...FUNDING_RECIPIENT_FAULTS,
  ...FUNDING_ACCOUNT_FAULTS,
  ...FUNDING_INSTRUCTION_FAULTS,
  ...FUNDING_ACTIVITY_FAULTS,
  ...OWNER_FAULTS,
  ...EVENT_SUBSCRIPTION_FAULTS,
  ...EVENT_DELIVERY_FAULTS,
  ...REPORT_FAULTS,
  refusedCreateKept,
]
