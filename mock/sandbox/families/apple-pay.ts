import type { Handlers } from '../call.ts'

const HOUR = 60 * 60 * 1000

export const handlers: Handlers = {
  /** The session is an opaque object of Apple's, as text. */
  applePaySessions(call) {
    const now = call.clock.now()
    const session = {
      epochTimestamp: now,
      expiresAt: now + HOUR,
      merchantSessionIdentifier: `SSH${call.ids.hex('apple-pay-session').toUpperCase()}`,
      nonce: call.ids.hex('apple-pay-nonce', 8),
      merchantIdentifier: call.ids.hex('apple-pay-merchant').toUpperCase(),
      domainName: 'store.example.com',
      displayName: 'Sandbox store',
      signature: call.ids.hex('apple-pay-signature', 64),
    }
    return { status: 200, body: { startSessionResponse: JSON.stringify(session) } }
  },
}
