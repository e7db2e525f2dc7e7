import { concurrentSameKeyCreatesOnce } from '../checks/sequences/concurrent-same-key-creates-once.ts'
import { repeatedKeyReplaysResponse } from '../checks/sequences/repeated-key-replays-response.ts'
import { reusedKeyOnOtherResourceConflicts } from '../checks/sequences/reused-key-on-other-resource-conflicts.ts'
import { reusedKeyWithOtherBodyConflicts } from '../checks/sequences/reused-key-with-other-body-conflicts.ts'
import { malformedIdempotencyKeyIsRejected } from '../checks/malformed-idempotency-key-is-rejected.ts'
import { missingIdempotencyKeyIsRejected } from '../checks/missing-idempotency-key-is-rejected.ts'
import type { Json } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { NO_KEY } from '../run/scenario/call-draft.ts'
import { accepted, refused, whatever } from '../run/scenario/expectation.ts'
import { alteredBody, brokenBody } from './altered-body.ts'
import { hangUp } from './hang-up.ts'
import { documented, type KeyedOperation, type KeyedRequest } from './keyed-operation.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** Where Payroc documents how keys work. */
export const IDEMPOTENCY = 'Payroc: idempotency'

/** Enough for two to meet, even if connections are slow to open. */
const TWINS = 4

/** Milliseconds that a request in flight is given to end. */
const IN_FLIGHT = 1_000

/**
 * Everything that is promised about the key of one operation: asked for, of one form, answered once, bound to one body and
 * one resource, also when two requests come at once, when a client hangs up, and after a refusal.
 */
export async function keepsKeys(tools: PayrocTools, keyed: KeyedOperation): Promise<void> {
  const first = await tools.step('Prepare a request', () => keyed.make(tools))
  await asksForKey(tools, keyed, first)
  const key = tools.key()
  const done = await tools.step('Send it with a key', () => send(tools, keyed, first, key))
  if (done.status >= 300) {
    tools.skip(`${keyed.operationId} cannot be called here: it was answered ${said(done)}`)
  }
  tools.evidence('idempotencyKey', key)
  const used = { keyed, request: first, key, answer: done }
  await tools.stateful('Send it again', () => replays(tools, used))
  await tools.stateful('Send another body with its key', () => bindsBody(tools, used))
  const next = await tools.stateful('Prepare another request', () => keyed.make(tools))
  if (next === undefined) return
  await tools.stateful('Use its key on another resource', () => bindsResource(tools, used, next))
  await tools.stateful('Send another request several times at once', () => createsOnce(tools, keyed, next))
  await tools.stateful('Hang up, and send it again', () => survivesHangUp(tools, keyed))
  await tools.stateful('Send a wrong body, and correct it', () => survivesRefusal(tools, keyed))
}

/** A key that was used, and what came of it. */
interface UsedKey {
  readonly keyed: KeyedOperation
  readonly request: KeyedRequest
  readonly key: string
  readonly answer: Answer
}

async function asksForKey(tools: PayrocTools, { operationId }: KeyedOperation, request: KeyedRequest): Promise<void> {
  const { path, body } = request
  const bare = { path, ...(body !== undefined && { body }) }
  await tools.step('Send it without a key', () =>
    tools.api(operationId, {
      ...bare,
      key: NO_KEY,
      expect: refused([400], missingIdempotencyKeyIsRejected, { rule: IDEMPOTENCY }),
    }),
  )
  await tools.step('Send it with a key that is no UUID', () =>
    tools.api(operationId, {
      ...bare,
      key: 'not-a-uuid',
      expect: refused([400], malformedIdempotencyKeyIsRejected, { rule: IDEMPOTENCY }),
    }),
  )
}

async function send(
  tools: PayrocTools,
  { operationId, settle, undo }: KeyedOperation,
  { path, body }: KeyedRequest,
  key: string,
): Promise<Answer> {
  const { success } = tools.sample(operationId)
  const answer = await tools.api(operationId, {
    path,
    ...(body !== undefined && { body }),
    key,
    expect: whatever(success),
  })
  if (answer.status >= 300) return answer
  await settle?.(tools, answer)
  if (undo !== undefined) tools.cleanUp(`Undo ${operationId}`, () => undo(tools, answer))
  return answer
}

async function replays(tools: PayrocTools, { keyed, request, key, answer }: UsedKey): Promise<void> {
  const repeated = await again(tools, keyed, request, key)
  const isKept = await tools.promise(repeatedKeyReplaysResponse, {
    first: answer.recorded,
    repeated: repeated.recorded,
    ...(keyed.id !== undefined && { id: keyed.id }),
    isReplayPromised: true,
  })
  if (!isKept) tools.stop('a repeated key is not answered as it was first')
  const upper = await again(tools, keyed, request, key.toUpperCase())
  const isSame = keyed.id === undefined || upper.text(keyed.id) === answer.text(keyed.id)
  tools.saw(`A key in upper case is ${upper.status >= 300 ? `answered ${said(upper)}` : 'taken'}.`)
  if (upper.status >= 300) return
  await tools.observe({
    answer: upper,
    pointer: keyed.id ?? '',
    holds: isSame,
    expected: 'the resource of the same key in lower case, or a refusal',
    rule: 'RFC 9562 §4: the letter case of a UUID has no meaning',
    severity: 'warning',
    promise: repeatedKeyReplaysResponse,
  })
}

/** The same call without what follows a first acceptance. */
async function again(
  tools: PayrocTools,
  { operationId }: KeyedOperation,
  { path, body }: KeyedRequest,
  key: string,
): Promise<Answer> {
  return tools.api(operationId, { path, ...(body !== undefined && { body }), key, expect: whatever() })
}

async function bindsBody(tools: PayrocTools, { keyed, request, key, answer }: UsedKey): Promise<void> {
  const other = request.other ?? alteredBody(request.body)
  if (other === undefined) {
    tools.saw(`${keyed.operationId} has no other body to send.`)
    return
  }
  const reused = await again(tools, keyed, { path: request.path, body: other }, key)
  await conflicts(tools, reusedKeyWithOtherBodyConflicts, answer, reused, 'another body')
}

async function bindsResource(tools: PayrocTools, used: UsedKey, next: KeyedRequest): Promise<void> {
  const { keyed, request, key, answer } = used
  const isElsewhere = JSON.stringify(request.path) !== JSON.stringify(next.path)
  const { path, body } = request
  const reused = isElsewhere
    ? await again(tools, keyed, { ...next, ...(body !== undefined && { body }) }, key)
    : await onNeighbour(tools, keyed, key)
  await conflicts(tools, reusedKeyOnOtherResourceConflicts, answer, reused, `another resource than ${shown(path)}`)
}

/** An operation of another path, which creates nothing that stays. */
async function onNeighbour(tools: PayrocTools, { operationId }: KeyedOperation, key: string): Promise<Answer> {
  const neighbour: PayrocOperation = operationId === 'createSession' ? 'createSingleUseToken' : 'createSession'
  const { path, body } = documented(tools, neighbour)
  return tools.api(neighbour, { path, ...(body !== undefined && { body }), key, expect: whatever() })
}

async function conflicts(
  tools: PayrocTools,
  check: typeof reusedKeyWithOtherBodyConflicts,
  first: Answer,
  reused: Answer,
  what: string,
): Promise<void> {
  const isKept = await tools.promise(check, { first: first.recorded, reused: reused.recorded })
  if (!isKept) tools.stop(`the key was taken for ${what}`)
  tools.saw(`A key that is used for ${what.split(' than ', 1)[0]} is answered ${said(reused)}.`)
}

async function createsOnce(tools: PayrocTools, keyed: KeyedOperation, request: KeyedRequest): Promise<void> {
  const key = tools.key()
  const twins = await Promise.all(Array.from({ length: TWINS }, () => again(tools, keyed, request, key)))
  const isOnce = await tools.promise(concurrentSameKeyCreatesOnce, {
    twins: twins.map(({ recorded }) => recorded),
    ...(keyed.id !== undefined && { id: keyed.id }),
  })
  const made = new Map(twins.filter(({ status }) => status < 300).map((twin) => [twin.text(keyed.id ?? ''), twin]))
  for (const twin of made.values()) {
    await keyed.settle?.(tools, twin)
    const { undo } = keyed
    if (undo !== undefined) tools.cleanUp(`Undo ${keyed.operationId}`, () => undo(tools, twin))
  }
  if (!isOnce) tools.stop('several requests with one key were carried out')
  tools.saw(`Requests at once with one key are answered ${[...new Set(twins.map(said))].toSorted().join(' and ')}.`)
}

async function survivesHangUp(tools: PayrocTools, keyed: KeyedOperation): Promise<void> {
  const [request, key] = [await keyed.make(tools), tools.key()]
  const { path, body } = request
  await hangUp(tools, keyed.operationId, { path, ...(body !== undefined && { body }), key })
  let retried = await send(tools, keyed, request, key)
  if (retried.status === 409) {
    tools.saw(`A retry while the first request is under way is answered ${said(retried)}.`)
    await tools.sleep(IN_FLIGHT)
    retried = await send(tools, keyed, request, key)
  }
  const repeated = await again(tools, keyed, request, key)
  await tools.promise(repeatedKeyReplaysResponse, {
    first: retried.recorded,
    repeated: repeated.recorded,
    ...(keyed.id !== undefined && { id: keyed.id }),
    isReplayPromised: true,
  })
}

/** Payroc's guides disagree whether a corrected body takes the key of the refused one or a new one. */
async function survivesRefusal(tools: PayrocTools, keyed: KeyedOperation): Promise<void> {
  const [request, key] = [await keyed.make(tools), tools.key()]
  const broken = brokenBody(request.body)
  if (broken === undefined) {
    tools.saw(`${keyed.operationId} has no body that could be wrong.`)
    return
  }
  const refusal = await again(tools, keyed, { path: request.path, body: broken }, key)
  if (refusal.status !== 400) return
  const { success } = tools.sample(keyed.operationId)
  const corrected = await send(tools, keyed, request, key)
  const isNewKeyAsked = corrected.status === 409 || corrected.problem === 'idempotency-key-in-use'
  tools.saw(`After a 400 the corrected body takes ${isNewKeyAsked ? 'a new key' : 'the same key'}.`)
  if (corrected.status < 300) return
  const fresh = isNewKeyAsked ? await send(tools, keyed, request, tools.key()) : corrected
  await tools.observe({
    answer: fresh,
    pointer: '',
    holds: fresh.status < 300,
    expected: `${success} once the body is corrected`,
    rule: IDEMPOTENCY,
    promise: accepted(success).promise,
  })
}

function said({ status, problem }: Answer): string {
  return problem === undefined ? String(status) : `${status} ${problem}`
}

function shown(path: Readonly<Record<string, Json>>): string {
  return Object.values(path).join('/') || 'its own'
}
