import { randomInt } from 'node:crypto'
import { CHECKS } from '../checks/all.ts'
import { sequenceChecks } from '../checks/sequences/all.ts'
import { type RunOptions, SHRINK_BUDGET } from '../config/run-options.ts'
import type { Case } from '../core/case.ts'
import type { Clock } from '../core/clock.ts'
import type { DocumentExcerpt } from '../core/finding.ts'
import { deriveSeed } from '../core/seed.ts'
import { keyOf } from '../generators/idempotency-key.ts'
import type { RunEvent, RunStarted } from '../core/event.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { selectOperations } from '../spec/select.ts'
import type { Credentials } from '../transport/credentials.ts'
import type { Retries } from '../transport/retry.ts'
import type { Transport } from '../transport/send.ts'
import type { BaselineWatch } from './baseline-watch.ts'
import type { ConfiguredPools } from './configured-pools.ts'
import { createAcceptedRequests } from './accepted-requests.ts'
import { createLiveIds, type LiveIds } from './live-ids.ts'
import { isSpared } from './spared.ts'
import { createCaseSource, type CaseSource } from './case-source.ts'
import { repeatCommand, replayCommand } from './command-line.ts'
import { executeSources } from './execute.ts'
import { withTags } from './order-tag.ts'
import type { JudgeParts } from './judge-case.ts'
import { BUDGETS } from './stateful/budget.ts'
import { statefulPhase } from './stateful/stateful-phase.ts'
import { BOUNDARY_CASES, INVALID_CASES, RANDOM_CASES } from './profile.ts'
import type { GuideRule } from './restricted-in-words.ts'
import { createRunGuard } from './run-guard.ts'
import type { RequestGeneration } from './request-generation.ts'
import { playAll, type ScenarioSettings } from './scenario/play-all.ts'
import type { CatalogueEntry } from './scenario/scenario.ts'
import type { FindingParts } from './finding-of.ts'
import type { Journal } from './journal/journal.ts'
import { isOurs, isShared, runTag } from './run-tag.ts'
import { createUntakenTexts } from './untaken-texts.ts'
import type { SendParts } from './send-case.ts'
import type { Target } from './target.ts'
import { withheldReason } from './withheld.ts'

export interface SessionParts {
  readonly options: RunOptions
  readonly tool: { readonly name: string; readonly version: string }
  readonly contract: Contract
  /** What is to be run. */
  readonly operations: readonly Operation[]
  readonly target: Target
  readonly transport: Transport
  readonly credentials: Credentials
  /** When a request goes out once more; absent: never. */
  readonly retries?: Retries
  /** Of what is made on a target that outlives the run. */
  readonly journal?: Journal
  /** Member that is given a reference with the run's tag on such a target; absent: none. */
  readonly tagField?: string
  readonly clock: Clock
  readonly generation: RequestGeneration
  readonly scenarios: ScenarioSettings
  /** Where the ids of a target that remembers come from. */
  readonly pools?: ConfiguredPools
  /** Discarded values so far, by the generators of this run. */
  generated(): { readonly values: number; readonly discarded: number }
  lineOf(pointer: string): Promise<number | undefined>
  excerptOf(pointer: string): Promise<DocumentExcerpt | undefined>
  curlOf(exchange: Exchange): string
  readonly baseline?: BaselineWatch
  /** What the API's guides demand beyond the document. */
  readonly guideRules?: readonly GuideRule[] | undefined
  emit(event: RunEvent): void
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal
}

/** One run: its plan, and the means to execute it whole or operation by operation. */
export interface Session {
  readonly seed: number
  readonly runId: string
  readonly operations: readonly Operation[]
  /** Executes some of the operations; may be called several times, one after the other. */
  execute(operations: readonly Operation[]): Promise<void>
  /** Plays scenarios. */
  play(catalogue: readonly CatalogueEntry[]): Promise<void>
  /** Emits the end of the run and says how the command ends. */
  finish(): { readonly exitCode: number }
}

/** Plans a run and emits its start. */
export function openSession(parts: SessionParts): Session {
  const { options, contract, target, clock } = parts
  const seed = options.seed ?? randomInt(0x7fffffff)
  const startedAt = clock.now()
  const began = clock.monotonic()
  const runId = `${new Date(startedAt).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15)}-${seed}`
  const { operations } = parts
  const tag = runTag(seed, runId, isOurs(target))
  const randomCases = options.phase.includes('random') ? (options.cases ?? RANDOM_CASES[options.profile]) : 0
  const guard = createRunGuard({
    bail: options.bail,
    strict: options.strict,
    mayBeEmpty: options.shard.count > 1,
    signal: parts.signal,
  })
  const emit = (event: RunEvent): void => {
    guard.observe(event)
    parts.emit(event)
  }

  const accepted = createAcceptedRequests()
  const known = new Set<string>()
  const spares = (operation: Operation): boolean => options.shrinkBudget === undefined && isSpared(target, operation)
  const mayRepeat = (operation: Operation): boolean => options.shrinkBudget !== 0 && !spares(operation)
  const ids = idsOf(parts, seed, tag)

  emit(runStarted(parts, { seed, runId, startedAt, operations, randomCases }))

  const sources = function* (chosen: readonly Operation[]): Generator<CaseSource> {
    for (const operation of chosen) {
      yield createCaseSource(contract, operation, {
        seed,
        phases: options.phase,
        randomCases,
        boundaryCases: BOUNDARY_CASES[options.profile],
        generation: parts.generation,
        invalidCases: INVALID_CASES[options.profile],
        late: target.summary.stateful,
        withheld: (planned) => withheldReason(target, parts.credentials, operation, planned),
        idPlaces: ids?.placesOf(operation) ?? [],
      })
    }
  }

  const send: SendParts = {
    contract,
    transport: parts.transport,
    credentials: parts.credentials,
    baseUrl: target.summary.baseUrl,
    signal: parts.signal,
    ...(parts.retries !== undefined && { retries: parts.retries }),
    ...(parts.journal !== undefined && { journal: parts.journal }),
    ...(isShared(target) && { freshKey: (key) => keyOf(deriveSeed(seed, tag, key)) }),
  }
  const findings: FindingParts = {
    seed,
    lineOf: parts.lineOf,
    excerptOf: parts.excerptOf,
    curlOf: parts.curlOf,
    ...(parts.baseline !== undefined && { baselineOf: parts.baseline.markOf }),
    replayCommand: (fingerprint) => replayCommand(options, { fingerprint, runId }),
  }

  const judge: JudgeParts = {
    ...findings,
    contract,
    target,
    strict: options.strict,
    ...(ids !== undefined && { originsOf: ids.originsOf }),
    commandFor: (planned) =>
      commandFor(options, { seed, randomCases, makers: makersOf(ids, contract, planned) }, planned),
  }
  const { stopped } = guard
  const stateful = statefulPhase({
    send,
    judge,
    clock,
    emit,
    stopped,
    accepted,
    known,
    mayRepeat,
    generation: parts.generation,
    budget: BUDGETS[options.profile],
    ...(ids !== undefined && { ids }),
    ...(parts.pools !== undefined && { table: parts.pools.table }),
    operations: selectOperations(contract, options),
    commandOf: (ids) =>
      repeatCommand(options, [
        ['--operation', ids.join(',')],
        ['--phase', 'stateful'],
        ['--seed', String(seed)],
      ]),
  })

  return {
    seed,
    runId,
    operations,
    async execute(chosen) {
      await executeSources(
        {
          send,
          judge,
          ...(ids !== undefined && { ids }),
          accepted,
          ...(ids !== undefined && {
            untaken: createUntakenTexts({ contract, generation: parts.generation, seed, idPlaces: ids.placesOf }),
          }),
          known,
          clock,
          workers: options.workers,
          guideRules: parts.guideRules,
          shrinkBudget: options.shrinkBudget ?? SHRINK_BUDGET,
          spares,
          emit,
          stopped,
        },
        sources(chosen),
      )
      if (options.phase.includes('stateful') && !stopped()) await stateful(chosen)
    },
    play: (catalogue) =>
      playAll(
        {
          ...parts.scenarios,
          options,
          contract,
          target,
          send,
          findings,
          clock,
          seed,
          tag,
          known,
          mayRepeat,
          emit,
          stopped,
        },
        catalogue,
      ),
    finish: () => {
      // A run that stopped early cannot tell what no longer happens.
      const compared = parts.baseline?.compared({ complete: !guard.stopped() })
      if (compared !== undefined) emit(compared)
      const ending = guard.ending()
      emit({
        type: 'run-finished',
        durationMs: clock.monotonic() - began,
        verdict: ending.verdict,
        exitCode: ending.exitCode,
        interrupted: ending.interrupted,
        generated: parts.generated(),
        ...(ending.reason !== undefined && { reason: ending.reason }),
      })
      return { exitCode: ending.exitCode }
    },
  }
}

/** Ids of a target that remembers, with references of the run's own where it outlives the run. */
function idsOf(parts: SessionParts, seed: number, tag: string): LiveIds | undefined {
  const { contract, generation, target, journal, tagField: field } = parts
  if (parts.pools === undefined) return undefined
  const ids = createLiveIds({ ...parts.pools, contract, generation, baseUrl: target.summary.baseUrl, seed })
  if (journal === undefined || field === undefined || !isShared(target)) return ids
  return withTags(ids, { contract, generation, creating: journal.creations, field, tag, seed })
}

function runStarted(
  { tool, contract, target, options }: SessionParts,
  plan: { seed: number; runId: string; startedAt: number; operations: readonly Operation[]; randomCases: number },
): RunStarted {
  const { title, version, source, sha256, operations } = contract
  return {
    type: 'run-started',
    run: {
      id: plan.runId,
      startedAt: new Date(plan.startedAt).toISOString(),
      seed: plan.seed,
      profile: options.profile,
      ...(options.shard.count > 1 && { shard: options.shard }),
    },
    tool,
    contract: { title, version, source, sha256, operations: operations.length },
    target: target.summary,
    checks: [...CHECKS, ...sequenceChecks].map(({ code, severity, requirements, describe }) => ({
      code,
      severity,
      requirements,
      describe,
    })),
    plan: { operations: plan.operations.length, cases: plan.operations.length * plan.randomCases },
  }
}

/** What a user types to send a case again: the same contract, target, operation, phase and seed. */
function commandFor(
  options: RunOptions,
  { seed, randomCases, makers }: { seed: number; randomCases: number; makers: readonly string[] },
  planned: Case,
): string {
  // What is made from accepted requests needs the phases that send them.
  const phases = makers.length > 0 && planned.phase === 'invalid' ? options.phase : [planned.phase]
  return repeatCommand(options, [
    ['--operation', [...makers, planned.operationId].join(',')],
    ['--phase', phases.join(',')],
    ['--seed', String(seed)],
    ...(phases.includes('random') ? [['--cases', String(randomCases)] as const] : []),
  ])
}

/** The operations that make what a case needs to be there, those first that others need. */
function makersOf(ids: LiveIds | undefined, contract: Contract, { operationId }: Case): readonly string[] {
  const needed = new Set<string>()
  const visit = (id: string): void => {
    const operation = contract.operations.find((one) => one.operationId === id)
    const makers =
      operation === undefined ? [] : (ids?.pathPoolsOf(operation) ?? []).flatMap((pool) => ids?.makersOf(pool)[0] ?? [])
    for (const maker of makers) {
      if (maker === operationId || needed.has(maker)) continue
      visit(maker)
      needed.add(maker)
    }
  }
  visit(operationId)
  return [...needed]
}
