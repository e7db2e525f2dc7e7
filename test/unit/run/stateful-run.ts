import type { Phase } from '../../../core/case.ts'
import type { RunEvent } from '../../../core/event.ts'
import type { ConformanceConfig } from '../../../config/define-config.ts'
import { createCaseSource } from '../../../run/case-source.ts'
import { configuredPools } from '../../../run/configured-pools.ts'
import { executeSources } from '../../../run/execute.ts'
import { createLiveIds, type LiveIds } from '../../../run/live-ids.ts'
import { inProducingOrder } from '../../../run/operation-order.ts'
import { createUntakenTexts } from '../../../run/untaken-texts.ts'
import type { Contract, Operation } from '../../../spec/model.ts'
import type { Transport } from '../../../transport/send.ts'
import { executeParts, generationFor, judgeParts, sourceOptions, targetAt } from './run-parts.ts'

export interface StatefulRunOptions {
  readonly phases: readonly Phase[]
  readonly seed?: number
  readonly workers?: number
  readonly randomCases?: number
  readonly shrinkBudget?: number
  readonly config?: ConformanceConfig
  readonly spares?: (operation: Operation) => boolean
}

/** The ids that a run of a contract draws on. */
export function liveIds(contract: Contract, baseUrl: string, config: ConformanceConfig = {}, seed = 7): LiveIds {
  const pools = configuredPools(contract, config)
  return createLiveIds({ ...pools, contract, generation: generationFor(contract), baseUrl, seed })
}

/** Runs every operation of a contract against a server that remembers, as a session does. */
export async function runOn(
  contract: Contract,
  baseUrl: string,
  transport: Transport,
  options: StatefulRunOptions,
): Promise<readonly RunEvent[]> {
  const { phases, seed = 7, workers = 4, randomCases = 12, shrinkBudget = 0, config = {} } = options
  const ids = liveIds(contract, baseUrl, config, seed)
  const target = targetAt(baseUrl)
  const parts = executeParts(contract, target, transport, {
    workers,
    ids,
    untaken: createUntakenTexts({ contract, generation: generationFor(contract), seed, idPlaces: ids.placesOf }),
    shrinkBudget,
    ...(options.spares !== undefined && { spares: options.spares }),
    judge: judgeParts(contract, target, { seed }),
  })
  const ordered = inProducingOrder(contract.operations, configuredPools(contract, config).table)
  await executeSources(
    parts,
    ordered.map((operation) => {
      const idPlaces = ids.placesOf(operation)
      const more = { seed, late: true, idPlaces, randomCases }
      return createCaseSource(contract, operation, sourceOptions(contract, phases, more))
    }),
  )
  return parts.events
}
