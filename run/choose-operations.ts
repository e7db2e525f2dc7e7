import type { RunOptions } from '../config/run-options.ts'
import { HarnessError } from '../core/harness-error.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { selectOperations } from '../spec/select.ts'
import { isInShard } from './shard.ts'

/**
 * The operations that the filters and the shard leave.
 *
 * @throws HarnessError `usage` when a filter matches nothing, or when together they leave nothing
 */
export function chooseOperations(contract: Contract, options: RunOptions): readonly Operation[] {
  const selected = selectOperations(contract, options)
  const chosen = selected.filter((operation) => isInShard(operation, options.shard))
  if (selected.length === 0) {
    throw new HarnessError('usage', 'the filters together leave no operation to run', {
      hint: 'Loosen --operation, --tag, --method or their --exclude twins; `contract list` shows what there is.',
    })
  }
  return chosen
}
