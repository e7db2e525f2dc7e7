import type { Handlers } from '../call.ts'
import { handlers as instructions } from './instructions.ts'
import { handlers as payments } from './payments.ts'

/** Every operation that has a handler of its own; the others are answered from the contract. */
export const HANDLERS: Handlers = { ...payments, ...instructions }
