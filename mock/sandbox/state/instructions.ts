import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

export type InstructionKind = 'payment' | 'refund' | 'signature'

/** An instruction that was handed to a device. Of its states only `inProgress` is ever left. */
export interface InstructionRecord {
  readonly id: string
  readonly kind: InstructionKind
  readonly serialNumber: string
  readonly status: 'inProgress' | 'completed' | 'canceled' | 'failure'
  /** What the device was asked to do: the request body. */
  readonly request: JsonObject
  /** Of the payment, refund or signature that came of it. */
  readonly resultId?: string
  readonly errorMessage?: string
  /** Whether it was shown as completed before; kept only for a fault. */
  readonly isSeen?: boolean
}

export const INSTRUCTIONS: Readonly<Record<InstructionKind, CollectionSpec<InstructionRecord>>> = {
  payment: specOf('payment'),
  refund: specOf('refund'),
  signature: specOf('signature'),
}

function specOf(kind: InstructionKind): CollectionSpec<InstructionRecord> {
  return {
    name: `${kind}-instructions`,
    isFinished: ({ status }) => status !== 'inProgress',
    seed: ({ example }) => {
      const shown = example(`get${kind[0]?.toUpperCase()}${kind.slice(1)}Instruction`, '200') as JsonObject
      const id = String(shown[`${kind}InstructionId`])
      const resultId = String((shown['link'] as JsonObject)['href'])
        .split('/')
        .at(-1) as string
      return [[id, { id, kind, serialNumber: '1850010868', status: 'completed', request: {}, resultId }]]
    },
  }
}
