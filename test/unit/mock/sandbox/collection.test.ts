import { describe, expect, it } from 'vitest'
import { createCollection } from '../../../../mock/sandbox/state/collection.ts'

interface Thing {
  readonly isDone: boolean
}

const SPEC = { name: 'things', limit: 20, isFinished: ({ isDone }: Thing) => isDone }

describe('a collection of the sandbox', () => {
  it('forgets the oldest finished records first, and never a seeded one', () => {
    const things = createCollection<Thing>(SPEC, [['seed', { isDone: true }]])
    for (let i = 0; i < 10; i++) things.set(`open-${i}`, { isDone: false })
    for (let i = 0; i < 30; i++) things.set(`done-${i}`, { isDone: true })

    const ids = things.entries().map(([id]) => id)

    expect(things.size).toBeLessThanOrEqual(21)
    expect(ids).toContain('seed')
    expect(ids.filter((id) => id.startsWith('open-'))).toHaveLength(10)
    expect(ids).toContain('done-29')
    expect(ids).not.toContain('done-0')
  })

  it('forgets the oldest of all where none is finished', () => {
    const things = createCollection<Thing>(SPEC, [])
    for (let i = 0; i < 100; i++) things.set(i, { isDone: false })

    expect([things.has(0), things.has(99), things.size <= 20]).toEqual([false, true, true])
  })

  it('keeps the place of a record that is replaced', () => {
    const things = createCollection<Thing>(SPEC, [])
    things.set('a', { isDone: false })
    things.set('b', { isDone: false })

    things.set('a', { isDone: true })

    expect(things.entries()).toEqual([
      ['a', { isDone: true }],
      ['b', { isDone: false }],
    ])
  })
})
