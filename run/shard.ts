import type { Shard } from '../config/run-options.ts'
import { deriveSeed } from '../core/seed.ts'
import type { Operation } from '../spec/model.ts'

/** Whether a shard takes an operation: by its id alone, so that other operations coming or going move nothing. */
export function isInShard(operation: Operation, shard: Shard): boolean {
  return deriveSeed(0, operation.operationId) % shard.count === shard.index - 1
}
