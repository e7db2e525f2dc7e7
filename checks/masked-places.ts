import type { Exchange, Redaction } from '../core/exchange.ts'
import type { IsExcused } from './violation.ts'

/** What a mask keeps: the type and length of a value, and which members there are. */
const KEPT = new Set([
  'type',
  'minLength',
  'maxLength',
  'required',
  'dependentRequired',
  'additionalProperties',
  'unevaluatedProperties',
  'minProperties',
  'maxProperties',
  'minItems',
  'maxItems',
])

/** Keywords that look through their value at what lies below. */
const LOOKS_BELOW = new Set(['uniqueItems', 'contains', 'not', 'enum', 'const', 'anyOf', 'oneOf', 'false schema'])

const NOTHING: IsExcused = () => false

/**
 * Excuses what the masking of secrets may have caused: where a value was replaced, its length, type and presence are
 * still judged, but not its pattern, format or content.
 */
export function excusesOf({ redactions }: Exchange): IsExcused {
  const masked = redactions.flatMap(pointerInBody)
  if (masked.length === 0) return NOTHING
  return (keyword, payload) => {
    if (KEPT.has(keyword)) return false
    if (masked.includes(payload)) return true
    return LOOKS_BELOW.has(keyword) && masked.some((pointer) => pointer.startsWith(`${payload}/`))
  }
}

function pointerInBody({ at }: Redaction): readonly string[] {
  return at.part === 'response-body' ? [at.pointer] : []
}
