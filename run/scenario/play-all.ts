import type { RunOptions } from '../../config/run-options.ts'
import type { Clock } from '../../core/clock.ts'
import type { RunEvent } from '../../core/event.ts'
import type { Contract } from '../../spec/model.ts'
import { repeatCommand } from '../command-line.ts'
import type { FindingParts } from '../finding-of.ts'
import { isOurs } from '../run-tag.ts'
import type { SendParts } from '../send-case.ts'
import type { Target } from '../target.ts'
import { deviceOf, type AskOperator } from './device.ts'
import { executeScenarios } from './execute-scenarios.ts'
import { playScenario } from './play-scenario.ts'
import type { CatalogueEntry } from './scenario.ts'

/** What scenarios need beside the run itself. */
export interface ScenarioSettings {
  readonly terminal: string
  readonly serialNumber: string
  /** Absent: no person is there. */
  readonly ask?: AskOperator
  /** Features whose scenarios are tried where nobody says what the target can do. */
  readonly tried?: readonly string[]
  /** What a user types to play a scenario again; `run --scenario` where absent. */
  readonly commandFor?: (scenarioId: string, seed: number) => string
}

export interface PlayAllParts extends ScenarioSettings {
  readonly options: RunOptions
  readonly contract: Contract
  readonly target: Target
  readonly send: SendParts
  readonly findings: FindingParts
  readonly clock: Clock
  readonly seed: number
  /** Begins every reference. */
  readonly tag: string
  emit(event: RunEvent): void
  stopped(): boolean
}

/** Milliseconds, where neither the user nor the target says: the longer one of the two that Payroc's guides name. */
const DOCUMENTED_HOLD = 60_000

/** Plays the scenarios of a run. */
export async function playAll(parts: PlayAllParts, catalogue: readonly CatalogueEntry[]): Promise<void> {
  const { options, contract, target, send, findings, clock, seed } = parts
  const { stateful, steerable, baseUrl } = target.summary
  await executeScenarios(
    {
      workers: options.workers,
      // What is simulated can do everything.
      features: options.feature ?? (isOurs(target) ? featuresOf(catalogue) : []),
      ...(options.feature === undefined && parts.tried !== undefined && { tried: parts.tried }),
      now: () => clock.now(),
      emit: parts.emit,
      stopped: parts.stopped,
      play: (scenario, isTried) =>
        playScenario(
          {
            isTried,
            send,
            judge: {
              ...findings,
              contract,
              target,
              strict: options.strict,
              commandFor: (id) =>
                parts.commandFor?.(id, seed) ??
                repeatCommand(options, [
                  ['--scenario', id],
                  ['--seed', String(seed)],
                ]),
            },
            clock,
            target: {
              stateful,
              steerable,
              baseUrl,
              holdMs: options.hold ?? target.holdMs ?? DOCUMENTED_HOLD,
              isHoldKnown: (options.hold ?? target.holdMs) !== undefined,
            },
            device: deviceOf(target, parts.serialNumber, { mode: options.device, ask: parts.ask }),
            terminal: parts.terminal,
            tag: parts.tag,
            seed,
          },
          scenario,
        ),
    },
    catalogue,
  )
}

function featuresOf(catalogue: readonly CatalogueEntry[]): readonly string[] {
  return catalogue.flatMap((entry) => ('feature' in entry && entry.feature !== undefined ? [entry.feature] : []))
}
