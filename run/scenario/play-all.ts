import type { RunOptions } from '../../config/run-options.ts'
import type { Clock } from '../../core/clock.ts'
import type { RunEvent, ScenarioFinished } from '../../core/event.ts'
import type { Contract, Operation } from '../../spec/model.ts'
import { repeatCommand } from '../command-line.ts'
import type { FindingParts } from '../finding-of.ts'
import { isOurs } from '../run-tag.ts'
import type { SendParts } from '../send-case.ts'
import type { Target } from '../target.ts'
import { deviceOf, type AskOperator } from './device.ts'
import { executeScenarios } from './execute-scenarios.ts'
import { withFlakiness } from './play-again.ts'
import { createGuessedEquipment, type Guess } from './guessed-equipment.ts'
import { playScenario } from './play-scenario.ts'
import type { CatalogueEntry, Scenario } from './scenario.ts'

/** What scenarios need beside the run itself. */
export interface ScenarioSettings {
  readonly terminal: string
  readonly serialNumber: string
  /** A key without access to reporting; that of the target where absent. */
  readonly limitedApiKey?: string | undefined
  /** Absent: no person is there. */
  readonly ask?: AskOperator
  /** Which of terminal and device nobody named. */
  readonly guessed?: readonly Guess[]
  /** Features whose scenarios are tried where nobody says what the target can do. */
  readonly tried?: readonly string[]
  /** What a user types to play a scenario again; `run --scenario` where absent. */
  readonly commandFor?: (scenarioId: string, seed: number) => string
  /** Whether a scenario with findings that are new is played once more, to see whether they come again. */
  readonly triesAgain?: boolean
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
  /** Fingerprints of findings that were looked into already. */
  readonly known: ReadonlySet<string>
  /** Whether an operation may be sent more often than was planned. */
  mayRepeat(operation: Operation): boolean
  emit(event: RunEvent): void
  stopped(): boolean
}

/** Milliseconds, where neither the user nor the target says: the longer one of the two that Payroc's guides name. */
const DOCUMENTED_HOLD = 60_000

/** Plays the scenarios of a run. */
export async function playAll(parts: PlayAllParts, catalogue: readonly CatalogueEntry[]): Promise<void> {
  const { options, contract, target, send, findings, clock, seed } = parts
  const { stateful, steerable, baseUrl } = target.summary
  // What we start ourselves knows the equipment of the document's examples.
  const guessed = isOurs(target) ? undefined : createGuessedEquipment(parts.guessed ?? [])
  const play = (
    scenario: Scenario,
    { isTried, isAgain }: { readonly isTried: boolean; readonly isAgain: boolean },
  ): Promise<ScenarioFinished> =>
    playScenario(
      {
        isTried,
        ...(guessed !== undefined && { guessed }),
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
        limitedApiKey: parts.limitedApiKey ?? target.credentials?.limitedApiKey,
        tag: parts.tag,
        seed,
        isAgain,
      },
      scenario,
    )
  const known = createKnown(parts.known)
  const mayPlay = mayPlayAgain(parts)
  await executeScenarios(
    {
      workers: options.workers,
      // What is simulated can do everything.
      features: options.feature ?? (isOurs(target) ? featuresOf(catalogue) : []),
      ...(options.feature === undefined && parts.tried !== undefined && { tried: parts.tried }),
      now: () => clock.now(),
      emit: parts.emit,
      stopped: parts.stopped,
      play: async (scenario, isTried) => {
        const first = await play(scenario, { isTried, isAgain: false })
        const again = {
          play: (one: Scenario) => play(one, { isTried, isAgain: true }),
          known: known(scenario),
          mayPlay,
        }
        return parts.triesAgain === true ? withFlakiness(again, scenario, first) : first
      },
    },
    catalogue,
  )
}

/** What the findings of a scenario are known by: those that its own lane has met, since other lanes go at their own pace. */
function createKnown(before: ReadonlySet<string>): (scenario: Scenario) => Set<string> {
  const lanes = new Map<string, Set<string>>()
  return ({ id, lane = id }) => {
    const known = lanes.get(lane) ?? new Set(before)
    lanes.set(lane, known)
    return known
  }
}

/** No person is asked twice, nothing is learned of a mock, and what is sent must be free to be sent again. */
function mayPlayAgain(parts: PlayAllParts): (first: ScenarioFinished) => boolean {
  const { target, contract, ask, stopped } = parts
  const isFree = (id: string): boolean =>
    contract.operations.some((operation) => operation.operationId === id && parts.mayRepeat(operation))
  return ({ steps }) =>
    !stopped() &&
    ask === undefined &&
    !target.summary.steerable &&
    steps.every(({ calls }) => calls.every(({ operationId }) => isFree(operationId)))
}

function featuresOf(catalogue: readonly CatalogueEntry[]): readonly string[] {
  return catalogue.flatMap((entry) => ('feature' in entry && entry.feature !== undefined ? [entry.feature] : []))
}
