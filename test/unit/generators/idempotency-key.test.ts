import { describe, expect, it } from 'vitest'
import type { RequestDraft } from '../../../core/case.ts'
import { draw } from '../../../generators/draw.ts'
import { freshKeys, isIdempotencyKey, isKeyInWords, keyOf, withFreshKeys } from '../../../generators/idempotency-key.ts'
import type { Operation, Parameter } from '../../../spec/model.ts'

const UUID_4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

const operation: Operation = {
  operationId: 'pay',
  method: 'post',
  path: '/payments',
  tags: [],
  deprecated: false,
  servers: [],
  security: [],
  parameters: [],
  responses: [],
  pointer: '#/paths/~1payments/post',
}

describe('an idempotency key', () => {
  it.each(['Idempotency-Key', 'idempotency-key', 'X-Idempotency-Key', 'Idempotency_Key', 'IdempotencyKey'])(
    'is known as %s',
    (name) => {
      expect(isIdempotencyKey(name)).toBe(true)
    },
  )

  it.each(['Idempotency', 'Key', 'My-Idempotency-Key-2'])('is not meant by %s', (name) => {
    expect(isIdempotencyKey(name)).toBe(false)
  })

  it('is another UUID for every seed, the same for the same, and never made simpler', () => {
    const keys = Array.from({ length: 500 }, (_, seed) => keyOf(seed))

    expect(keys.filter((key) => !UUID_4.test(key))).toEqual([])
    expect(new Set(keys).size).toBe(500)
    expect(keyOf(7)).toBe(keys[7])
    expect([...draw(freshKeys, 7, 2).shrinks()]).toEqual([])
  })

  it('is replaced in a draft that has one, whatever its case', () => {
    const draft: RequestDraft = {
      operationId: 'pay',
      path: {},
      query: {},
      header: { 'idempotency-key': 'old', Other: 'x' },
      cookie: {},
    }

    const fresh = withFreshKeys(operation, draft, 1)

    expect(fresh.header['idempotency-key']).toMatch(UUID_4)
    expect(fresh).toEqual({ ...draft, header: { 'idempotency-key': fresh.header['idempotency-key'], Other: 'x' } })
    expect(withFreshKeys(operation, draft, 1)).toEqual(fresh)
    expect(withFreshKeys(operation, draft, 2)).not.toEqual(fresh)
  })

  it('is not added to a draft that has none', () => {
    const draft: RequestDraft = { operationId: 'pay', path: {}, query: {}, header: {}, cookie: {} }

    expect(withFreshKeys(operation, draft, 1)).toBe(draft)
  })
})

describe('a header that only words call a key', () => {
  const header: Pick<Parameter, 'name' | 'in'> = { name: 'X-Request-Id', in: 'header' }

  it('is told by what is said of it', () => {
    expect(isKeyInWords({ ...header, description: 'Idempotency key: a repetition is answered as before.' })).toBe(true)
    expect(isKeyInWords({ ...header, description: 'Makes the call idempotent.' })).toBe(true)
    expect(isKeyInWords({ ...header, description: 'Shown in our logs.' })).toBe(false)
    expect(isKeyInWords({ ...header, name: 'Idempotency-Key', description: 'The idempotency key.' })).toBe(false)
  })
})
