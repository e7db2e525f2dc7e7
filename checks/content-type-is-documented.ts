import { answerOf } from './answer.ts'
import type { Check } from './check.ts'
import { parseMediaType } from './media-type.ts'

/**
 * OAS 3.1 §4.8.17: the keys of `content` are media types or ranges. Parameters such as a charset do not count. A
 * response whose contract lists no content at all promises nothing about a body, and so nothing can be broken.
 */
export const contentTypeIsDocumented: Check = {
  code: 'content-type-is-documented',
  severity: 'error',
  faults: [101],
  requirements: ['OAS 3.1 §4.8.17', 'RFC 9110 §8.3'],
  describe: 'A body comes with one of the media types that the response documents.',
  lookAt:
    'What wrote this answer: a proxy, an error page or a framework default often puts its own type in place of the handler’s.',
  applies: (judged) => {
    const answer = answerOf(judged)
    return (
      answer.kind === 'documented' && (answer.content.kind === 'documented' || answer.content.kind === 'undocumented')
    )
  },
  judge(judged) {
    const answer = answerOf(judged)
    if (answer.kind !== 'documented' || answer.content.kind !== 'undocumented') return []
    const { documented, content } = answer
    const name = content.contentType === undefined ? undefined : parseMediaType(content.contentType)
    const actual = content.contentType ?? 'no Content-Type'
    const expected = documented.content.map(({ mediaType }) => mediaType).join(', ')
    return [
      {
        key: `${documented.status} ${name === undefined ? actual : `${name.type}/${name.subtype}`}`,
        title:
          content.contentType === undefined ? 'The body has no content type' : 'The content type is not documented',
        message: `For status ${answer.response.status} the contract documents ${expected}, but the response has ${actual}.`,
        expected,
        actual,
        document: `${documented.pointer}/content`,
        payload: 'header: Content-Type',
      },
    ]
  },
}
