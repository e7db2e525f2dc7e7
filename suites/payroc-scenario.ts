import {
  scenario as anyScenario,
  type Scenario,
  type ScenarioBody,
  type ScenarioOptions,
} from '../run/scenario/scenario.ts'
import type { ScenarioTools } from '../run/scenario/tools.ts'
import type { PayrocOperation } from './payroc-operation.ts'

/** What a scenario of the Payroc API may use: calls are typed by the operations of its document. */
export type PayrocTools = ScenarioTools<PayrocOperation>

/** A scenario of the Payroc API. */
export function scenario(options: ScenarioOptions, body: ScenarioBody<PayrocOperation>): Scenario {
  return anyScenario<PayrocOperation>(options, body)
}

/** One device carries out one instruction at a time, so its scenarios run in turn. */
export const DEVICE_LANE = 'device'

/** Amounts whose last two digits decide the outcome in Payroc's test environment (test your integration, pay by cloud). */
export const TRIGGER_AMOUNTS = { approved: 4541, declined: 501, referral: 1002, cvvFailure: 1403 } as const
