import type { Json } from '../../../core/json.ts'
import type { Reply } from '../call.ts'
import type { Incoming } from '../incoming.ts'
import type { Administered } from './admin-call.ts'
import { ADMIN_HANDLERS } from './all.ts'

/** Below this path of the API's host the sandbox itself is steered; no Payroc path begins so. */
export const ADMIN_PATH = '/__sandbox'

/** Answers a request below {@link ADMIN_PATH}, from this machine only; `undefined` for any other request. */
export function administer(request: Incoming, administered: Administered): Reply | undefined {
  const { pathText, method, header, bytes } = request
  if (pathText !== ADMIN_PATH && !pathText.startsWith(`${ADMIN_PATH}/`)) return undefined
  // A page in a browser could reach loopback, too; what it sends names where it comes from.
  if (!isLoopback(header['host'] ?? '') || header['origin'] !== undefined) {
    return { status: 403, body: { error: 'the administration answers this machine only' } }
  }
  const [place = '', ...rest] = pathText.slice(ADMIN_PATH.length + 1).split('/')
  const handler = Object.hasOwn(ADMIN_HANDLERS, `${method} ${place}`) ? ADMIN_HANDLERS[`${method} ${place}`] : undefined
  if (handler === undefined)
    return { status: 404, body: { error: 'no such request', requests: Object.keys(ADMIN_HANDLERS) } }
  const name = rest.length === 0 ? undefined : rest.map(decodeURIComponentSafely).join('/')
  const body = parsed(bytes)
  return body === 'not JSON'
    ? { status: 400, body: { error: 'expected JSON' } }
    : handler({ ...administered, name, body: body.value })
}

function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d+){3}|localhost|\[::1\])(?::\d+)?$/i.test(host)
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function parsed(bytes: Uint8Array): { readonly value: Json | undefined } | 'not JSON' {
  if (bytes.length === 0) return { value: undefined }
  try {
    return { value: JSON.parse(new TextDecoder().decode(bytes)) as Json }
  } catch {
    return 'not JSON'
  }
}
