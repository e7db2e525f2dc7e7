/**
 * Who may send when, on a server that remembers: what may change its state goes alone and in the order of the plan, so
 * that what it answers does not depend on how many workers there are; what only reads goes together.
 */
export interface Turns {
  /** Resolves when a step may begin. Asked once for each step, in the order of the plan. */
  enter(kind: 'read' | 'write'): Promise<void>
  /** Said once for each step, in the order of the plan, when all that follows from it is done. */
  leave(): void
  /** Resolves when every step that has entered has left. */
  settled(): Promise<void>
  /** Lets everybody go: there will be no more leaving. */
  abandon(): void
}

/** Turns for one run of steps. */
export function createTurns(): Turns {
  let entered = 0
  let left = 0
  /** Steps up to and including the last one that writes. */
  let writes = 0
  let abandoned = false
  let changed = Promise.withResolvers<void>()

  const change = (): void => {
    changed.resolve()
    changed = Promise.withResolvers<void>()
  }
  const until = async (count: number): Promise<void> => {
    while (left < count && !abandoned) await changed.promise
  }

  return {
    enter(kind) {
      const before = entered++
      if (kind === 'read') return until(writes)
      writes = entered
      return until(before)
    },
    leave() {
      left++
      change()
    },
    settled: () => until(entered),
    abandon() {
      abandoned = true
      change()
    },
  }
}

/** For servers without a memory: everybody goes at once. */
export const FREE: Turns = {
  enter: () => Promise.resolve(),
  leave: () => undefined,
  settled: () => Promise.resolve(),
  abandon: () => undefined,
}
