import type { RequestDraft } from '../core/case.ts'
import { isLegalParameter } from '../generators/legal-value.ts'
import type { Operation } from '../spec/model.ts'
import type { RequestGeneration } from './request-generation.ts'

/** Whether a request that was changed is still a valid one, by the judge that generators do not know. */
export function isWithinContract(
  operation: Operation,
  draft: RequestDraft,
  { examples: { isValid } }: RequestGeneration,
): boolean {
  try {
    for (const parameter of operation.parameters) {
      const value = draft[parameter.in][parameter.name]
      if (value === undefined) {
        if (parameter.required) return false
        continue
      }
      if (!isLegalParameter(parameter)(value)) return false
      if (parameter.schema !== undefined && isValid?.(parameter.schema, 'request', value) !== undefined) return false
    }
    const { body } = draft
    if (body === undefined) return operation.requestBody?.required !== true
    if (body.kind !== 'value') return false
    const media = operation.requestBody?.content.find(({ mediaType }) => mediaType === body.mediaType)
    return media?.schema === undefined || isValid?.(media.schema, 'request', body.value) === undefined
  } catch {
    return false
  }
}
