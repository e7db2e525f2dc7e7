import { whatever } from '../run/scenario/expectation.ts'
import { ScenarioStopped } from '../run/scenario/leaving.ts'
import type { CallRequest } from '../run/scenario/tools.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** Sends a request and hangs up a moment later, as a client whose network fails; nobody knows what has come of it. */
export async function hangUp(
  tools: PayrocTools,
  operationId: PayrocOperation,
  request: Omit<CallRequest, 'expect' | 'signal'>,
  ms = 1,
): Promise<void> {
  const controller = new AbortController()
  const dropped = tools
    .api(operationId, { ...request, expect: whatever(), signal: controller.signal })
    .catch((error: unknown) => {
      // That there is no answer is the point.
      if (!(error instanceof ScenarioStopped)) throw error
    })
  await tools.sleep(ms)
  controller.abort(new Error('hung up'))
  await dropped
}
