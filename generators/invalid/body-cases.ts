import type { RequestDraft } from '../../core/case.ts'
import type { Json } from '../../core/json.ts'
import { bodyKindOf } from '../../core/media-type.ts'
import { schemaView } from '../../spec/schema-view.ts'
import { isLegalParameter } from '../legal-value.ts'
import { concreteMediaType } from '../media-type.ts'
import type { RequestOptions } from '../request-options.ts'
import { brokenValues } from './data-cases.ts'
import { judgeOf } from './judge.ts'
import type { BrokenRequest, ProtocolContext } from './protocol.ts'
import { workshopOf } from './workshop.ts'

const isLegalField = isLegalParameter({ in: 'query', style: 'form', explode: true, allowEmptyValue: true })

/** Requests with one constraint of the body broken. */
export function* bodyCases(context: ProtocolContext, generation: RequestOptions): Generator<BrokenRequest> {
  const { contract, operation, base, seed, violations, onNotBreakable } = context
  const { body } = base
  if (body?.kind !== 'value') return
  const kind = bodyKindOf(body.mediaType)
  const media = operation.requestBody?.content.find(({ mediaType }) => concreteMediaType(mediaType) === body.mediaType)
  if (media?.schema === undefined) return
  if (kind !== 'json' && kind !== 'form' && kind !== 'multipart') {
    onNotBreakable({ what: 'body', reason: `values written as ${body.mediaType} are not broken` })
    return
  }
  const medium = kind === 'json' ? 'json' : 'text'
  const judge = judgeOf(violations, media.schema, medium)
  if (!judge.accepts(body.value)) {
    onNotBreakable({ what: 'body', reason: 'no valid value was found to start from' })
    return
  }
  const view = schemaView(contract, media.schema, 'request')
  const put = (value: Json): RequestDraft => ({ ...base, body: { ...body, value } })
  const values = brokenValues({
    schema: view.schema,
    base: body.value,
    medium,
    judge,
    workshop: workshopOf({ contract, view, pointer: media.schema, violations, generation, seed }),
    place: {
      describe: (pointer) => (pointer === '' ? 'body' : pointer),
      payload: (pointer) => pointer,
      isSendable: medium === 'json' ? () => true : isLegalField,
    },
    onNotBreakable,
  })
  for (const { name, valid, value, constraint } of values) {
    yield { name, base: put(valid), draft: put(value), constraint }
  }
}
