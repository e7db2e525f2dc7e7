import { describe, expect, it } from 'vitest'
import { createTurns } from '../../../run/turns.ts'

/** Lets everything that can go on go on. */
const idle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

describe('turns', () => {
  it('lets readers go together, and a writer only when all before it have left', async () => {
    const turns = createTurns()
    const begun: string[] = []
    const enter = (name: string, kind: 'read' | 'write'): void => {
      void turns.enter(kind).then(() => begun.push(name))
    }

    enter('first reader', 'read')
    enter('second reader', 'read')
    enter('writer', 'write')
    enter('third reader', 'read')
    await idle()
    const together = [...begun]
    turns.leave()
    await idle()
    const oneLeft = [...begun]
    turns.leave()
    await idle()
    const bothLeft = [...begun]
    turns.leave()
    await idle()

    expect(together).toEqual(['first reader', 'second reader'])
    expect(oneLeft).toEqual(together)
    expect(bothLeft).toEqual(['first reader', 'second reader', 'writer'])
    expect(begun).toEqual(['first reader', 'second reader', 'writer', 'third reader'])
  })

  it('are settled when all that have entered have left, or nobody will leave any more', async () => {
    const turns = createTurns()
    let settled = false
    void turns.enter('read')
    void turns.settled().then(() => (settled = true))
    await idle()
    const before = settled

    turns.abandon()
    await idle()

    expect(before).toBe(false)
    expect(settled).toBe(true)
  })
})
