import type { Check } from './check.ts'
import { acceptedDraft, acceptedOf, asksAbout } from './rejection.ts'

/** RFC 9110 §15.5.6: 405; any other 4xx keeps the promise, too, as a server may not know the path for this method at all. */
export const unsupportedMethodIsRejected: Check = {
  code: 'unsupported-method-is-rejected',
  severity: 'error',
  faults: [102],
  requirements: ['RFC 9110 §15.5.6', 'OAS 3.1 §4.8.9'],
  describe: 'A method that the path does not have is refused.',
  lookAt: 'Which handler took the method: a catch-all route or an overriding header is the usual cause.',
  applies: (judged) => asksAbout(judged, ['method']),
  judge(judged) {
    const accepted = acceptedOf(judged, ['method'])
    return accepted === undefined
      ? []
      : [acceptedDraft(accepted, 'A method that the path does not have was accepted', 'a refusal of the method')]
  },
}
