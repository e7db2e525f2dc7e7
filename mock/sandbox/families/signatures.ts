import type { Handlers } from '../call.ts'
import { refuseUnknown } from '../problem.ts'
import { SIGNATURES } from '../state/signatures.ts'

export const handlers: Handlers = {
  retrieveSignature(call) {
    const record = call.state.of(SIGNATURES).get(String(call.path.signatureId))
    if (record === undefined) return refuseUnknown(call, 'signature', 'signatureId')
    return { status: 200, body: record.shown }
  },
}
