import { HarnessError } from '../core/harness-error.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import { startSandboxThread } from '../mock/sandbox/sandbox-thread.ts'
import type { Sandbox } from '../mock/sandbox/start-sandbox.ts'
import type { Transport } from '../transport/send.ts'
import type { DeviceBehaviour } from './scenario/device-control.ts'
import type { Target } from './target.ts'

/** Long enough to show a held poll, short enough not to make a run wait for its end, milliseconds. */
const HOLD = 2_000

/**
 * A sandbox for the length of the run, which approves accounts at once, so that what needs one is tried, too; its devices
 * are at the hand of whoever plays scenarios.
 */
export async function openSandbox(
  transport: Pick<Transport, 'sendUnrecorded'>,
  cacheDir: string | undefined,
  faults: readonly string[] = [],
): Promise<Target> {
  const sandbox = await startSandboxThread({
    hold: HOLD,
    underwritingTime: 0,
    faults,
    ...(cacheDir !== undefined && { cacheDir }),
  })
  return sandboxTarget(sandbox, transport, HOLD)
}

/** A sandbox that runs already, with its hold in milliseconds. */
export function sandboxTarget(sandbox: Sandbox, transport: Pick<Transport, 'sendUnrecorded'>, holdMs: number): Target {
  const { baseUrl, identityUrl, apiKey, limitedApiKey, adminUrl } = sandbox
  const administer = async (method: string, path: string, body: Json): Promise<boolean> => {
    const { exchange } = await transport.sendUnrecorded({
      method,
      url: `${adminUrl}/${path}`,
      headers: [['content-type', 'application/json']],
      body: JSON.stringify(body),
    })
    return exchange.outcome.kind === 'response' && exchange.outcome.status < 300
  }
  return {
    summary: { name: 'sandbox', baseUrl, stateful: true, steerable: false },
    recognise: () => undefined,
    credentials: { identityUrl, apiKey, ...(limitedApiKey !== undefined && { limitedApiKey }) },
    holdMs,
    operate: async (serialNumber, behaviour) => {
      const path = `devices/${encodeURIComponent(serialNumber)}`
      if (await administer('PUT', path, { behaviour: BEHAVIOURS[behaviour] })) return
      throw new HarnessError('internal', `the sandbox did not tell its device ${serialNumber} to ${behaviour}`)
    },
    expireToken: async () => {
      // Nobody else asks for tokens yet.
      const isShort = await administer('PUT', 'tokens', { life: BRIEFEST })
      const { body } = await transport.sendUnrecorded({
        method: 'POST',
        url: identityUrl,
        headers: [['x-api-key', apiKey]],
      })
      const isLong = await administer('PUT', 'tokens', { life: TOKEN_LIFE })
      const token: unknown = JSON.parse(body ?? '{}')
      if (isShort && isLong && isJsonObject(token) && typeof token['access_token'] === 'string')
        return token['access_token']
      throw new HarnessError('internal', 'the sandbox did not issue a token that has expired')
    },
    arrange: async ({ title, what, method = 'POST', details = {} }) => {
      if (await administer(method, what, details)) return
      throw new HarnessError('internal', `the sandbox did not make ${title} (${method} /${what})`)
    },
    close: () => sandbox.close(),
  }
}

/** Seconds: over before the token can be used, however soon that is. */
const BRIEFEST = 0
/** Seconds, as Payroc documents. */
const TOKEN_LIFE = 3_600

const BEHAVIOURS: Readonly<Record<DeviceBehaviour, string>> = {
  complete: 'complete',
  decline: 'decline',
  fail: 'fail',
  wait: 'wait',
  'go-offline': 'offline',
}
