import type { Case, RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import { deriveSeed } from '../core/seed.ts'
import { withFreshKeys } from '../generators/idempotency-key.ts'
import type { Operation } from '../spec/model.ts'

/** How a probe is sent: with ids that are there, and noting what the answer teaches. */
export interface ProbeParts {
  /** Sends a case as it stands, but with fresh ids in its path. */
  send(
    operation: Operation,
    planned: Case,
  ): Promise<{ readonly planned: Case; readonly exchange: Exchange } | undefined>
}

export interface Probed {
  readonly planned: Case
  readonly exchange: Exchange
}

/** Sends variations of a request, each with keys of its own, until there were too many. */
export interface Prober {
  readonly sent: number
  readonly isSpent: boolean
  /** `undefined` when the budget is spent. */
  send(name: string, draft: RequestDraft): Promise<Probed | undefined>
}

export function createProber(
  { send }: ProbeParts,
  operation: Operation,
  { seed, budget, phase }: { readonly seed: number; readonly budget: number; readonly phase: Case['phase'] },
): Prober {
  let sent = 0
  return {
    get sent() {
      return sent
    },
    get isSpent() {
      return sent >= budget
    },
    async send(name, draft) {
      if (sent >= budget) return undefined
      const { operationId } = operation
      const id = `${operationId}/${phase}/${name}`
      const fresh = withFreshKeys(operation, draft, deriveSeed(seed, id, sent++))
      return send(operation, { id, operationId, phase, intent: { kind: 'valid' }, draft: fresh })
    },
  }
}
