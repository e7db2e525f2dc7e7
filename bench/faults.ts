import { fork } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { didYouMean } from '../core/nearest.ts'
import type { Fault } from '../mock/sandbox/fault.ts'
import { FAULTS } from '../mock/sandbox/faults/all.ts'
import { loadContract } from '../spec/load.ts'
import type { Contract } from '../spec/model.ts'
import { concerned } from './faults/narrow.ts'
import { isAsExpected, NO_FAULT, type Outcome, type Task } from './faults/outcome.ts'
import { tableOf } from './faults/table.ts'

// For each fault of the sandbox a default run, until the check that the fault names has reported it; and one run without
// a fault, which must find nothing. The table is written as it grows, so that a bench that is stopped can be resumed.
const WORKER = fileURLToPath(new URL('./faults/fault-worker.ts', import.meta.url))

interface Settings {
  readonly seed: string
  readonly profile: string
  /** Suites that are run, where not all are. */
  readonly suite: string | undefined
  readonly isNarrow: boolean
  readonly isWhole: boolean
  readonly jobs: number
  readonly out: string
  readonly isResumed: boolean
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      group: { type: 'string' },
      seed: { type: 'string', default: '1' },
      profile: { type: 'string', default: 'standard' },
      suite: { type: 'string' },
      jobs: { type: 'string', default: '1' },
      narrow: { type: 'boolean', default: false },
      whole: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      out: { type: 'string', default: '.conformance/faults' },
    },
  })
  const settings: Settings = {
    seed: values.seed,
    profile: values.profile,
    suite: values.suite,
    jobs: Math.max(1, Number(values.jobs)),
    isNarrow: values.narrow,
    isWhole: values.whole,
    isResumed: values.resume,
    out: values.out,
  }
  return measure(chosenFaults(values), await loadContract(), settings)
}

/** The faults that were asked for; the run without one belongs to the whole table. */
function chosenFaults({ only, group }: { only?: string; group?: string }): readonly (Fault | undefined)[] {
  const names = only?.split(',')
  for (const name of names ?? []) {
    const known = [NO_FAULT, ...FAULTS.map((fault) => fault.name)]
    if (!known.includes(name)) throw new Error(`no fault is named "${name}". ${didYouMean(name, known) ?? ''}`)
  }
  const groups = group?.split(',')
  const faults = FAULTS.filter(
    (fault) => (names?.includes(fault.name) ?? true) && (groups?.includes(fault.group) ?? true),
  )
  const isWithNone = names === undefined ? group === undefined : names.includes(NO_FAULT)
  return isWithNone ? [undefined, ...faults] : faults
}

async function measure(
  faults: readonly (Fault | undefined)[],
  contract: Contract,
  settings: Settings,
): Promise<boolean> {
  const { jobs, out, isResumed } = settings
  const known =
    isResumed && existsSync(`${out}.json`) ? (JSON.parse(readFileSync(`${out}.json`, 'utf8')) as Outcome[]) : []
  const outcomes = new Map(known.map((outcome) => [outcome.fault, outcome]))
  const waiting = faults.filter((fault) => !outcomes.has(nameOf(fault)))
  let begun = 0
  const work = async (): Promise<void> => {
    for (let fault = begun++; fault < waiting.length; fault = begun++) {
      const outcome = await inWorker(taskFor(waiting[fault], contract, settings))
      outcomes.set(outcome.fault, outcome)
      write(out, [...outcomes.values()], settings)
      process.stdout.write(`${outcomes.size}/${known.length + waiting.length} ${wordsOf(outcome)}\n`)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  const all = [...outcomes.values()]
  const missed = all.filter((outcome) => !isAsExpected(outcome))
  process.stdout.write(`${all.length - missed.length} of ${all.length} as expected; ${out}.md has the table\n`)
  return missed.length === 0
}

function taskFor(fault: Fault | undefined, contract: Contract, settings: Settings): Task {
  const { seed, profile, suite, isNarrow, isWhole } = settings
  const run = { seed, profile, ...(suite !== undefined && { suite }) }
  return {
    ...(fault !== undefined && { fault: { name: fault.name, expectedCheck: fault.expectedCheck } }),
    runs: isNarrow ? narrowed(fault, contract, run) : [run],
    isWhole,
  }
}

/** The operations that are concerned, then the stories, which are few enough to be played all. */
function narrowed(fault: Fault | undefined, contract: Contract, run: Task['runs'][number]): Task['runs'] {
  const operations = { ...run, suite: 'operations' }
  return [
    fault === undefined ? operations : { ...operations, operation: concerned(fault, contract).join(',') },
    ...(run['suite'] === 'operations' ? [] : [{ ...run, scenario: '*' }]),
  ]
}

function inWorker(task: Task): Promise<Outcome> {
  const forked = fork(WORKER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  forked.send(task)
  return new Promise((resolve, reject) => {
    forked.once('message', (message) => resolve(message as Outcome))
    forked.once('error', reject)
    forked.once(
      'exit',
      (code) => code !== 0 && reject(new Error(`the run with ${task.fault?.name} ended with ${code}`)),
    )
  })
}

function write(out: string, outcomes: readonly Outcome[], { seed, profile, isNarrow }: Settings): void {
  const order = [NO_FAULT, ...FAULTS.map(({ name }) => name)]
  const sorted = outcomes.toSorted((one, other) => order.indexOf(one.fault) - order.indexOf(other.fault))
  const title = `Faults of the sandbox, ${isNarrow ? 'narrowed runs' : 'default runs'} (${profile}) at seed ${seed}`
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(`${out}.json`, JSON.stringify(sorted, undefined, 2))
  writeFileSync(`${out}.md`, tableOf(sorted, { title }))
}

function wordsOf(outcome: Outcome): string {
  const { fault, found, others, seconds, requests } = outcome
  const what =
    found === undefined
      ? `${isAsExpected(outcome) ? 'nothing found' : 'NOT AS EXPECTED'} in ${requests} requests`
      : `${found.check} at ${found.operation} (${found.by}) after ${found.afterRequests} requests`
  const beside = others.map(({ check, operation }) => `${check} ${operation}`).join(', ')
  return `${fault}: ${what}, ${seconds.toFixed(0)} s${beside === '' ? '' : `; also ${beside}`}`
}

function nameOf(fault: Fault | undefined): string {
  return fault?.name ?? NO_FAULT
}

process.exitCode = (await main()) ? 0 : 1
