import type { Fault } from '../fault.ts'
import { AUTHENTICATION_FAULTS } from './authentication.ts'
import { IDEMPOTENCY_FAULTS } from './idempotency.ts'
import { INSTRUCTION_FAULTS } from './instruction.ts'
import { LEAK_FAULTS } from './leak.ts'
import { RESPONSE_FAULTS } from './response.ts'
import { VALIDATION_FAULTS } from './validation.ts'

/** Every fault, by group. */
export const FAULTS: readonly Fault[] = [
  ...RESPONSE_FAULTS,
  ...VALIDATION_FAULTS,
  ...AUTHENTICATION_FAULTS,
  ...IDEMPOTENCY_FAULTS,
  ...INSTRUCTION_FAULTS,
  ...LEAK_FAULTS,
]
