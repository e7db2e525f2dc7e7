import { describe, expect, it } from 'vitest'
import { playOnSandbox, promisesBroken } from '../../support/play-on-sandbox.ts'

/** Which scenarios see a fault of the sandbox, and what they say of it. */
const FOUND: readonly (readonly [fault: string, scenarios: readonly string[], broken: readonly string[]])[] = [
  ['poll-returns-at-once', ['long-poll/hold'], ['poll-holds-until-change getPaymentInstruction']],
  ['poll-misses-change', ['long-poll/prompt'], ['poll-holds-until-change getPaymentInstruction']],
  ['poll-exceeds-hold', ['long-poll/hold'], ['poll-holds-until-change getPaymentInstruction']],
  ['cancel-of-completed-accepted', ['CP-04'], ['cancel-after-final-conflicts deletePaymentInstruction']],
  ['cancel-of-completed-unseen', ['CP-04'], ['cancel-after-final-conflicts deletePaymentInstruction']],
  ['second-cancel-crashes', ['cancel-conflicts/twice'], ['no-server-error deletePaymentInstruction']],
  ['cancel-has-no-effect', ['CP-03'], ['cancel-in-progress-succeeds deletePaymentInstruction']],
  ['cancel-refused', ['CP-03'], ['cancel-in-progress-succeeds deletePaymentInstruction']],
  ['completes-after-cancel', ['CP-03'], ['final-status-is-final getPaymentInstruction']],
  ['status-goes-backwards', ['long-poll/final-at-once'], ['final-status-is-final getPaymentInstruction']],
  ['submitted-as-completed', ['CP-01'], ['status-transition-is-allowed sendPaymentInstruction']],
  ['completed-called-done', ['CP-01'], ['body-matches-schema getPaymentInstruction']],
  ['instruction-id-as-result-id', ['CP-01'], ['links-resolve getPayment']],
  ['link-to-other-result', ['CP-01'], ['links-resolve getPayment']],
  ['result-link-missing', ['CP-01'], ['links-resolve getPaymentInstruction']],
  ['self-link-elsewhere', ['CP-01'], ['links-resolve sendPaymentInstruction']],
  ['decline-ends-in-failure', ['sale/declined-card'], ['status-transition-is-allowed getPaymentInstruction']],
]

describe('a sandbox with a fault of its instructions', () => {
  it.each(FOUND)('%s is found by %j', async (fault, scenarios, broken) => {
    const events = await playOnSandbox(scenarios, [fault])

    expect(promisesBroken(events)).toEqual(broken)
  })
})

describe('a sandbox without faults', () => {
  it('passes every scenario that finds one', async () => {
    const scenarios = [...new Set(FOUND.flatMap(([, names]) => names))]

    const events = await playOnSandbox(scenarios)

    expect(promisesBroken(events)).toEqual([])
    expect(events.map(({ scenario, verdict }) => `${scenario.id} ${verdict}`).toSorted()).toEqual(
      scenarios.map((id) => `${id} pass`).toSorted(),
    )
  })
})
