import type { RequestDraft } from '../../core/case.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { Operation, Parameter } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import { isIdempotencyKey } from '../idempotency-key.ts'
import { isLegalParameter } from '../legal-value.ts'
import type { RequestOptions } from '../request-options.ts'
import { reasonOf } from '../request-options.ts'
import type { ParameterPart } from '../request-parts.ts'
import { plainValueOf } from './base-request.ts'
import { brokenValues, type BrokenValue } from './data-cases.ts'
import { withoutMember } from './edit.ts'
import { judgeOf } from './judge.ts'
import type { BrokenRequest, ProtocolContext } from './protocol.ts'
import { workshopOf } from './workshop.ts'

/** Requests with one parameter missing or wrong; keys and credentials have families of their own. */
export function* parameterCases(
  context: ProtocolContext,
  parts: readonly ParameterPart[],
  generation: RequestOptions,
): Generator<BrokenRequest> {
  const { operation, base, onNotBreakable } = context
  for (const part of parts) {
    const { name, in: place, parameter } = part
    if (isIdempotencyKey(name) || isCredential(operation, parameter)) continue
    if (parameter.required && place !== 'path') {
      yield {
        name: `missing@${place}.${name}`,
        base,
        draft: { ...base, [place]: withoutMember(base[place], name) },
        constraint: {
          kind: 'data',
          breakage: 'missing',
          description: `${place} ${name}: required, sent none`,
          document: parameter.pointer,
          payload: `${place}: ${name}`,
        },
      }
    }
    try {
      for (const broken of valuesOf(context, part, generation)) {
        const put = (value: Json): RequestDraft => ({ ...base, [place]: { ...base[place], [name]: value } })
        yield { name: broken.name, base: put(broken.valid), draft: put(broken.value), constraint: broken.constraint }
      }
    } catch (error) {
      onNotBreakable({ what: `${place} ${name}`, reason: reasonOf(error) })
    }
  }
}

function* valuesOf(context: ProtocolContext, part: ParameterPart, generation: RequestOptions): Generator<BrokenValue> {
  const { contract, base, seed, violations, onNotBreakable } = context
  const { parameter, name, in: place } = part
  if (parameter.schema === undefined) return
  const medium = parameter.mediaType === undefined ? 'text' : 'json'
  const judge = judgeOf(violations, parameter.schema, medium)
  const given = base[place]
  const value = Object.hasOwn(given, name) ? (given[name] as Json) : plainValueOf(part, seed)
  const words = `${place} ${name}`
  if (!judge.accepts(value)) {
    onNotBreakable({ what: words, reason: 'no valid value was found to start from' })
    return
  }
  if (medium === 'text' && isJsonObject(value)) {
    onNotBreakable({ what: words, reason: 'an object sent as text is not taken apart' })
    return
  }
  const view = schemaView(contract, parameter.schema, 'request')
  yield* brokenValues({
    schema: view.schema,
    base: value,
    medium,
    judge,
    workshop: workshopOf({ contract, view, pointer: parameter.schema, violations, generation, seed }),
    place: {
      describe: (pointer) => `${words}${pointer}`,
      payload: (pointer) => `${place}: ${name}${pointer}`,
      isSendable: isLegalParameter(parameter),
    },
    onNotBreakable,
  })
}

/** What the security of an operation asks for is filled in with the credentials. */
function isCredential({ security }: Operation, { name, in: place }: Parameter): boolean {
  return security.flat().some(({ apiKey }) => apiKey?.in === place && apiKey.name.toLowerCase() === name.toLowerCase())
}
