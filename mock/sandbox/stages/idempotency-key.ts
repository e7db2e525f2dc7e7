import type { Operation } from '../../../spec/model.ts'
import type { Reply } from '../call.ts'
import type { FaultSwitch } from '../fault.ts'
import { keyNotRequired, malformedKeyAccepted } from '../faults/idempotency.ts'
import { headerOf, type Routed } from '../incoming.ts'
import { problem } from '../problem.ts'

const NAME = 'idempotency-key'

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** Whether the contract declares the Idempotency-Key header for an operation: 38 POST and 6 PATCH do. */
export function takesKey({ parameters }: Operation): boolean {
  return parameters.some((parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === NAME)
}

/** The key of a request in the one form in which keys are compared; Payroc does not tell letter cases apart. */
export function keyOf(request: Routed): string | undefined {
  const key = takesKey(request.operation) ? headerOf(request, NAME)?.trim().toLowerCase() : undefined
  return key === '' ? undefined : key
}

/** Payroc documents 400 for a missing key, and that a key is a UUID v4. */
export function checkKey(request: Routed, faults: FaultSwitch): Reply | undefined {
  if (!takesKey(request.operation)) return undefined
  const key = headerOf(request, NAME)?.trim()
  if (key === undefined || key === '') {
    return faults.isOn(keyNotRequired) ? undefined : problem('idempotency-key-missing')
  }
  if (UUID_V4.test(key) || faults.isOn(malformedKeyAccepted)) return undefined
  return problem('bad-request', {
    errors: [{ parameter: 'Idempotency-Key', detail: 'invalid format', message: 'Expected a UUID v4' }],
  })
}
