import { headerOf, type Exchange } from '../../core/exchange.ts'
import type { Finding } from '../../core/finding.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { responseBodyOf } from '../../checks/response-body.ts'
import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { Operation } from '../../spec/model.ts'
import type { Recorded } from '../../transport/record.ts'

/** What came of a call: the answer as it was, for the next request, and the record of it, for the checks. */
export interface Answer {
  readonly status: number
  /** The parsed body; absent where it is empty or no JSON. Holds what the record hides, so it must not be written. */
  readonly body: Json | undefined
  /** The last word of the problem's type: `cannot-be-canceled`. */
  readonly problem: string | undefined
  /** The member at a JSON pointer of the body. */
  at(pointer: string): Json | undefined
  /** The text at a JSON pointer of the body; empty where there is none. */
  text(pointer: string): string
  /** The member at a JSON pointer of the record, where secrets are replaced: what a finding may show. */
  recordedAt(pointer: string): Json | undefined
  header(name: string): string | undefined
  readonly recorded: SequenceStep
  /** What the checks that hold for any exchange found in it; they are in the report already. */
  readonly findings: readonly Finding[]
  readonly durationMs: number
}

/** The answer of a call; `undefined` where there was none. */
export function answerFrom(operation: Operation, { exchange, body }: Recorded): Answer | undefined {
  const { outcome } = exchange
  if (outcome.kind !== 'response') return undefined
  const value = parsed(body)
  const at = (pointer: string): Json | undefined =>
    // What `valueAt` finds in a JSON value is one.
    value === undefined ? undefined : (valueAt(value, pointer) as Json | undefined)
  return {
    status: outcome.status,
    body: value,
    problem: problemOf(value, exchange),
    at,
    text: (pointer) => {
      const found = at(pointer)
      return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
    },
    recordedAt: (pointer) => {
      const record = responseBodyOf(exchange)
      return record.kind === 'json' ? (valueAt(record.value, pointer) as Json | undefined) : undefined
    },
    header: (name) => headerOf(outcome.headers, name),
    recorded: { operation, exchange },
    findings: [],
    durationMs: exchange.timings.durationMs,
  }
}

function parsed(text: string | undefined): Json | undefined {
  if (text === undefined || text === '') return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function problemOf(body: Json | undefined, { outcome }: Exchange): string | undefined {
  if (outcome.kind !== 'response' || outcome.status < 400 || !isJsonObject(body)) return undefined
  const { type } = body
  return typeof type === 'string' ? type.split(/[#/]/).at(-1) : undefined
}
