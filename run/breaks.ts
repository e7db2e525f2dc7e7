import type { Intent, RequestDraft } from '../core/case.ts'
import { jsonEquals, type Json } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import { isLegalParameter } from '../generators/legal-value.ts'
import type { Operation } from '../spec/model.ts'
import type { RequestGeneration } from './request-generation.ts'

/**
 * What a request breaks, as a text to compare: empty for a valid one; `undefined` where it cannot be judged. Two
 * requests that break the same are wrong for the same reason.
 */
export function breaksOf(
  operation: Operation,
  draft: RequestDraft,
  { violations }: RequestGeneration,
): string | undefined {
  const broken: string[] = []
  const judge = (schema: string | undefined, value: Json, place: string): void => {
    for (const { keyword, payload } of schema === undefined ? [] : violations(schema, 'request', value)) {
      broken.push(`${place}${payload.replaceAll(/\/\d+(?=\/|$)/g, '/*')} ${keyword}`)
    }
  }
  try {
    for (const parameter of operation.parameters) {
      const value = draft[parameter.in][parameter.name]
      const place = `${parameter.in}: ${parameter.name}`
      if (value === undefined) {
        if (parameter.required) broken.push(`${place} missing`)
        continue
      }
      if (!isLegalParameter(parameter)(value)) broken.push(`${place} illegal`)
      judge(parameter.schema, value, place)
    }
    const { body } = draft
    if (body === undefined && operation.requestBody?.required === true) broken.push('body missing')
    if (body?.kind === 'value') {
      const media = operation.requestBody?.content.find(({ mediaType }) => mediaType === body.mediaType)
      judge(media?.schema, body.value, 'body')
    }
  } catch {
    return undefined
  }
  return [...new Set(broken)].toSorted((one, other) => (one < other ? -1 : 1)).join('\n')
}

/** Whether a change reaches what an invalid case is about: its description tells of the value that was sent there. */
export function isTouched(intent: Intent, before: RequestDraft, after: RequestDraft): boolean {
  if (intent.kind === 'valid') return false
  const { payload } = intent.constraint
  const [, where, name = '', pointer = ''] = /^(path|query|header|cookie): ([^/]*)(\/.*)?$/.exec(payload) ?? []
  const at = ({ body, ...draft }: RequestDraft): unknown =>
    where === undefined
      ? valueAt(body?.kind === 'value' ? body.value : undefined, payload)
      : valueAt(draft[where as 'query'][name], pointer)
  const [own, other] = [at(before) as Json | undefined, at(after) as Json | undefined]
  return own === undefined || other === undefined ? own !== other : !jsonEquals(own, other)
}
