import type { Check } from './check.ts'
import { acceptedDraft, acceptedOf, asksAbout } from './rejection.ts'

/** RFC 9110 §15.5.16: 415. A 400 refuses as well: a server may only see that it is not what it expects. */
export const unsupportedMediaTypeIsRejected: Check = {
  code: 'unsupported-media-type-is-rejected',
  severity: 'error',
  faults: [102],
  requirements: ['RFC 9110 §15.5.16', 'OAS 3.1 §4.8.13'],
  describe: 'A body of a media type that the operation does not take is refused.',
  lookAt:
    'Whether Content-Type is looked at before the body is parsed: a parser that guesses takes what it should refuse.',
  applies: (judged) => asksAbout(judged, ['media-type']),
  judge(judged) {
    const accepted = acceptedOf(judged, ['media-type'])
    return accepted === undefined
      ? []
      : [acceptedDraft(accepted, 'A body of an undocumented media type was accepted', 'a refusal of the media type')]
  },
}
