import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import type { Reply } from '../call.ts'

/** A reply whose body is a JSON object. */
export interface ObjectReply extends Omit<Reply, 'body'> {
  readonly body: JsonObject
}

const PROBLEM = 'application/problem+json'

/** Whether a reply is a problem, and so has an object for its body. */
export function isProblem(reply: Reply): reply is ObjectReply {
  return reply.mediaType === PROBLEM && isJsonObject(reply.body)
}

/** Whether a reply is a success with a JSON object. */
export function isResource(reply: Reply): reply is ObjectReply {
  return reply.status < 300 && isJsonObject(reply.body)
}

/** The text that a reply would be sent as. */
export function textOf({ body, raw }: Reply): string {
  if (raw !== undefined) return typeof raw === 'string' ? raw : new TextDecoder().decode(raw)
  return body === undefined ? '' : JSON.stringify(body)
}
