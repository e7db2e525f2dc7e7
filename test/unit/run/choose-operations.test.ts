import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../../config/resolve-options.ts'
import { HarnessError } from '../../../core/harness-error.ts'
import { chooseOperations } from '../../../run/choose-operations.ts'
import { isInShard } from '../../../run/shard.ts'
import { loadContract } from '../../../spec/load.ts'
import type { Operation } from '../../../spec/model.ts'
import { SHOP_DOCUMENT } from '../../servers/shop-server.ts'

const [shop, packaged] = await Promise.all([
  loadContract(SHOP_DOCUMENT, { cache: false }),
  loadContract(undefined, { cache: false }),
])

function chosen(contract: typeof shop, flags: Readonly<Record<string, string>>): readonly string[] {
  const options = resolveOptions({ flags, environment: {}, file: undefined })
  return chooseOperations(contract, options).map(({ operationId }) => operationId)
}

describe('the operations of a run', () => {
  it('are all of them where nothing narrows it', () => {
    expect(chosen(shop, {})).toEqual(['createOrder', 'listOrders', 'getOrder', 'cancelOrder', 'captureOrder'])
  })

  it('are those that every filter leaves', () => {
    expect(chosen(shop, { operation: '*Order', excludeMethod: 'post' })).toEqual(['getOrder', 'cancelOrder'])
  })

  it('are never none because of the filters', () => {
    expect(() => chosen(shop, { operation: 'getOrder', excludeMethod: 'get' })).toThrow(
      new HarnessError('usage', 'the filters together leave no operation to run', {
        hint: 'Loosen --operation, --tag, --method or their --exclude twins; `contract list` shows what there is.',
      }),
    )
  })
})

describe('the shards of a run', () => {
  it.each([1, 2, 3, 7, 200])('of %i have every operation once', (count) => {
    const shards = Array.from({ length: count }, (_, i) => chosen(packaged, { shard: `${i + 1}/${count}` }))

    expect(shards.flat().toSorted()).toEqual(packaged.operations.map(({ operationId }) => operationId).toSorted())
  })

  it('are of about one size', () => {
    const sizes = [1, 2, 3, 4].map((index) => chosen(packaged, { shard: `${index}/4` }).length)

    expect(Math.min(...sizes)).toBeGreaterThan(20)
    expect(Math.max(...sizes)).toBeLessThan(46)
  })

  it('share out what the filters leave, each operation where it would be without them', () => {
    const whole = chosen(packaged, { shard: '2/3' })
    const gets = chosen(packaged, { shard: '2/3', method: 'get' })

    expect(gets).toEqual(whole.filter((id) => chosen(packaged, { method: 'get' }).includes(id)))
  })

  // Machines of different versions may share a run out: an operation must not move.
  it('put an operation where they always have', () => {
    const shardOf = (operationId: string): number =>
      [1, 2, 3, 4, 5].find((index) => isInShard({ operationId } as Operation, { index, count: 5 })) ?? 0

    expect(shop.operations.map(({ operationId }) => `${operationId} ${shardOf(operationId)}`)).toMatchInlineSnapshot(`
      [
        "createOrder 2",
        "listOrders 5",
        "getOrder 4",
        "cancelOrder 1",
        "captureOrder 5",
      ]
    `)
  })
})
