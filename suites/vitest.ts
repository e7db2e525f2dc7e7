import process from 'node:process'
import { expect, test as base, type TestAPI, vi } from 'vitest'
import { HarnessError } from '../core/harness-error.ts'
import type { Json } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import type { DeviceControl } from '../run/scenario/device-control.ts'
import { accepted, documented, whatever, type Expectation } from '../run/scenario/expectation.ts'
import { ScenarioSkipped, ScenarioStopped } from '../run/scenario/leaving.ts'
import type { CallRequest } from '../run/scenario/tools.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'
import { blocksOf, installMatchers } from './support/matchers.ts'
import { startRunOfTests, type RunOfTests } from './support/play-along.ts'

export type { Answer } from '../run/scenario/answer.ts'
export type { DeviceBehaviour, DeviceControl } from '../run/scenario/device-control.ts'
export type { PayrocOperation } from './payroc-operation.ts'

declare module 'vitest' {
  // The type parameters are those of vitest.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** The answer keeps every promise that the contract makes of any answer: status, headers, media type, body … */
    toConform(): R
    /** The answer is a problem, of this type: the last word of its `type`, such as `cannot-be-canceled`. */
    toBeProblem(type?: string): R
  }
}

/** A call of a test: as in a scenario, and what is expected of it may be left to the test. */
export interface TestCall extends Omit<CallRequest, 'expect'> {
  /** Statuses that may come; another one ends the test. Absent: any, and the test looks at it. */
  readonly expect?: number | readonly [number, ...number[]]
}

/** Calls an operation of the Payroc API by its operation id. Every answer is judged by the contract. */
export type TestApi = (operationId: PayrocOperation, call?: TestCall) => Promise<Answer>

/** All that a scenario may use, with `api` as tests have it. */
export interface TestTools extends Omit<PayrocTools, 'api'> {
  readonly api: TestApi
}

export interface ScenarioFixtures {
  /** The run that the tests of this file belong to. */
  readonly conformance: RunOfTests
  /** Everything at once: keys, references, the terminal, clean-up … */
  readonly scenario: TestTools
  readonly api: TestApi
  readonly device: DeviceControl
  readonly step: <T>(title: string, take: () => Promise<T>) => Promise<T>
  readonly evidence: (name: string, value: Json) => void
}

const book = installMatchers()

/** A poll may be held for a minute, and the first test waits for its target: longer than vitest does by itself. */
const PATIENCE = 120_000

vi.setConfig({ testTimeout: PATIENCE })

/**
 * The `test` of vitest with the fixtures of a scenario. Target, credentials, terminal and device come from the
 * environment and conformance.config.ts, as for `run`; what breaks the contract fails the test at its end.
 *
 * @example
 * test('an unknown instruction is not found', async ({ api }) => {
 *   const answer = await api('getPaymentInstruction', { path: { paymentInstructionId: 'none' } })
 *   expect(answer).toBeProblem('not-found')
 * })
 */
export const test: TestAPI<ScenarioFixtures> = base.extend<ScenarioFixtures>({
  conformance: [
    // Vitest reads from the braces which fixtures this one needs: none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const run = await startRunOfTests(process.cwd(), expect.getState().testPath ?? 'tests').catch(explained)
      await use(run)
      await run.close()
    },
    { scope: 'file' },
  ],
  scenario: async ({ conformance, task, skip }, use) => {
    const underway = await conformance.begin(task.fullTestName)
    const { tools } = underway
    let left: ScenarioStopped | undefined
    const api: TestApi = async (operationId, { expect: statuses, ...call } = {}) => {
      try {
        const answer = await tools.api(operationId, { ...call, expect: expectationOf(statuses) })
        book.enter(answer, conformance)
        return answer
      } catch (error) {
        if (error instanceof ScenarioStopped) left = error
        // Where a suite passes over what a version of the contract does not have, a test has a name wrong.
        throw error instanceof ScenarioSkipped ? new Error(error.message, { cause: error }) : error
      }
    }
    await use({ ...tools, api, skip: (reason) => skip(reason) })
    const findings = (await underway.end(left)).filter((finding) => !book.isSeen(finding))
    if (findings.length > 0) throw new Error(`The contract was broken:\n\n${blocksOf(findings, conformance)}`)
  },
  api: ({ scenario }, use) => use(scenario.api),
  device: ({ scenario, skip }, use) =>
    use({
      ...scenario.device,
      will: async (behaviour) => {
        try {
          await scenario.device.will(behaviour)
        } catch (error) {
          if (error instanceof ScenarioSkipped) skip(error.message)
          throw error
        }
      },
    }),
  step: ({ scenario }, use) => use(scenario.step),
  evidence: ({ scenario }, use) => use(scenario.evidence),
})

function expectationOf(statuses: TestCall['expect']): Expectation {
  if (statuses === undefined) return whatever()
  const all: readonly [number, ...number[]] = typeof statuses === 'number' ? [statuses] : statuses
  return all.every((status) => status < 400) ? accepted(...all) : documented(...all)
}

/** Vitest shows only the message of an error, and what to do is in the hint. */
function explained(error: unknown): never {
  if (!(error instanceof HarnessError) || error.hint === undefined) throw error
  throw new Error(`${error.message}\n${error.hint}`, { cause: error })
}
