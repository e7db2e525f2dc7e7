import { show } from '../expectation.ts'
import { type Making, timesMade } from './making.ts'
import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, idText, isAccepted, readAt } from './step.ts'

export interface ConcurrentTwins {
  /** The same request with the same key, sent at the same time; at least two. */
  readonly twins: readonly SequenceStep[]
  /** Pointer to the id of what was created in each answer. */
  readonly id?: string
  readonly making?: Making
}

/** The key must hold while the first request is still being worked on; that is when impatient clients repeat. */
export const concurrentSameKeyCreatesOnce: SequenceCheck<ConcurrentTwins> = {
  code: 'concurrent-same-key-creates-once',
  severity: 'error',
  faults: [],
  requirements: ['draft-ietf-httpapi-idempotency-key-header §2.6'],
  describe: 'The same request sent twice at once with the same key creates one resource.',
  lookAt:
    'Whether the key is taken atomically (a unique index, a lock): looking first and storing afterwards lets two through.',
  judge({ twins, id, making }) {
    const accepted = twins.filter(isAccepted)
    const last = accepted.at(-1)
    if (last === undefined) return []
    const ids = id === undefined ? [] : accepted.flatMap((twin) => idText(readAt(twin, id)) ?? [])
    const distinct = [...new Set(ids)]
    const made = making === undefined ? 0 : timesMade(making)
    if (distinct.length < 2 && made < 2) return []
    const actual = distinct.length > 1 ? distinct.map((value) => show(value)).join(' and ') : `${made} resources`
    return [
      {
        key: 'raced',
        title: 'Concurrent requests with the same key create more than one resource',
        message: `${asked(last)} was sent ${twins.length} times at once with the same key and body, and created ${actual}.`,
        expected: 'one resource',
        actual,
        document: last.operation.pointer,
        at: last,
      },
    ]
  },
}
