import type { RunEvent } from '../core/event.ts'
import type { RunHistory } from './run-history.ts'
import type { RunResult } from './run-result.ts'

/**
 * A consumer of a run. The runner knows no reporter: it emits events, and each reporter makes of them what it wants,
 * while the run goes on (`onEvent`) or from the folded result afterwards (`finish`).
 */
export interface Reporter {
  readonly name: string
  /** Called with each event, in the run's order; must be quick, since the run waits for it. */
  onEvent?(event: RunEvent): void
  /** Called once, after the last event and also when the run was interrupted. */
  finish?(context: FinishContext): Promise<void>
}

/** What a reporter may read when the run is over. */
export interface FinishContext {
  /** The run folder; it exists. */
  readonly folder: string
  readonly result: RunResult
  /** Earlier runs and this one; absent where none were handed over. */
  readonly history?: RunHistory
  /** Reads run.ndjson again from its beginning; every call starts anew. */
  events(): AsyncIterable<RunEvent>
}
