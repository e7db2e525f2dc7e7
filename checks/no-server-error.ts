import { answerOf } from './answer.ts'
import type { Check } from './check.ts'

/** RFC 9110 §15.6: a 5xx says that the server failed, whatever the request was; documenting it does not make it right. */
export const noServerError: Check = {
  code: 'no-server-error',
  severity: 'error',
  faults: [100],
  requirements: ['RFC 9110 §15.6'],
  describe: 'No request makes the server answer with a 5xx, unless it says when to come back (503 with Retry-After).',
  lookAt:
    'The server’s log at the time of this request: an exception that nobody caught, most often for a value that the code did not expect.',
  judge(judged) {
    const answer = answerOf(judged)
    if (answer.kind !== 'server-error') return []
    const { status } = answer.response
    const intent = judged.case?.intent
    const request =
      intent?.kind === 'invalid'
        ? `a request that it should have refused (${intent.constraint.description})`
        : 'a request that it should have answered'
    return [
      {
        key: `status ${status}`,
        title: `The server failed with ${status}`,
        message: `The server answered ${status}: it failed on ${request}.`,
        expected: 'a status below 500',
        actual: String(status),
        document: `${judged.operation.pointer}/responses`,
      },
    ]
  },
}
