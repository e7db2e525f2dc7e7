import type { DeviceMode } from '../config/run-options.ts'
import type { Case } from '../core/case.ts'
import type { FindingDraft } from '../core/finding.ts'
import type { TargetSummary } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import type { DeviceBehaviour } from './scenario/device-control.ts'
import type { Judged } from '../checks/check.ts'
import type { Operation } from '../spec/model.ts'

/** Where requests go, for the length of a run. */
export interface Target {
  readonly summary: TargetSummary
  /** Names a known defect of a mock that explains a draft, so that it is not held against the contract's owner. */
  recognise(code: string, draft: FindingDraft, judged: Judged): string | undefined
  /** Where its tokens are to be had, and the key for it; used where the user names no token endpoint. */
  readonly credentials?: {
    readonly identityUrl: string
    readonly apiKey: string
    /** One without access to reporting. */
    readonly limitedApiKey?: string
  }
  /** Longest time that it holds a poll of something unchanged, milliseconds; absent: it does not say. */
  readonly holdMs?: number
  /** Makes a payment device do something, where the target simulates devices. */
  readonly operate?: (serialNumber: string, behaviour: DeviceBehaviour) => Promise<void>
  /** Who operates its devices where the user does not say; absent: its simulator, or nobody. */
  readonly device?: DeviceMode
  /** A token whose life is over, where the target can be made to issue one. */
  readonly expireToken?: () => Promise<string>
  /** Brings about what no client can, such as time that passes, where the target is a simulator. */
  readonly arrange?: (circumstance: Circumstance) => Promise<void>
  /** Why a mock cannot show whether a server checks what a case breaks; absent: any server is held to everything. */
  unchecked?(operation: Operation, planned: Case): Unchecked | undefined
  close(): Promise<void>
}

/** Something that happens to a server from outside, in the words of its simulator. */
export interface Circumstance {
  /** Completes "nobody can make …": `eight days pass`. */
  readonly title: string
  /** What the simulator's administration is asked for: `clock`. */
  readonly what: string
  /** `POST` where absent. */
  readonly method?: 'POST' | 'PUT'
  readonly details?: Json
}

/** A constraint that a mock is known not to check. */
export interface Unchecked {
  /** One sentence. */
  readonly describe: string
  /** Whether such a request gets no answer at all: then it is not sent. */
  readonly unanswered: boolean
}
