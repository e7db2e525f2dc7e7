import type { Json } from '../../core/json.ts'
import type { DocumentPointer } from '../../spec/model.ts'

/** A value at which a constraint of a scalar shows, or why there is none. */
export type Point = {
  readonly what: string
  readonly document: DocumentPointer
  /** Which end of its range the value stands at: those of one end go well together in one request. */
  readonly end?: 'least' | 'most'
  /** Whether every other value there shows it, too. */
  readonly byAny?: boolean
  /** Whether it is one and the same wherever the document says it of the same place of a request. */
  readonly shared?: boolean
} & ({ readonly value: Json } | { readonly reason: string })
