import { isJsonObject } from '../../../core/json.ts'
import type { Fault } from '../fault.ts'

/** Faults of finished replies, whatever operation they answer. */
export const RESPONSE_FAULTS: readonly Fault[] = [
  {
    name: 'problem-without-title',
    group: 'response',
    describe: 'Problems come without their title.',
    expectedCheck: 'body-matches-schema',
    reply(_call, reply) {
      if (reply.mediaType !== 'application/problem+json' || !isJsonObject(reply.body)) return reply
      const { title: _, ...rest } = reply.body
      return { ...reply, body: rest }
    },
  },
]
