import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { jsonOf } from './step.ts'
import type { SequenceStep } from './sequence-check.ts'

/** A value that only one request carried, by which its traces are recognised. */
export interface Trace {
  /** Name of the member that carries it. */
  readonly member: string
  readonly value: string | number
}

/** The resources in a step's answer that carry a trace, at any depth. */
export function tracesIn(step: SequenceStep, trace: Trace): readonly JsonObject[] {
  const body = jsonOf(step)
  return body === undefined ? [] : carriers(body, trace)
}

function carriers(value: Json, trace: Trace): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => carriers(item, trace))
  if (!isJsonObject(value)) return []
  const inside = Object.values(value).flatMap((member) => carriers(member, trace))
  const isCarrier = Object.hasOwn(value, trace.member) && value[trace.member] === trace.value
  return isCarrier ? [value, ...inside] : inside
}
