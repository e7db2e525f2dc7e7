import type { Fault } from '../fault.ts'
import { INSTRUCTION_FAULTS } from './instruction.ts'
import { RESPONSE_FAULTS } from './response.ts'

/** Every fault, by group. */
export const FAULTS: readonly Fault[] = [...RESPONSE_FAULTS, ...INSTRUCTION_FAULTS]
