import type { FindingDraft } from '../core/finding.ts'
import type { Json } from '../core/json.ts'
import type { MediaType } from '../spec/model.ts'
import { answerOf } from './answer.ts'
import type { Check, Judged } from './check.ts'
import { explain } from './explain.ts'
import { excusesOf } from './masked-places.ts'
import { parseMediaType } from './media-type.ts'
import { problemFaults } from './problem-details.ts'
import { responseBodyOf } from './response-body.ts'
import { validatorFor, type SchemaValidator } from './schema-validator.ts'
import { violationsOf } from './violation.ts'

/**
 * OAS 3.1 §4.8.14 (Media Type Object): the schema defines the content of the response. Members that are only written
 * do not count, those that are only read do. What is wrong with the standard members of a problem is said by
 * `problem-is-well-formed`.
 */
export const bodyMatchesSchema: Check = {
  code: 'body-matches-schema',
  severity: 'error',
  faults: [101],
  requirements: ['OAS 3.1 §4.8.14', 'OAS 3.1 §4.8.24', 'JSON Schema 2020-12'],
  describe: 'The body satisfies the schema that the contract documents for this status and media type.',
  lookAt:
    'The serialiser of the marked member, beside the marked line of the contract: one of the two does not say what is meant.',
  applies: (judged) => {
    const answer = answerOf(judged)
    if (answer.kind !== 'documented') return false
    const { content } = answer
    return content.kind === 'missing' || (content.kind === 'documented' && content.media.schema !== undefined)
  },
  judge(judged) {
    const answer = answerOf(judged)
    if (answer.kind !== 'documented') return []
    const { content, documented, response } = answer
    if (content.kind === 'missing') {
      // A missing problem is said by the check that is about problems.
      return problemFaults(judged).length > 0 ? [] : [missingBody(content.promised, response.status, documented.status)]
    }
    if (content.kind !== 'documented' || content.media.schema === undefined) return []
    const validator = validatorFor(judged.contract, content.media.schema, 'response')
    const value = judgedValue(judged, validator)
    if (value === undefined || validator.accepts(value) || problemFaults(judged).length > 0) return []
    return explain(violationsOf(validator, value, excusesOf(judged.exchange)), {
      view: validator.view,
      document: content.media.schema,
      subject: 'the response body',
      payloadOf: (pointer) => pointer,
    })
  },
}

/** The value that the schema is about; `undefined` where none can be told from the recording. */
function judgedValue(judged: Judged, validator: SchemaValidator): Json | undefined {
  const body = responseBodyOf(judged.exchange)
  // A file, whatever it holds; that it says it is JSON does not make its schema one of JSON.
  if (typeof validator.view.schema !== 'boolean' && validator.view.schema['format'] === 'binary') return undefined
  if (body.kind === 'json') return body.value
  return body.kind === 'text' ? plainText(judged, body.text, validator) : undefined
}

/** Plain text is judged only where it is described as nothing but a string; a final line break does not count. */
function plainText(judged: Judged, text: string, { view, accepts }: SchemaValidator): Json | undefined {
  const answer = answerOf(judged)
  if (answer.kind !== 'documented' || answer.content.kind !== 'documented') return undefined
  const name = parseMediaType(answer.content.media.mediaType)
  const isPlain = name?.type === 'text' && name.subtype === 'plain'
  if (!isPlain || typeof view.schema === 'boolean' || view.schema['type'] !== 'string') return undefined
  const trimmed = text.replace(/\r?\n$/, '')
  return accepts(text) ? text : trimmed
}

function missingBody(media: MediaType, status: number, documented: string): FindingDraft {
  return {
    key: `${documented} empty`,
    title: 'The response has no body',
    message: `For status ${status} the contract promises a body in ${media.mediaType}, but the response is empty.`,
    expected: `a body in ${media.mediaType}`,
    actual: 'an empty body',
    document: media.pointer,
    payload: '',
  }
}
