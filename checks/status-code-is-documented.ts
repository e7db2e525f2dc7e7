import { answerOf } from './answer.ts'
import type { Check } from './check.ts'

/**
 * OAS 3.1 §4.8.16 (Responses Object): "the documentation is expected to cover a successful operation response and any
 * known errors". What is promised without being listed (see `answer.ts`: refused credentials where security is
 * declared, an unknown id, a rate limit) is no finding.
 */
export const statusCodeIsDocumented: Check = {
  code: 'status-code-is-documented',
  severity: 'error',
  faults: [101],
  requirements: ['OAS 3.1 §4.8.16', 'RFC 9110 §15'],
  describe: 'The status is one the operation documents: exactly, as a range, or by default.',
  lookAt:
    'What gives this status, the handler or a gateway or framework default before it; document it with its body if it is meant.',
  applies: (judged) => answerOf(judged).kind !== 'server-error',
  judge(judged) {
    const answer = answerOf(judged)
    if (answer.kind !== 'undocumented' || answer.excuse !== undefined) return []
    const { operation } = judged
    const { status } = answer.response
    const documented = operation.responses.map((response) => response.status)
    const expected = documented.length === 0 ? 'no status at all is documented' : documented.join(', ')
    return [
      {
        key: `status ${status}`,
        title: `Status ${status} is not documented`,
        message: `The operation documents ${expected}, but the server answered ${status}.`,
        expected,
        actual: String(status),
        document: `${operation.pointer}/responses`,
      },
    ]
  },
}
