import type { Writable } from 'node:stream'
import { systemClock, type Clock } from '../core/clock.ts'
import type { OperationFinished, OperationStarted, RunEvent, RunStarted, ScenarioFinished } from '../core/event.ts'
import type { Verdict } from '../core/verdict.ts'
import { paintFor, type Tone } from './paint.ts'
import { printableLine } from './printable.ts'
import type { Reporter } from './reporter.ts'
import { counted, duration, grouped, shortened } from './text-layout.ts'

export interface ProgressOptions {
  /** Where to draw; with `isTTY` one line that changes, else a line per finished operation. */
  readonly stream: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly clock?: Pick<Clock, 'monotonic'>
  readonly noColor?: boolean
  /** Whether the line is left alone for now, because someone reads another one there. */
  readonly isHeld?: () => boolean
}

const REDRAW_AFTER_MS = 100
const CLEAR_LINE = '\r\u001b[K'
/** Distinct findings counted exactly; past that the number stays, which nobody watches. */
const MAX_FINGERPRINTS = 10_000

/** Shows how far the run is. */
export function createProgressReporter(options: ProgressOptions): Reporter {
  const { stream, clock = systemClock, noColor = false, isHeld = () => false } = options
  const isTerminal = stream.isTTY === true
  const paint = paintFor(stream, noColor)
  const fingerprints = new Set<string>()
  const running = new Map<string, { event: OperationStarted; cases: number; fingerprints: Set<string> }>()
  let plan: RunStarted['plan'] = { operations: 0, cases: 0 }
  let startedAt = clock.monotonic()
  let drawnAt = Number.NEGATIVE_INFINITY
  let operations = 0
  let cases = 0
  let scenarios = 0

  const count = (event: RunEvent): void => {
    if (event.type === 'run-started') {
      plan = event.plan
      startedAt = clock.monotonic()
    } else if (event.type === 'operation-started') {
      running.set(event.operationId, { event, cases: 0, fingerprints: new Set() })
    } else if (event.type === 'case-finished') {
      cases++
      const operation = running.get(event.operationId)
      if (operation !== undefined) operation.cases++
      for (const { fingerprint } of event.findings) {
        if (fingerprints.size < MAX_FINGERPRINTS) fingerprints.add(fingerprint)
        if (operation !== undefined && operation.fingerprints.size < MAX_FINGERPRINTS)
          operation.fingerprints.add(fingerprint)
      }
    } else if (event.type === 'operation-finished') {
      operations++
    } else if (event.type === 'scenario-finished') {
      scenarios++
      for (const { fingerprint } of event.findings) {
        if (fingerprints.size < MAX_FINGERPRINTS) fingerprints.add(fingerprint)
      }
    }
  }

  const liveLine = (now: number): string => {
    const elapsed = now - startedAt
    const rate = elapsed > 0 ? (cases * 1000) / elapsed : 0
    // Cases are planned, not promised: phases may make fewer, and a failing case adds some while it is shrunk.
    const left = plan.cases - cases
    const parts = [
      `${grouped(operations)}/${grouped(plan.operations)} operations`,
      counted(cases, 'case'),
      ...(scenarios === 0 ? [] : [counted(scenarios, 'scenario')]),
      `${grouped(Math.round(rate))}/s`,
      counted(fingerprints.size, 'finding'),
      ...(left > 0 && rate > 0 && elapsed > 1000 ? [`ETA ${duration(Math.ceil(left / rate) * 1000)}`] : []),
    ]
    const line = shortened(parts.join(' · '), Math.max((stream.columns || 80) - 1, 20))
    return fingerprints.size > 0 ? paint('bad', line) : line
  }

  const finishedLine = (event: OperationFinished): string => {
    const operation = running.get(event.operationId)
    const digits = String(plan.operations).length
    const name = operation === undefined ? '' : ` ${operation.event.method.toUpperCase()} ${operation.event.path}`
    const counts = [
      counted(operation?.cases ?? 0, 'case'),
      ...(operation !== undefined && operation.fingerprints.size > 0
        ? [counted(operation.fingerprints.size, 'finding')]
        : []),
      duration(event.durationMs),
    ]
    const place = `[${String(operations).padStart(digits)}/${plan.operations}]`
    const verdict = paint(TONES[event.verdict], event.verdict.padEnd(4))
    return `${place} ${verdict} ${printableLine(event.operationId + name)} (${counts.join(', ')})\n`
  }

  const scenarioLine = ({ scenario, verdict, durationMs }: ScenarioFinished): string =>
    `[${scenario.suite}] ${paint(TONES[verdict], verdict.padEnd(4))} ${printableLine(`${scenario.id} ${scenario.title}`)} (${duration(durationMs)})\n`

  return {
    name: 'progress',
    onEvent(event) {
      count(event)
      if (event.type === 'operation-finished') {
        if (!isTerminal) stream.write(finishedLine(event))
        running.delete(event.operationId)
      }
      if (event.type === 'scenario-finished' && !isTerminal && event.verdict !== 'skipped') {
        stream.write(scenarioLine(event))
      }
      if (!isTerminal) return
      const now = clock.monotonic()
      if (event.type === 'run-finished') {
        stream.write(CLEAR_LINE)
      } else if (now - drawnAt >= REDRAW_AFTER_MS && !isHeld()) {
        drawnAt = now
        stream.write(CLEAR_LINE + liveLine(now))
      }
    },
  }
}

const TONES: Readonly<Record<Verdict, Tone>> = { pass: 'good', fail: 'bad', inconclusive: 'doubtful', skipped: 'quiet' }
