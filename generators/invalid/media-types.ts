import { bodyKindOf, mediaTypeMatches } from '../../core/media-type.ts'
import type { ProtocolFamily } from './protocol.ts'

const OTHERS = ['text/plain', 'application/xml']

/** Sends the body as of a media type that the operation does not take, and without saying which. */
export const contentType: ProtocolFamily = function* ({ operation, base }) {
  const declared = operation.requestBody
  const { body } = base
  if (declared === undefined || body?.kind !== 'value' || bodyKindOf(body.mediaType) !== 'json') return
  const content = JSON.stringify(body.value)
  const isPromised = declared.required || operation.responses.some(({ status }) => status === '415')
  const document = declared.pointer
  const taken = declared.content.map(({ mediaType }) => mediaType)
  for (const other of isPromised ? OTHERS : []) {
    if (taken.some((documented) => mediaTypeMatches(documented, other))) continue
    yield {
      name: `media-type:${other}`,
      draft: { ...base, body: { kind: 'raw', contentType: other, content } },
      constraint: {
        kind: 'media-type',
        breakage: 'media-type',
        description: `header Content-Type: ${taken.join(' or ')}, sent ${other}`,
        document,
        payload: 'header: Content-Type',
      },
    }
  }
  // RFC 9110 §8.3: without it, a recipient may examine the content to tell its type.
  yield {
    name: 'media-type-missing',
    draft: { ...base, body: { kind: 'raw', contentType: undefined, content } },
    constraint: {
      kind: 'tolerance',
      breakage: 'media-type-missing',
      description: `header Content-Type: ${taken.join(' or ')}, sent none`,
      document,
      payload: 'header: Content-Type',
    },
  }
}

const UNKNOWN = 'application/x-conformance-unknown'

/** Asks for a media type that no response has, where the contract says that this is refused. */
export const accept: ProtocolFamily = function* ({ operation, base }) {
  const refusal = operation.responses.find(({ status }) => status === '406')
  const answers = operation.responses.filter(({ status }) => status.startsWith('2')).flatMap(({ content }) => content)
  if (refusal === undefined || answers.length === 0) return
  if (answers.some(({ mediaType }) => mediaTypeMatches(mediaType, UNKNOWN))) return
  yield {
    name: 'accept',
    draft: { ...base, header: { ...base.header, Accept: UNKNOWN } },
    constraint: {
      kind: 'accept',
      breakage: 'accept',
      description: `header Accept: 406 where it names nothing that is served, sent ${UNKNOWN}`,
      document: refusal.pointer,
      payload: 'header: Accept',
    },
  }
}
