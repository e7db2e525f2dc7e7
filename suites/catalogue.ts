import type { Catalogue } from '../run/scenario/choose-scenarios.ts'
import type { CatalogueEntry } from '../run/scenario/scenario.ts'
import { INSTRUCTIONS } from './instruction.ts'
import { PAYROC_ENVIRONMENTS } from './payroc-environments.ts'
import { PAYROC_OPERATIONS } from './payroc-operation.ts'
import { authenticationScenarios } from './authentication.ts'
import { bankTransferScenarios } from './bank-transfer.ts'
import { boardedAccountScenarios } from './boarded-account.ts'
import { boardingScenarios } from './boarding.ts'
import { cancelScenarios } from './cancel-conflicts.ts'
import { refundInstructionScenarios, signatureInstructionScenarios } from './device-instructions.ts'
import { equipmentScenarios } from './equipment.ts'
import { errorScenarios } from './errors.ts'
import { eventScenarios } from './events.ts'
import { fundingInstructionScenarios } from './funding-instructions.ts'
import { fundingRecipientScenarios } from './funding-recipients.ts'
import { idempotencyScenarios } from './idempotency.ts'
import { longPollScenarios } from './long-poll.ts'
import { paginationScenarios } from './pagination.ts'
import { paymentScenarios } from './payment-lifecycle.ts'
import { paymentLinkScenarios } from './payment-links.ts'
import { pricingIntentScenarios } from './pricing-intents.ts'
import { refundScenarios } from './refunds.ts'
import { repeatPaymentScenarios } from './repeat-payments.ts'
import { reportingScenarios } from './reporting.ts'
import { saleScenarios } from './sale.ts'
import { tokenScenarios } from './tokens.ts'
import { unjudgedScenarios } from './unjudged.ts'
import { verificationScenarios } from './verification.ts'

const NAMES: ReadonlySet<string> = new Set(PAYROC_OPERATIONS)

const PLAYED: readonly CatalogueEntry[] = [
  ...saleScenarios,
  ...longPollScenarios,
  ...cancelScenarios,
  ...refundInstructionScenarios,
  ...signatureInstructionScenarios,
  ...idempotencyScenarios,
  ...paymentScenarios,
  ...refundScenarios,
  ...bankTransferScenarios,
  ...tokenScenarios,
  ...repeatPaymentScenarios,
  ...paymentLinkScenarios,
  ...verificationScenarios,
  ...boardingScenarios,
  ...pricingIntentScenarios,
  ...boardedAccountScenarios,
  ...equipmentScenarios,
  ...fundingRecipientScenarios,
  ...fundingInstructionScenarios,
  ...authenticationScenarios,
  ...eventScenarios,
  ...reportingScenarios,
  ...errorScenarios,
  ...paginationScenarios,
]

/** Every scenario, suite by suite, then those of Payroc's certification catalogue that are not played. */
export const CATALOGUE: Catalogue = {
  entries: [...PLAYED, ...unjudgedScenarios(PLAYED)],
  // Later versions of the document may add and remove some; most of them name Payroc's.
  fits: ({ operations }) =>
    operations.filter(({ operationId }) => NAMES.has(operationId)).length * 2 > PAYROC_OPERATIONS.length,
  environments: PAYROC_ENVIRONMENTS,
  tag: { field: 'orderId' },
  // A completed instruction links to its payment or refund (Payroc: run a sale, step 3).
  outcomes: (['payment', 'refund'] as const).map((rel) => ({ operationId: INSTRUCTIONS[rel].poll, rel })),
  readiness: {
    terminal: { operationId: 'getProcessingTerminal', parameter: 'processingTerminalId' },
    device: {
      submit: INSTRUCTIONS.signature.submit,
      parameter: 'serialNumber',
      body: (processingTerminalId) => ({ processingTerminalId }),
      cancel: INSTRUCTIONS.signature.cancel,
      id: INSTRUCTIONS.signature.id,
    },
  },
  // A tip, a surcharge or a check of the address that a terminal does not know may also be left out without a word.
  refusable: [
    'tokens',
    'ach',
    'pad',
    'pre-authorization',
    'unreferenced-refunds',
    'signatures',
    'boarding',
    'funding',
    'events',
    'terminal-orders',
    'repeat-payments',
    'payment-links',
  ],
  // Payroc: run an ACH payment; an ACH payment or refund says how the customer agreed to it (ACH-03).
  guideRules: [
    { operations: ['bankTransferPayment'], place: '/paymentMethod/secCode', kind: 'absent' },
    { operations: ['representBankTransferPayment'], place: '/paymentMethod/secCode', kind: 'absent' },
    { operations: ['bankTransferUnreferencedRefund'], place: '/refundMethod/secCode', kind: 'absent' },
    { operations: ['createSecureToken', 'createSingleUseToken'], place: '/source/secCode', kind: 'absent' },
    { operations: ['verifyBankAccount'], place: '/bankAccount/secCode', kind: 'absent' },
  ],
  // The terminal and the device of the document's own examples.
  defaults: { terminal: '1234001', serialNumber: '1850010868' },
}
