import type { RunOptions } from '../../config/run-options.ts'
import { type Case, PHASES, type Phase } from '../../core/case.ts'
import type { Exchange } from '../../core/exchange.ts'
import { createCaseSource } from '../case-source.ts'
import type { ConfiguredPools } from '../configured-pools.ts'
import { judgeCase, type Judgement, type JudgeParts } from '../judge-case.ts'
import { createLiveIds } from '../live-ids.ts'
import { BOUNDARY_CASES, INVALID_CASES, RANDOM_CASES } from '../profile.ts'
import type { RequestGeneration } from '../request-generation.ts'
import { sendCase, type SendParts } from '../send-case.ts'

export interface ReplayCaseParts {
  readonly options: RunOptions
  readonly send: SendParts
  readonly judge: JudgeParts
  readonly generation: RequestGeneration
  readonly pools?: ConfiguredPools
  readonly seed: number
}

export interface CaseConclusion {
  readonly planned: Case
  readonly exchange: Exchange
  readonly judgement: Judgement
}

/** Operation and phase of a case id: `getOrder/random/7`. */
export function partsOfCaseId(caseId: string): { readonly operationId: string; readonly phase: Phase } | undefined {
  const match = new RegExp(`^(.+?)/(${PHASES.join('|')})/.+$`).exec(caseId)
  // The expression has no other phases.
  return match === null ? undefined : { operationId: match[1] ?? '', phase: match[2] as Phase }
}

/** Makes a case again from seed and contract, as its run did, and sends it; `undefined` where there is none of that id. */
export async function replayCase(parts: ReplayCaseParts, caseId: string): Promise<CaseConclusion | undefined> {
  const { options, send, judge, generation, pools, seed } = parts
  const named = partsOfCaseId(caseId)
  const operation = send.contract.operations.find((one) => one.operationId === named?.operationId)
  if (named === undefined || operation === undefined) return undefined
  const ids =
    pools === undefined
      ? undefined
      : createLiveIds({ ...pools, contract: send.contract, generation, baseUrl: send.baseUrl, seed })
  const nth = Number(/\/random\/(\d+)$/.exec(caseId)?.[1] ?? 0)
  const source = createCaseSource(send.contract, operation, {
    seed,
    phases: [named.phase],
    randomCases: Math.max(RANDOM_CASES[options.profile], options.cases ?? 0, nth + 1),
    boundaryCases: BOUNDARY_CASES[options.profile],
    invalidCases: INVALID_CASES[options.profile],
    generation,
    idPlaces: ids?.placesOf(operation) ?? [],
  })
  for (const item of source.items()) {
    if (item.kind !== 'case' || item.planned.case.id !== caseId) continue
    const planned = ids?.bind(operation, item.planned.case).case ?? item.planned.case
    const exchange = (await sendCase(send, operation, planned.draft)).at(-1)
    if (exchange === undefined) return undefined
    return { planned, exchange, judgement: await judgeCase(judge, operation, planned, exchange) }
  }
  return undefined
}
