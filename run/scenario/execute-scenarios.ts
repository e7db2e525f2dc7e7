import type { RunEvent, ScenarioFinished } from '../../core/event.ts'
import { undeclaredReason } from '../../core/scenario-record.ts'
import type { CatalogueEntry, Scenario, UnjudgedScenario } from './scenario.ts'

export interface ExecuteScenariosParts {
  /** Scenarios at a time; those that share a lane never run together. */
  readonly workers: number
  /** Features that the target is said to have; a conditional scenario without its feature is not run. */
  readonly features: readonly string[]
  /** Features that nobody declared and whose scenarios are tried all the same. */
  readonly tried?: readonly string[]
  /** Wall clock, milliseconds. */
  now(): number
  /** Told of a scenario that is tried: where the target refuses what it needs, it is left. */
  play(scenario: Scenario, isTried: boolean): Promise<ScenarioFinished>
  emit(event: RunEvent): void
  /** Asked before each scenario; `true` ends the run early. */
  stopped(): boolean
}

/** Plays scenarios, those of one lane in turn and others side by side, and emits each in the order of the catalogue. */
export async function executeScenarios(
  { workers, features, tried = [], now, play, emit, stopped }: ExecuteScenariosParts,
  catalogue: readonly CatalogueEntry[],
): Promise<void> {
  const done = new Map<CatalogueEntry, ScenarioFinished | undefined>()
  let next = 0
  const settle = (entry: CatalogueEntry, event: ScenarioFinished | undefined): void => {
    done.set(entry, event)
    for (let first = catalogue[next]; first !== undefined && done.has(first); first = catalogue[++next]) {
      const finished = done.get(first)
      if (finished !== undefined) emit(finished)
    }
  }

  const takeQueues = async (queues: (readonly CatalogueEntry[])[], at: number): Promise<void> => {
    const takeTurns = async (): Promise<void> => {
      for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
        for (const entry of queue) {
          const reason = reasonNotToRun(entry, [...features, ...tried])
          if (reason !== undefined) settle(entry, notRun(entry, reason, new Date(now()).toISOString()))
          // What a user cut off is not told of at all.
          else settle(entry, stopped() ? undefined : await play(entry as Scenario, !isDeclared(entry, features)))
        }
      }
    }
    await Promise.all(Array.from({ length: at }, takeTurns))
  }
  await takeQueues(queuesOf(catalogue.filter((entry) => !isAlone(entry))), Math.max(1, workers))
  await takeQueues([catalogue.filter(isAlone)], 1)
}

function isAlone(entry: CatalogueEntry): boolean {
  return 'alone' in entry && entry.alone
}

/** One queue for each lane, longest first, then one for each scenario without a lane. */
function queuesOf(catalogue: readonly CatalogueEntry[]): (readonly CatalogueEntry[])[] {
  const lanes = new Map<string, CatalogueEntry[]>()
  const single: CatalogueEntry[][] = []
  for (const entry of catalogue) {
    const lane = 'lane' in entry ? entry.lane : undefined
    if (lane === undefined) single.push([entry])
    else lanes.set(lane, [...(lanes.get(lane) ?? []), entry])
  }
  return [...[...lanes.values()].toSorted((a, b) => b.length - a.length), ...single]
}

function isDeclared(entry: CatalogueEntry, features: readonly string[]): boolean {
  return isUnjudged(entry) || entry.feature === undefined || features.includes(entry.feature)
}

function reasonNotToRun(entry: CatalogueEntry, features: readonly string[]): string | undefined {
  if (isUnjudged(entry)) return entry.notRun
  if (entry.feature === undefined || isDeclared(entry, features)) return undefined
  return undeclaredReason(entry.feature)
}

function isUnjudged(entry: CatalogueEntry): entry is UnjudgedScenario {
  return 'notRun' in entry
}

function notRun(
  { id, title, suite, tier, requirements }: CatalogueEntry,
  reason: string,
  startedAt: string,
): ScenarioFinished {
  return {
    type: 'scenario-finished',
    scenario: { id, title, suite, tier, requirements },
    verdict: 'skipped',
    reason,
    startedAt,
    durationMs: 0,
    steps: [],
    evidence: {},
    readings: [],
    findings: [],
    mockDefects: [],
  }
}
