import type { Handlers } from '../call.ts'
import { bodyOf, objectAt, textAt } from '../members.ts'
import { SINGLE_USE_LIFE, SINGLE_USE_TOKENS } from '../state/single-use-tokens.ts'
import { tokenSource } from '../token-source.ts'

/** Payroc documents ten minutes for a session of Hosted Fields. */
const SESSION_LIFE = 10 * 60 * 1000

export const handlers: Handlers = {
  createSingleUseToken(call) {
    const { processingTerminalId } = call.path
    const method = objectAt(bodyOf(call), 'source')
    const source = tokenSource(method)
    const accountType = textAt(method, 'accountType')
    const token = call.ids.hex('single-use-token', 128)
    const expiresAt = call.clock.now() + SINGLE_USE_LIFE
    const record = { token, source, expiresAt, isUsed: false, ...(accountType !== undefined && { accountType }) }
    call.state.of(SINGLE_USE_TOKENS).set(token, record)
    return {
      status: 201,
      headers: { location: call.links.href(`${call.target.split('?', 1)[0]}/${token}`) },
      body: {
        processingTerminalId: String(processingTerminalId),
        token,
        expiresAt: new Date(expiresAt).toISOString(),
        source,
      },
    }
  },
  createSession(call) {
    const token = call.ids.hex('hosted-fields-session')
    return {
      status: 201,
      headers: { location: call.links.href(`${call.target.split('?', 1)[0]}/${token}`) },
      body: {
        processingTerminalId: String(call.path.processingTerminalId),
        token,
        expiresAt: new Date(call.clock.now() + SESSION_LIFE).toISOString(),
      },
    }
  },
}
