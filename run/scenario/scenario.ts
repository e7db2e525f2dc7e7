import type { ScenarioSummary } from '../../core/scenario-record.ts'
import type { ScenarioTools } from './tools.ts'

/** What happens in a scenario, told with the tools it is given. */
export type ScenarioBody<OperationId extends string = string> = (tools: ScenarioTools<OperationId>) => Promise<void>

/** A story that the target must be able to play, and what is needed to tell it. */
export interface Scenario extends ScenarioSummary {
  /** What it shares with others, such as a device: scenarios with the same lane run one after the other. */
  readonly lane?: string
  /** A feature that the target must have; where the configuration does not name it, the scenario is not run. */
  readonly feature?: string
  /** Whether it changes the world of all others, such as the time of day: then it is played by itself, after them. */
  readonly alone?: boolean
  readonly body: ScenarioBody
}

/** A scenario of a catalogue that this harness cannot judge by talking to the API. */
export interface UnjudgedScenario extends ScenarioSummary {
  /** Who judges it, or why nobody can. */
  readonly notRun: string
  /** Whether it is no promise of the API that could be shown here, so that a certificate does not wait for it. */
  readonly outside?: boolean
}

export type CatalogueEntry = Scenario | UnjudgedScenario

/** What a scenario is made of: its summary and options, without its suite, which the file that lists it names. */
export type ScenarioOptions = Omit<Scenario, 'body' | 'requirements'> & Partial<Pick<Scenario, 'requirements'>>

/**
 * A scenario from its summary and its story.
 *
 * @example
 * scenario({ id: 'CP-03', title: 'Cancel in progress', suite: 'cancel-conflicts', tier: 'required' }, async ({ api, step }) => {
 *   await step('Cancel it', () => api('deletePaymentInstruction', { path: { paymentInstructionId }, expect: accepted(204) }))
 * })
 */
export function scenario<OperationId extends string = string>(
  options: ScenarioOptions,
  body: ScenarioBody<OperationId>,
): Scenario {
  return { requirements: [], ...options, body }
}
