import type { Json } from '../../../core/json.ts'
import type { Reply } from '../call.ts'
import type { FaultSwitch } from '../fault.ts'
import { malformedBodyCrashes } from '../faults/validation.ts'
import type { Routed } from '../incoming.ts'
import { problem } from '../problem.ts'

/** Nesting that no documented body comes near; beyond it, what walks a body would run out of stack. */
const DEEPEST = 64

/** The body as JSON (`undefined` for an empty one), or the 400 for text that is not JSON. */
export function parseBody(
  { operation, bytes }: Routed,
  faults: FaultSwitch,
): { readonly body: Json | undefined } | { readonly refusal: Reply } {
  if (operation.requestBody === undefined) return { body: undefined }
  if (bytes.length === 0) {
    if (!operation.requestBody.required) return { body: undefined }
    return refusal('missing', 'A request body is required')
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const body = JSON.parse(text) as Json
    if (isTooDeep(body, DEEPEST)) return refusal('invalid JSON', 'The request body is nested too deeply')
    // No documented body is null, and Prism takes one for an absent body.
    if (body === null) return refusal('invalid type', 'Expected an object or array')
    return { body }
  } catch {
    if (faults.isOn(malformedBodyCrashes)) return { refusal: problem('api-error') }
    return refusal('invalid JSON', 'The request body is not valid JSON')
  }
}

function refusal(detail: string, message: string): { readonly refusal: Reply } {
  return { refusal: problem('bad-request', { errors: [{ parameter: 'body', detail, message }] }) }
}

function isTooDeep(value: Json, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return left === 0 || Object.values(value).some((member: Json) => isTooDeep(member, left - 1))
}
