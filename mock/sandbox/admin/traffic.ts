import { isJsonObject } from '../../../core/json.ts'
import { FREE_TRAFFIC } from '../traffic.ts'
import { type AdminHandler, expected } from './admin-call.ts'

/** `PUT /traffic { "latency": 200 }`: how the way to the API behaves; what is not named stays. */
export const setTraffic: AdminHandler = ({ traffic, body }) => {
  const rules = Object.entries(isJsonObject(body) ? body : {})
  const isRight = rules.every(
    ([name, value]) => Object.hasOwn(FREE_TRAFFIC, name) && Number.isInteger(value) && Number(value) >= 0,
  )
  if (!isRight || rules.length === 0)
    return expected(`an object with whole numbers: ${Object.keys(FREE_TRAFFIC).join(', ')}`)
  traffic.set(Object.fromEntries(rules))
  return { status: 200, body: { ...traffic.rules() } }
}

/** `DELETE /traffic`: as it was at the start. */
export const freeTraffic: AdminHandler = ({ traffic }) => {
  traffic.set(FREE_TRAFFIC)
  return { status: 200, body: { ...traffic.rules() } }
}

/** `PUT /tokens { "life": 5 }`: seconds that tokens live which are issued from now on; with 0 they are over at once. */
export const setTokenLife: AdminHandler = ({ identity, body }) => {
  const { life } = isJsonObject(body) ? body : {}
  if (typeof life !== 'number' || life < 0) return expected('a life in seconds, such as { "life": 5 }')
  identity.setLife(life)
  return { status: 204 }
}

/** `DELETE /tokens`: no token that was issued is valid any more. */
export const revokeTokens: AdminHandler = ({ identity }) => {
  identity.revokeAll()
  return { status: 204 }
}
