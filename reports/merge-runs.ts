import type { RunEvent, RunFinished, RunStarted } from '../core/event.ts'
import { HarnessError } from '../core/harness-error.ts'
import { worst } from '../core/verdict.ts'
import { readEvents } from './ndjson.ts'
import { foldEvents } from './result-fold.ts'
import type { RunResult } from './run-result.ts'

/** A part of a split run, read once. */
export interface RunPart {
  readonly folder: string
  readonly started: RunStarted
  /** Ids of the operations that were its own to run; sequences may call those of other parts. */
  readonly operations: readonly string[]
  readonly result: RunResult
}

/** Reads a run folder that is to be merged. */
export async function readPart(folder: string): Promise<RunPart> {
  let started: RunStarted | undefined
  const operations: string[] = []
  async function* watched(): AsyncGenerator<RunEvent> {
    for await (const event of readEvents(folder)) {
      if (event.type === 'run-started') started = event
      else if (event.type === 'operation-started') operations.push(event.operationId)
      yield event
    }
  }
  const result = await foldEvents(watched())
  // The fold refuses a folder whose events do not say how the run began.
  return { folder, started: started as RunStarted, operations, result }
}

/**
 * Puts the parts in the order of their shards.
 *
 * @throws HarnessError `usage` when they are not the parts of one run: another contract, seed, profile or target, a part
 *   twice, a part missing, or an operation in two parts
 */
export function orderParts(parts: readonly RunPart[]): readonly RunPart[] {
  const [first] = parts
  if (first === undefined) throw new HarnessError('usage', 'There is no run folder to merge.')
  for (const part of parts) {
    for (const [what, value] of Object.entries(identityOf(first))) {
      const other = identityOf(part)[what as keyof ReturnType<typeof identityOf>]
      if (other === value) continue
      throw new HarnessError(
        'usage',
        `These are not parts of one run: ${what} is ${value} in ${first.folder}, and ${other} in ${part.folder}.`,
        { hint: 'Run every shard with the same contract, --seed, --profile and --target.' },
      )
    }
  }
  refuseIncomplete(parts)
  refuseOverlap(parts)
  return parts.toSorted((a, b) => (a.result.run.shard?.index ?? 0) - (b.result.run.shard?.index ?? 0))
}

/**
 * The events of the whole run: those of each part, between one start and one end. Sequences come last, as in a run that
 * is not split: they call operations of other parts, too, which must have been finished by then.
 */
export async function* mergedEvents(parts: readonly RunPart[]): AsyncGenerator<RunEvent> {
  yield mergedStart(parts)
  yield* eventsOf(parts, (event) => !isSequence(event))
  yield* eventsOf(parts, isSequence)
  yield mergedEnd(parts)
}

async function* eventsOf(parts: readonly RunPart[], isWanted: (event: RunEvent) => boolean): AsyncGenerator<RunEvent> {
  for (const { folder } of parts) {
    for await (const event of readEvents(folder)) {
      if (event.type !== 'run-started' && event.type !== 'run-finished' && isWanted(event)) yield event
    }
  }
}

function isSequence(event: RunEvent): boolean {
  return event.type === 'case-finished' && event.phase === 'stateful'
}

function identityOf({ result: { run, contract, target } }: RunPart) {
  return {
    'the contract': `${contract.title} ${contract.version} (sha256 ${contract.sha256.slice(0, 12)})`,
    'the seed': String(run.seed),
    'the profile': run.profile,
    'the target': nameOfTarget(target),
    'the number of shards': String(run.shard?.count ?? 1),
  }
}

/** The same server has another port on each machine. */
function nameOfTarget({ name }: RunResult['target']): string {
  if (!URL.canParse(name)) return name
  const url = new URL(name)
  return ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) ? `a local server at ${url.pathname}` : name
}

function refuseIncomplete(parts: readonly RunPart[]): void {
  const count = parts[0]?.result.run.shard?.count ?? 1
  if (count === 1) return
  const byIndex = Map.groupBy(parts, ({ result }) => result.run.shard?.index ?? 0)
  for (const [index, same] of byIndex) {
    if (same.length > 1) {
      throw new HarnessError(
        'usage',
        `Shard ${index}/${count} is there twice: ${same.map(({ folder }) => folder).join(' and ')}.`,
      )
    }
  }
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !byIndex.has(index))
  if (missing.length === 0) return
  throw new HarnessError(
    'usage',
    `Of ${count} shards these are missing: ${missing.map((i) => `${i}/${count}`).join(', ')}.`,
    {
      hint: 'Give the run folders of all shards.',
    },
  )
}

function refuseOverlap(parts: readonly RunPart[]): void {
  const owners = new Map<string, string>()
  for (const { folder, operations } of parts) {
    for (const operationId of operations) {
      const owner = owners.get(operationId)
      if (owner !== undefined) {
        throw new HarnessError(
          'usage',
          `${operationId} was run in ${owner} and in ${folder}; its cases would be counted twice.`,
        )
      }
      owners.set(operationId, folder)
    }
  }
}

function mergedStart(parts: readonly RunPart[]): RunStarted {
  const [first] = parts.toSorted((a, b) => startOf(a) - startOf(b))
  const { shard: _shard, ...run } = (first as RunPart).started.run
  return {
    ...(parts[0] as RunPart).started,
    run: { ...run, id: `${run.id}-merged` },
    plan: {
      operations: sum(parts.map(({ started }) => started.plan.operations)),
      cases: sum(parts.map(({ started }) => started.plan.cases)),
    },
  }
}

/** Parts may have run at the same time: the whole lasts from the first start to the last end. */
function mergedEnd(parts: readonly RunPart[]): RunFinished {
  const runs = parts.map(({ result }) => result.run)
  const began = Math.min(...parts.map(startOf))
  const ended = Math.max(...parts.map((part) => startOf(part) + part.result.run.durationMs))
  // A shard may be left without an operation.
  const verdict = worst(runs.map((run) => run.verdict))
  const reasons = [...new Set(runs.flatMap((run) => run.reason ?? []))]
  const interrupted = runs.some((run) => run.interrupted)
  const faulty = runs.some(({ exitCode }) => exitCode === 4)
  return {
    type: 'run-finished',
    durationMs: ended - began,
    verdict,
    exitCode: faulty ? 4 : interrupted ? 130 : verdict === 'fail' ? 1 : verdict === 'inconclusive' ? 3 : 0,
    interrupted,
    generated: {
      values: sum(parts.map(({ result }) => result.generated.values)),
      discarded: sum(parts.map(({ result }) => result.generated.discarded)),
    },
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  }
}

function startOf({ result }: RunPart): number {
  return Date.parse(result.run.startedAt)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
