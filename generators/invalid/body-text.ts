import type { BrokenConstraint, RequestDraft } from '../../core/case.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { bodyKindOf } from '../../core/media-type.ts'
import type { ProtocolContext, ProtocolFamily } from './protocol.ts'

const LEVELS = 2_000

/** Sends no body, an empty one, and texts that are no JSON or JSON of a kind that parsers trip over. */
export const bodyText: ProtocolFamily = function* (context) {
  const { base, operation } = context
  const { body: declared } = { body: operation.requestBody }
  if (declared === undefined || base.body === undefined) return
  const document = declared.pointer
  const { body, ...bodiless } = base
  if (declared.required) {
    const promise = { breakage: 'body-missing', document, payload: '', description: 'body: required, sent none' }
    yield { name: 'body-missing', draft: bodiless, constraint: { ...promise, kind: 'data' } }
  }
  const mediaType = body.kind === 'value' ? body.mediaType : (body.contentType ?? '')
  if (body.kind !== 'value' || bodyKindOf(mediaType) !== 'json') return
  const text = JSON.stringify(body.value)
  const send = (content: string | Uint8Array): RequestDraft => ({
    ...bodiless,
    body: { kind: 'raw', contentType: mediaType, content },
  })
  const of = (kind: BrokenConstraint['kind'], breakage: string, promise: string): BrokenConstraint => ({
    ...(kind === undefined ? {} : { kind }),
    breakage,
    description: `body: ${promise}`,
    document,
    payload: '',
  })
  if (declared.required) {
    yield { name: 'body-empty', draft: send(''), constraint: of('data', 'body-empty', 'JSON, sent an empty text') }
  }
  yield {
    name: 'json-truncated',
    draft: send(/[\]}]$/.test(text) ? text.slice(0, -1) : '{'),
    constraint: of('data', 'json-truncated', 'JSON, sent a text that ends too early'),
  }
  yield {
    name: 'json-nested',
    draft: send('['.repeat(LEVELS) + ']'.repeat(LEVELS)),
    constraint: of(
      refusesNesting(context) ? 'data' : 'tolerance',
      'json-nested',
      `a value of its schema, sent ${LEVELS} nested arrays`,
    ),
  }
  const [first] = isJsonObject(body.value) ? Object.entries(body.value) : []
  if (first !== undefined) {
    // RFC 8259 §4: names SHOULD be unique; parsers may take either value.
    yield {
      name: 'json-duplicate-member',
      draft: send(`{${JSON.stringify(first[0])}:${JSON.stringify(first[1])},${text.slice(1)}`),
      constraint: of('tolerance', 'json-duplicate-member', `unique names, sent ${JSON.stringify(first[0])} twice`),
    }
  }
  // RFC 8259 §8.1: UTF-8 it must be; what a reader does with other bytes is left open.
  yield {
    name: 'json-not-utf-8',
    draft: send(notUtf8(body.value, text)),
    constraint: of('tolerance', 'json-not-utf-8', 'UTF-8, sent bytes that are none'),
  }
}

/** Whether the schema refuses an array of arrays at once, however deep it goes. */
function refusesNesting({ operation, base, violations }: ProtocolContext): boolean {
  const { body } = base
  const media = operation.requestBody?.content.find(
    ({ mediaType }) => body?.kind === 'value' && mediaType === body.mediaType,
  )
  if (media?.schema === undefined) return false
  try {
    return violations(media.schema, 'request', [[]]).some(({ payload }) => payload === '')
  } catch {
    return false
  }
}

function notUtf8(value: Json, text: string): Uint8Array {
  const bytes = Buffer.from([0x22, 0xc3, 0x28, 0xff, 0x22])
  if (!isJsonObject(value)) return bytes
  const rest = Object.keys(value).length === 0 ? '}' : `,${text.slice(1)}`
  return Buffer.concat([Buffer.from('{"conformance":'), bytes, Buffer.from(rest)])
}
