import type { Exchange, RecordedResponse, Redaction } from '../../core/exchange.ts'
import type { Json } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { responseFor } from '../../spec/model.ts'
import { responseBodyOf } from '../response-body.ts'
import type { SequenceStep } from './sequence-check.ts'

/** The response of a step, or `undefined` where there was none. */
export function responseOf({ exchange }: SequenceStep): RecordedResponse | undefined {
  return exchange.outcome.kind === 'response' ? exchange.outcome : undefined
}

/** The status of a step, or 0 where there was no response. */
export function statusOf(step: SequenceStep): number {
  return responseOf(step)?.status ?? 0
}

/** Whether a step was done: any 2xx. */
export function isAccepted(step: SequenceStep): boolean {
  const status = statusOf(step)
  return status >= 200 && status < 300
}

/** Whether a step was done when its answer came; 202 only says that it will be (RFC 9110 §15.3.3). */
export function isDone(step: SequenceStep): boolean {
  return isAccepted(step) && statusOf(step) !== 202
}

/** Whether a step was refused for what it asks: a 4xx that is not about credentials or about our pace. */
export function isRefused(step: SequenceStep): boolean {
  const status = statusOf(step)
  return status >= 400 && status < 500 && !NOT_OF_THE_REQUEST.has(status)
}

const NOT_OF_THE_REQUEST = new Set([401, 403, 407, 408, 425, 429])

/** Whether the resource is said not to be there. */
export function isAbsent(step: SequenceStep): boolean {
  const status = statusOf(step)
  return status === 404 || status === 410
}

/** The JSON body of a step's response, or `undefined`. */
export function jsonOf({ exchange }: SequenceStep): Json | undefined {
  const body = responseBodyOf(exchange)
  return body.kind === 'json' ? body.value : undefined
}

/** The JSON body that a step sent, or `undefined`. */
export function sentJsonOf({ exchange: { request } }: SequenceStep): Json | undefined {
  if (request.body === undefined || request.body.truncated || request.body.encoding !== 'text') return undefined
  try {
    // `JSON.parse` returns JSON and nothing else; its declared result is `any`.
    return JSON.parse(request.body.content) as Json
  } catch {
    return undefined
  }
}

/** The value at a pointer of a response body; `undefined` where there is none or where a mask of a secret stands. */
export function readAt(step: SequenceStep, pointer: string): Json | undefined {
  if (isMasked(step.exchange, 'response-body', pointer)) return undefined
  // What was parsed as JSON holds JSON.
  return valueAt(jsonOf(step), pointer) as Json | undefined
}

/** Whether a value was replaced before it was recorded, wholly or in part. */
export function isMasked(
  { redactions }: Exchange,
  part: Extract<Redaction['at'], { pointer: string }>['part'],
  pointer: string,
): boolean {
  return redactions.some(
    ({ at }) => at.part === part && (at.pointer === pointer || at.pointer.startsWith(`${pointer}/`)),
  )
}

/** A scalar as text, to compare ids that are a number here and a string there; `undefined` for anything else. */
export function idText(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** Where the contract speaks of a step's answer. */
export function documentOf(step: SequenceStep): string {
  return responseFor(step.operation, statusOf(step))?.pointer ?? step.operation.pointer
}

/** What a step asked, as a reader of a log knows it: `GET /things/7`. */
export function asked({ exchange: { request } }: SequenceStep): string {
  const url = URL.parse(request.url)
  return `${request.method} ${url === null ? request.url : `${url.pathname}${url.search}`}`
}
