import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import type { Json } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { CallRequest } from '../run/scenario/tools.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** Asks for something; where the key has no scope for it, the story is left. */
export async function permitted(
  tools: PayrocTools,
  operationId: PayrocOperation,
  request: CallRequest,
): Promise<Answer> {
  const { expect } = request
  const answer = await tools.api(operationId, {
    ...request,
    expect: { ...expect, statuses: [...expect.statuses, FORBIDDEN] },
  })
  return answer.status === FORBIDDEN ? tools.skip(missingScope(operationId)) : answer
}

/**
 * Does what a story is about: creates or changes something. Where a server says why it cannot, for a documented reason
 * that the request itself does not hold, the story is left; another refusal is judged when it comes a second time, since
 * the first may be about an id that somebody has taken.
 *
 * @param request - made anew for each attempt, so that it has ids of its own
 * @param excuse - completes "the story cannot be told: …"
 */
export async function attempted(
  tools: PayrocTools,
  operationId: PayrocOperation,
  status: number,
  {
    request,
    excuse = () => undefined,
  }: {
    readonly request: () => Omit<CallRequest, 'expect'>
    readonly excuse?: (answer: Answer) => string | undefined | Promise<string | undefined>
  },
): Promise<Answer> {
  const first = await tools.api(operationId, { ...request(), expect: whatever(status) })
  if (first.status === status) return first
  // It may have been done, and what is done twice may be paid twice.
  if (first.status >= 500) tools.stop(`${operationId} was answered ${first.status}`)
  const reason = first.status === FORBIDDEN ? missingScope(operationId) : await excuse(first)
  return reason === undefined ? tools.api(operationId, { ...request(), expect: accepted(status) }) : tools.skip(reason)
}

/** What was created can be read; a story about it ends where it cannot. */
export async function readable(
  tools: PayrocTools,
  operationId: PayrocOperation,
  path: Readonly<Record<string, Json>>,
  created: Answer,
  identity: { readonly value: string; readonly at: string },
): Promise<void> {
  await tools.stateful('It can be read', async () => {
    const read = await tools.api(operationId, { path, expect: whatever(200) })
    const isThere = await tools.promise(createdResourceIsReadable, {
      created: created.recorded,
      read: read.recorded,
      identity,
    })
    if (!isThere || read.status !== 200) tools.stop('what was created cannot be read')
  })
}

const FORBIDDEN = 403

function missingScope(operationId: PayrocOperation): string {
  return `the key has no scope for ${operationId}`
}
