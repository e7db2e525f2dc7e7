import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '../../core/event.ts'
import type { Exchange } from '../../core/exchange.ts'

/** Different answers of one operation with one status, as a run recorded them. */
export interface RecordedAnswers {
  readonly operationId: string
  readonly status: number
  /** As text; the empty one stands for none. */
  readonly bodies: ReadonlySet<string>
}

/** Every answer of a run that was not cut, from its `run.ndjson`, each once. */
export function recordedAnswers(folder: string): readonly RecordedAnswers[] {
  const all = new Map<string, RecordedAnswers & { readonly bodies: Set<string> }>()
  const take = (operationId: string, exchanges: readonly Exchange[]): void => {
    for (const { outcome } of exchanges) {
      if (outcome.kind !== 'response' || outcome.body?.truncated === true) continue
      const { status } = outcome
      const key = `${operationId} ${status}`
      const answers = all.get(key) ?? { operationId, status, bodies: new Set() }
      all.set(key, answers)
      answers.bodies.add(outcome.body?.content ?? '')
    }
  }
  for (const line of readFileSync(join(folder, 'run.ndjson'), 'utf8').split('\n')) {
    if (line === '') continue
    const event = JSON.parse(line) as RunEvent
    if (event.type === 'case-finished') take(event.operationId, event.exchanges)
    if (event.type !== 'scenario-finished') continue
    for (const { operationId, exchanges } of event.steps.flatMap(({ calls }) => calls)) take(operationId, exchanges)
  }
  return [...all.values()]
}
