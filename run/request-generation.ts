import type { ExampleOptions } from '../generators/examples.ts'
import type { Violations } from '../generators/invalid.ts'
import type { RequestOptions } from '../generators/request.ts'

/** How requests are made, the same for every operation of a run. */
export interface RequestGeneration {
  readonly request: Omit<RequestOptions, 'onOmitted'>
  readonly examples: Omit<ExampleOptions, 'seed'>
  /** What a value breaks; not judged by the generators themselves. */
  readonly violations: Violations
  /** A token that the target has issued and that has expired; absent where none can be had. */
  readonly expiredToken?: string
}
