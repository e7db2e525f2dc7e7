import type { Handlers } from '../call.ts'
import { onKnownTerminals } from '../known-terminal.ts'
import { handlers as applePay } from './apple-pay.ts'
import { handlers as bankAccounts } from './bank-accounts.ts'
import { handlers as bankTransferPayments } from './bank-transfer-payments.ts'
import { handlers as bankTransferRefunds } from './bank-transfer-refunds.ts'
import { handlers as cardInquiries } from './card-inquiries.ts'
import { handlers as contacts } from './contacts.ts'
import { handlers as instructions } from './instructions.ts'
import { handlers as merchantPlatforms } from './merchant-platforms.ts'
import { handlers as eventSubscriptions } from './event-subscriptions.ts'
import { handlers as fundingAccounts } from './funding-accounts.ts'
import { handlers as fundingActivity } from './funding-activity.ts'
import { handlers as fundingInstructions } from './funding-instructions.ts'
import { handlers as fundingRecipients } from './funding-recipients.ts'
import { handlers as owners } from './owners.ts'
import { handlers as paymentChanges } from './payment-changes.ts'
import { handlers as paymentLinks } from './payment-links.ts'
import { handlers as paymentPlans } from './payment-plans.ts'
import { handlers as payments } from './payments.ts'
import { handlers as pricingIntents } from './pricing-intents.ts'
import { handlers as processingAccounts } from './processing-accounts.ts'
import { handlers as processingTerminals } from './processing-terminals.ts'
import { handlers as refunds } from './refunds.ts'
import { handlers as reporting } from './reporting.ts'
import { handlers as secureTokens } from './secure-tokens.ts'
import { handlers as signatures } from './signatures.ts'
import { handlers as singleUseTokens } from './single-use-tokens.ts'
import { handlers as subscriptionPayments } from './subscription-payments.ts'
import { handlers as subscriptions } from './subscriptions.ts'
import { handlers as terminalOrders } from './terminal-orders.ts'

/** Every operation that has a handler of its own; the others are answered from the contract. */
export const HANDLERS: Handlers = {
  ...instructions,
  ...onKnownTerminals({
    ...payments,
    ...paymentChanges,
    ...refunds,
    ...signatures,
    ...bankTransferPayments,
    ...bankTransferRefunds,
    ...secureTokens,
    ...singleUseTokens,
    ...paymentPlans,
    ...subscriptions,
    ...subscriptionPayments,
    ...paymentLinks,
    ...cardInquiries,
    ...bankAccounts,
    ...applePay,
  }),
  ...merchantPlatforms,
  ...processingAccounts,
  ...contacts,
  ...pricingIntents,
  ...processingTerminals,
  ...terminalOrders,
  ...reporting,
  ...fundingRecipients,
  ...fundingAccounts,
  ...fundingInstructions,
  ...fundingActivity,
  ...owners,
  ...eventSubscriptions,
}
