import type { RunEvent } from '../../core/event.ts'
import type { Finding } from '../../core/finding.ts'
import type { Fault } from '../../mock/sandbox/fault.ts'

/** What a worker is told to run. */
export interface Task {
  /** Absent: the sandbox as it is, which must yield nothing. */
  readonly fault?: Pick<Fault, 'name' | 'expectedCheck'>
  /** Flags of `run`, one set for each run; the next one is made where the one before has not found the fault. */
  readonly runs: readonly Readonly<Record<string, string>>[]
  /** Whether a run goes on when the expected check has reported. */
  readonly isWhole: boolean
}

/** Which promise was reported broken, and where. */
export interface Report {
  readonly check: string
  readonly operation: string
  /** The scenario, or the phase of the operation suite. */
  readonly by: string
}

/** What came of a task. */
export interface Outcome {
  readonly fault: string
  readonly expectedCheck: string
  /** The expected check's first report; absent: it made none. */
  readonly found?: Report & { readonly afterRequests: number }
  /** What other checks reported, as far as the runs went. */
  readonly others: readonly Report[]
  readonly requests: number
  readonly seconds: number
}

/** Reads the events of runs until the expected check reports. */
export function createWatch({ fault }: Pick<Task, 'fault'>): {
  see(event: RunEvent): void
  outcome(seconds: number): Outcome
  isFound(): boolean
} {
  const expectedCheck = fault?.expectedCheck ?? ''
  const others = new Map<string, Report>()
  let requests = 0
  let found: Outcome['found']
  const note = (finding: Finding): void => {
    const { code: check, operationId: operation, scenarioId, phase } = finding
    const report = { check, operation, by: scenarioId ?? phase }
    if (check === expectedCheck) found ??= { ...report, afterRequests: requests }
    else others.set(`${check} ${operation}`, others.get(`${check} ${operation}`) ?? report)
  }
  return {
    see(event) {
      if (event.type === 'case-finished') requests += event.exchanges.length + (event.shrinkRequests ?? 0)
      else if (event.type === 'scenario-finished')
        requests += event.steps.flatMap(({ calls }) => calls.flatMap(({ exchanges }) => exchanges)).length
      else return
      for (const finding of event.findings) note(finding)
    },
    isFound: () => found !== undefined,
    outcome: (seconds) => ({
      fault: fault?.name ?? NO_FAULT,
      expectedCheck,
      ...(found !== undefined && { found }),
      others: [...others.values()],
      requests,
      seconds,
    }),
  }
}

/** What the run without a fault is called in the table. */
export const NO_FAULT = '(none)'

/** Whether an outcome is the one that was wanted: the fault found, or nothing where there was none. */
export function isAsExpected({ fault, found, others }: Outcome): boolean {
  return fault === NO_FAULT ? others.length === 0 : found !== undefined
}
