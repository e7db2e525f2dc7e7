import type { Operation } from '../../spec/model.ts'
import { poolTable } from '../../spec/pools/pool-table.ts'
import { executeStateful, type StatefulParts } from './execute-stateful.ts'

/** The stateful phase of a run: yields what runs the sequences that begin at some operations, or says why it does not. */
export function statefulPhase(
  parts: Omit<StatefulParts, 'table' | 'taken'> & Partial<Pick<StatefulParts, 'table'>>,
): (anchors: readonly Operation[]) => Promise<void> {
  const { judge, emit } = parts
  const { summary } = judge.target
  const taken = new Set<string>()
  let isSaid = false
  let { table } = parts
  return async (anchors) => {
    if (!summary.stateful) {
      if (!isSaid) emit({ type: 'skipped', what: 'phase stateful', reason: `${summary.name} remembers nothing` })
      isSaid = true
      return
    }
    table ??= poolTable(judge.contract)
    await executeStateful({ ...parts, table, taken }, anchors)
  }
}
