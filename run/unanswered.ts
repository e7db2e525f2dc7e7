import type { Case, RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Finding } from '../core/finding.ts'
import { deriveSeed } from '../core/seed.ts'
import { requestIsAnswered } from '../checks/sequences/request-is-answered.ts'
import type { SequenceStep } from '../checks/sequences/sequence-check.ts'
import { withFreshKeys } from '../generators/idempotency-key.ts'
import type { Operation } from '../spec/model.ts'
import { findingOf } from './finding-of.ts'
import type { JudgeParts } from './judge-case.ts'
import { sendCase, type SendParts } from './send-case.ts'

/** Looks into requests that were not answered: is it the network, or is it what they ask? */
export interface UnansweredProbe {
  /**
   * Sends the request twice more and another one after it; the finding where only this one is never answered.
   *
   * @param control - a request that the target is likely to answer
   */
  look(
    operation: Operation,
    planned: Case,
    exchanges: readonly Exchange[],
    control: RequestDraft | undefined,
  ): Promise<Finding | undefined>
}

/** Looked into for one operation: the first ones show what the others would. */
const MOST_LOOKS = 3

const REPEATS = 2

export function createUnansweredProbe(parts: {
  readonly send: SendParts
  readonly judge: JudgeParts
}): UnansweredProbe {
  const looks = new Map<string, number>()

  const send = async (operation: Operation, draft: RequestDraft, name: string): Promise<SequenceStep | undefined> => {
    const seed = deriveSeed(parts.judge.seed, operation.operationId, 'unanswered', name)
    const exchange = (await sendCase(parts.send, operation, withFreshKeys(operation, draft, seed))).at(-1)
    return exchange === undefined ? undefined : { operation, exchange }
  }

  return {
    async look(operation, planned, exchanges, control) {
      const outcome = exchanges.at(-1)?.outcome
      if (outcome?.kind !== 'no-response' || control === undefined) return undefined
      if (!LOOKED_INTO.has(outcome.cause) || parts.send.signal?.aborted === true) return undefined
      const looked = looks.get(operation.operationId) ?? 0
      if (looked >= MOST_LOOKS) return undefined
      looks.set(operation.operationId, looked + 1)

      const attempts: SequenceStep[] = exchanges.slice(-1).map((exchange) => ({ operation, exchange }))
      for (let i = 0; i < REPEATS; i++) {
        const again = await send(operation, planned.draft, `${planned.id} ${i}`)
        if (again === undefined || again.exchange.outcome.kind === 'response') return undefined
        attempts.push(again)
      }
      const answered = await send(operation, control, `${planned.id} control`)
      if (answered === undefined) return undefined
      const { intent } = planned
      const [draft] = requestIsAnswered.judge(
        { attempts, control: answered, ...(intent.kind === 'invalid' && { about: intent.constraint.description }) },
        { contract: parts.judge.contract, target: parts.judge.target.summary },
      )
      if (draft === undefined) return undefined
      return findingOf(parts.judge, {
        check: requestIsAnswered,
        draft,
        operation,
        exchange: draft.at.exchange,
        phase: planned.phase,
        origin: planned.id,
        command: parts.judge.commandFor(planned),
      })
    },
  }
}

const LOOKED_INTO = new Set(['reset', 'protocol'])
