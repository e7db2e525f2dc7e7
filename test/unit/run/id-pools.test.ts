import { describe, expect, it } from 'vitest'
import { createIdPools, type DrawRequest, type GivenIds } from '../../../run/id-pools.ts'

const NOTHING: GivenIds = { testData: {}, examples: {} }

function request(parts: Partial<DrawRequest> = {}): DrawRequest {
  return { pool: 'pet', seed: 1, operationId: 'op', isWrite: false, context: {}, fit: (id) => id, ...parts }
}

describe('a draw', () => {
  it('takes what was seen before what the user gave, and that before the examples of the contract', () => {
    const examples = { pet: ['example'] }
    const seeds = Array.from({ length: 40 }, (_, seed) => seed)
    const sourcesOf = (pools: ReturnType<typeof createIdPools>): readonly unknown[] => [
      ...new Set(seeds.map((seed) => pools.draw(request({ seed }))?.source)),
    ]
    const full = createIdPools({ testData: { pet: ['given'] }, examples })
    full.see('pet', 'seen', true, {})

    expect(new Set(sourcesOf(full))).toEqual(new Set(['seen', 'testData']))
    expect(sourcesOf(createIdPools({ testData: { pet: ['given'] }, examples }))).toEqual(['testData'])
    expect(sourcesOf(createIdPools({ testData: {}, examples }))).toEqual(['examples'])
    expect(sourcesOf(createIdPools(NOTHING))).toEqual([undefined])
  })

  it('for a request that changes things takes the freshest id that it has not used yet', () => {
    const pools = createIdPools(NOTHING)
    for (const id of [1, 2, 3]) pools.see('pet', id, true, {})
    pools.see('pet', 4, false, {})

    const drawn = [1, 2, 3, 4, 5].map(() => {
      const value = pools.draw(request({ isWrite: true }))?.value
      pools.use('pet', value as number, 'op')
      return value
    })

    expect(drawn).toEqual([3, 2, 1, 4, 3])
  })

  it('passes over what comes from where everything was kept from the operation, unless something of it was not', () => {
    const pools = createIdPools(NOTHING)
    for (const id of [1, 2]) pools.see('pet', id, true, {}, '/zoos')
    for (const id of [3, 4]) pools.see('pet', id, true, {}, '/farms')
    const draw = (operationId: string): unknown => pools.draw(request({ isWrite: true, operationId }))?.value
    pools.permit('pet', 4, 'op', false)

    expect([draw('op'), draw('another')]).toEqual([2, 4])

    pools.permit('pet', 3, 'op', true)
    pools.permit('pet', 4, 'op', false)

    expect(draw('op')).toBe(4)
  })

  it('passes over what the place refuses, and takes what it makes of it', () => {
    const pools = createIdPools(NOTHING)
    pools.see('pet', 7, true, {})

    expect(pools.draw(request({ fit: (id) => `no. ${String(id)}` }))?.value).toBe('no. 7')
    expect(pools.draw(request({ fit: () => undefined }))).toBeUndefined()
  })

  it('keeps to the resource that was chosen already: the capture of another payment is none of this one', () => {
    const pools = createIdPools(NOTHING)
    pools.see('capture', 'c1', true, { payment: 'p1' })
    pools.see('capture', 'c2', true, { payment: 'p2' })

    const drawn = pools.draw(request({ pool: 'capture', context: { payment: 'p1' } }))

    expect(drawn).toEqual({ value: 'c1', source: 'seen', context: { payment: 'p1' } })
  })

  it('takes the payment whose capture was chosen', () => {
    const pools = createIdPools(NOTHING)
    for (const id of ['p1', 'p2', 'p3']) pools.see('payment', id, true, {})

    expect(pools.draw(request({ pool: 'payment', context: { payment: 'p1', capture: 'c1' } }))?.value).toBe('p1')
  })

  it('stays within the headers of the request, and leaves them only where nothing else is there', () => {
    const pools = createIdPools(NOTHING)
    pools.see('pet', 'northern', true, { 'header: x-tenant': 'north' })
    pools.see('pet', 'southern', true, { 'header: x-tenant': 'south' })

    const within = pools.draw(request({ context: { 'header: x-tenant': 'north' } }))
    const elsewhere = pools.draw(request({ context: { 'header: x-tenant': 'west' }, isWrite: true }))

    expect(within?.value).toBe('northern')
    expect(elsewhere).toEqual({ value: 'southern', source: 'seen', context: { 'header: x-tenant': 'south' } })
  })

  it('gives up what the target never knows, in favour of what is less sure', () => {
    const pools = createIdPools({ testData: {}, examples: { pet: ['example'] } })
    pools.see('pet', 'stale', true, {})
    pools.see('pet', 'good', false, {})

    pools.record('pet', 'stale', false)
    pools.record('pet', 'stale', false)
    const first = pools.draw(request({ isWrite: true }))?.value
    pools.record('pet', 'good', false)
    pools.record('pet', 'good', false)
    const second = pools.draw(request({ isWrite: true }))?.value
    pools.record('pet', 'good', true)

    expect([first, second, pools.draw(request())?.value]).toEqual(['good', 'example', 'good'])
  })

  it('prefers what was made in the collection that is asked, where another one has ids of the same name', () => {
    const pools = createIdPools(NOTHING)
    pools.see('payment', 'card', true, {}, '/payments')
    pools.see('payment', 'transfer', true, {}, '/transfers')

    const drawn = ['/payments', '/transfers'].map(
      (collection) => pools.draw(request({ pool: 'payment', isWrite: true, collection }))?.value,
    )

    expect(drawn).toEqual(['card', 'transfer'])
  })

  it('never yields what was deleted', () => {
    const pools = createIdPools(NOTHING)
    pools.see('pet', 'gone', true, {})

    pools.forget('pet', 'gone')

    expect(pools.draw(request())).toBeUndefined()
  })
})
