import type { SequenceCheck } from '../../checks/sequences/sequence-check.ts'
import type { Severity } from '../../core/finding.ts'
import type { Json } from '../../core/json.ts'
import type { Receiver } from '../../transport/receiver.ts'
import type { Circumstance } from '../target.ts'
import type { Answer } from './answer.ts'
import type { DeviceControl } from './device-control.ts'
import type { Expectation, Promised } from './expectation.ts'
import type { IdentityTools } from './identity.ts'
import type { SampleRequest } from './sample-request.ts'

/** One call: parameters by name, a body, and what may come of it. */
export interface CallRequest {
  readonly path?: Readonly<Record<string, Json>>
  readonly query?: Readonly<Record<string, Json>>
  readonly header?: Readonly<Record<string, Json>>
  readonly body?: Json
  /** The first JSON media type of the operation where absent. */
  readonly mediaType?: string
  /** The Idempotency-Key: a new one where absent, `none` to leave it out. */
  readonly key?: string
  /** Sent as they are, in place of the run's own; an empty text sends none. */
  readonly authorization?: string
  readonly expect: Expectation
  /** Name of the documented example that a steerable target answers with. */
  readonly example?: string
  /** Ends the call early, as a client that hangs up. */
  readonly signal?: AbortSignal
  /** Milliseconds to wait for the answer; the run's own where absent. */
  readonly timeoutMs?: number
}

/** Calls an operation and judges the answer as any other exchange. Ends the scenario where the story cannot go on. */
export type Api<OperationId extends string = string> = (
  operationId: OperationId,
  request: CallRequest,
) => Promise<Answer>

/** What a scenario observed of an answer and what is documented. */
export interface Observation {
  readonly answer: Answer
  /** JSON pointer into its body. */
  readonly pointer: string
  readonly holds: boolean
  /** Completes "expected …". */
  readonly expected: string
  /** Where the rule is written. */
  readonly rule: string
  /** Whose promise it is; `outcome-is-as-documented` where absent. */
  readonly promise?: Promised
  /** `warning` where the rule is an assumption. */
  readonly severity?: Severity
}

/** What a scenario may use; nothing else reaches the target. */
export interface ScenarioTools<OperationId extends string = string> {
  readonly api: Api<OperationId>
  readonly device: DeviceControl
  /** Processing terminal to use. */
  readonly terminal: string
  readonly target: ScenarioTarget
  /** A step of the story; what is called in it belongs to it. */
  step<T>(title: string, take: () => Promise<T>): Promise<T>
  /** A step that only a target with memory can play; on another it is skipped and yields nothing. */
  stateful<T>(title: string, take: () => Promise<T>): Promise<T | undefined>
  /** Judges a promise about several answers; `true` when it was kept. */
  promise<Evidence>(check: SequenceCheck<Evidence>, evidence: Evidence): Promise<boolean>
  /** Judges what an answer shows; `true` when it is as documented. On a steerable target nothing is concluded from it. */
  observe(observation: Observation): Promise<boolean>
  /** Keeps an id, a status, a key for the certificate; never a secret. */
  evidence(name: string, value: Json): void
  /** Notes which of several documented readings was seen. */
  saw(reading: string): void
  /** A new reference of at most 24 characters that carries the run's tag: an order id, a plan id … */
  reference(): string
  /** A request as the contract shows it. */
  sample(operationId: OperationId): SampleRequest
  /** A new UUID v4. */
  key(): string
  /** Done at the end, the last first, whatever came of the scenario; what fails there is no finding. */
  cleanUp(title: string, take: () => Promise<unknown>): void
  /** Leaves the scenario: what is missing, in a sentence. */
  skip(reason: string): never
  /** Ends the scenario where it cannot go on for a reason that has been recorded. */
  stop(reason: string): never
  sleep(ms: number): Promise<void>
  /** Has a simulator bring about what no client can; elsewhere the scenario is left. It concerns all who are there: see `alone`. */
  arrange(circumstance: Circumstance): Promise<void>
  /** Opens a server of ours that the target can call back, until the end; elsewhere the scenario is left. */
  receiver(): Promise<Receiver>
  readonly identity: IdentityTools
  /** Wall clock, milliseconds since the epoch, as exchanges are timed by. */
  now(): number
}

export interface ScenarioTarget {
  readonly stateful: boolean
  readonly steerable: boolean
  /** How long the target holds a poll of an unchanged resource, milliseconds. */
  readonly holdMs: number
  /** Whether that was said of the target; else it is what is documented. */
  readonly isHoldKnown: boolean
  readonly baseUrl: string
}
