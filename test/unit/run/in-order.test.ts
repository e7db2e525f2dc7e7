import { describe, expect, it } from 'vitest'
import { inOrder } from '../../../run/in-order.ts'

describe('inOrder', () => {
  it('hands results over in the order of the tasks, whichever finishes first', async () => {
    const turns = [3, 0, 2, 1, 0, 0, 4]
    const handled: number[] = []

    await inOrder(
      3,
      turns.keys(),
      async (index) => {
        for (let i = 0; i < (turns[index] ?? 0); i++) await Promise.resolve()
        return index
      },
      (index) => void handled.push(index),
    )

    expect(handled).toEqual([...turns.keys()])
  })

  it('never has more tasks in flight than its width', async () => {
    let running = 0
    let most = 0

    await inOrder(
      4,
      Array.from({ length: 50 }, (_, i) => i),
      async () => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setImmediate(resolve))
        running--
      },
      () => undefined,
    )

    expect(most).toBe(4)
  })

  it('hands results over while later tasks still run', async () => {
    const slow = Promise.withResolvers<void>()
    const handled: number[] = []
    const first = Promise.withResolvers<void>()

    const whole = inOrder(
      2,
      [0, 1],
      async (index) => {
        if (index === 1) await slow.promise
        return index
      },
      (index) => {
        handled.push(index)
        first.resolve()
      },
    )
    await first.promise

    expect(handled).toEqual([0])
    slow.resolve()
    await whole
    expect(handled).toEqual([0, 1])
  })

  it('draws tasks lazily and stops drawing when handling throws', async () => {
    let drawn = 0
    function* tasks(): Generator<number> {
      for (;;) yield drawn++
    }

    const whole = inOrder(
      2,
      tasks(),
      async (index) => index,
      (index) => {
        if (index === 5) throw new Error('full')
      },
    )

    await expect(whole).rejects.toThrow('full')
    expect(drawn).toBeLessThan(30)
  })

  it('passes on what a task throws', async () => {
    const whole = inOrder(
      2,
      [1, 2, 3],
      async (n) => {
        if (n === 2) throw new Error('broken task')
      },
      () => undefined,
    )

    await expect(whole).rejects.toThrow('broken task')
  })
})
