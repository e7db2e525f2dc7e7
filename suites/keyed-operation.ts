import type { Json, JsonObject } from '../core/json.ts'
import { isJsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { whatever } from '../run/scenario/expectation.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** A request that an operation with an Idempotency-Key can be sent once. */
export interface KeyedRequest {
  readonly path: Readonly<Record<string, Json>>
  readonly body?: Json
  /** Another body that is as valid; worked out from the first where absent. */
  readonly other?: Json
}

/** An operation that takes an Idempotency-Key, and how a request comes about that it has no reason to refuse. */
export interface KeyedOperation {
  readonly operationId: PayrocOperation
  /** Pointer to the id of what it creates; absent where it changes something that is there. */
  readonly id?: string
  /** A new request, about a resource of its own. */
  make(tools: PayrocTools): Promise<KeyedRequest>
  /** Waits until what was accepted is over, where the next request depends on it. */
  settle?(tools: PayrocTools, answer: Answer): Promise<void>
  /** Takes back what was created, as far as Payroc lets a client do so. */
  undo?(tools: PayrocTools, answer: Answer): Promise<unknown>
  readonly lane?: string
  readonly alone?: boolean
  readonly feature?: string
}

/** Creates what another request needs; where it cannot be had, the scenario is left. */
export async function prerequisite(
  tools: PayrocTools,
  operationId: PayrocOperation,
  request: KeyedRequest,
): Promise<Answer> {
  const { path, body } = request
  const answer = await tools.api(operationId, {
    path,
    ...(body !== undefined && { body }),
    expect: whatever(201),
  })
  if (answer.status >= 300) {
    tools.skip(
      `there is nothing to send it about: ${operationId} was answered ${answer.status} ${answer.problem ?? ''}`,
    )
  }
  return answer
}

/** The documented request of an operation, with the run's terminal and what a scenario puts in place of its members. */
export function documented(
  tools: PayrocTools,
  operationId: PayrocOperation,
  { path = {}, body = {} }: { readonly path?: KeyedRequest['path']; readonly body?: JsonObject } = {},
): KeyedRequest {
  const shown = tools.sample(operationId)
  const isTerminal = Object.hasOwn(shown.path, 'processingTerminalId')
  const merged = isJsonObject(shown.body) ? { ...shown.body, ...body } : shown.body
  return {
    path: { ...shown.path, ...(isTerminal && { processingTerminalId: tools.terminal }), ...path },
    ...(merged !== undefined && { body: merged }),
  }
}

/** Deletes what an answer shows; that it cannot be deleted any more is as good. */
export async function remove(
  tools: PayrocTools,
  operationId: PayrocOperation,
  path: KeyedRequest['path'],
): Promise<unknown> {
  return tools.target.stateful ? tools.api(operationId, { path, expect: whatever(204) }) : undefined
}

/** A patch of one member. */
export function replaced(path: string, value: Json): Json {
  return [{ op: 'replace', path, value }]
}
