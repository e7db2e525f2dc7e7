import type { Json } from '../../core/json.ts'
import type { DocumentPointer } from '../../spec/model.ts'
import type { Side } from '../../spec/schema-view.ts'

/** A keyword that a value breaks, and where. */
export interface BrokenAt {
  readonly keyword: string
  /** Pointer into the value; of the member itself where one is missing or forbidden. */
  readonly payload: string
}

/**
 * The independent judge: what a value breaks of the schema at a pointer; of branches, those of the branch that was
 * meant. May throw where it cannot judge.
 */
export type Violations = (pointer: DocumentPointer, side: Side, value: Json) => readonly BrokenAt[]
