import { responseBodyOf } from '../checks/response-body.ts'
import type { Exchange } from '../core/exchange.ts'
import { isJsonObject } from '../core/json.ts'

/** Statuses of what was ended by whoever asked for it. */
const TAKEN_BACK = /^(?:cancel|delet|remov|void|revers|revok|deactivat|inactive|clos)/i

/** Statuses of what came to another end. */
const ENDED = /^(?:complet|success|succeed|fail|declin|expir|settl|finish|reject)/i

/** Which end a read shows that a resource has come to, by its status; `undefined` where it shows none. */
export function shownEnd(read: Exchange): 'taken back' | 'other' | undefined {
  const body = responseBodyOf(read)
  const status = body.kind === 'json' && isJsonObject(body.value) ? body.value['status'] : undefined
  if (typeof status !== 'string') return undefined
  return TAKEN_BACK.test(status) ? 'taken back' : ENDED.test(status) ? 'other' : undefined
}
