import { answerOf } from './answer.ts'
import type { Check } from './check.ts'
import { problemFaults } from './problem-details.ts'

/**
 * RFC 9457: an error in `application/problem+json` has `type`, `title`, `status` and `detail` of the right kind where
 * the contract promises them, and a body status equal to that of HTTP. The contract may document another body status
 * in its examples (a key in use: 409 under 400); each documented reading is accepted.
 */
export const problemIsWellFormed: Check = {
  code: 'problem-is-well-formed',
  severity: 'error',
  faults: [101],
  requirements: ['RFC 9457 §3.1'],
  describe: 'Problem details have the promised members, each of its kind, and the status of the response.',
  lookAt:
    'The error handler that made this answer: often one path around the common handler writes a format of its own.',
  applies: (judged) => {
    const answer = answerOf(judged)
    return answer.kind === 'documented' && answer.response.status >= 400 && answer.content.kind === 'documented'
  },
  judge: problemFaults,
}
