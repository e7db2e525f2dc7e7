import { describe, expect, it } from 'vitest'
import { concerned } from '../../../bench/faults/narrow.ts'
import { createWatch, isAsExpected, NO_FAULT, type Outcome } from '../../../bench/faults/outcome.ts'
import { tableOf } from '../../../bench/faults/table.ts'
import type { CaseFinished } from '../../../core/event.ts'
import type { Fault } from '../../../mock/sandbox/fault.ts'
import { FAULTS } from '../../../mock/sandbox/faults/all.ts'
import { loadContract } from '../../../spec/load.ts'

const contract = await loadContract(undefined, { cache: false })

function finished(...codes: readonly string[]): CaseFinished {
  return {
    type: 'case-finished',
    exchanges: [{}, {}],
    shrinkRequests: 3,
    findings: codes.map((code) => ({ code, operationId: 'getOwner', phase: 'stateful' })),
  } as unknown as CaseFinished
}

describe('what a run is watched for', () => {
  const fault = { name: 'owner-put-lost', expectedCheck: 'update-is-visible' }

  it('is the first report of the expected check, and what others report', () => {
    const watch = createWatch({ fault })
    watch.see(finished('no-server-error'))
    expect(watch.isFound()).toBe(false)
    watch.see(finished('update-is-visible', 'no-server-error'))
    watch.see(finished('update-is-visible'))

    expect(watch.isFound()).toBe(true)
    expect(watch.outcome(1.5)).toEqual({
      fault: 'owner-put-lost',
      expectedCheck: 'update-is-visible',
      found: { check: 'update-is-visible', operation: 'getOwner', by: 'stateful', afterRequests: 10 },
      others: [{ check: 'no-server-error', operation: 'getOwner', by: 'stateful' }],
      requests: 15,
      seconds: 1.5,
    })
  })

  it('is anything at all where there is no fault', () => {
    const quiet = createWatch({})
    quiet.see(finished())
    const noisy = createWatch({})
    noisy.see(finished('no-server-error'))

    expect([quiet, noisy].map((watch) => isAsExpected(watch.outcome(1)))).toEqual([true, false])
  })
})

describe('the table of faults', () => {
  it('names first what was not found', () => {
    const none: Outcome = { fault: NO_FAULT, expectedCheck: '', others: [], requests: 9, seconds: 1 }
    const missed: Outcome = { ...none, fault: 'page-gap', expectedCheck: 'pages-are-disjoint-and-complete' }
    const table = tableOf([none, missed], { title: 'Faults' })

    expect(table).toContain('1 of 2 as expected:\n- page-gap was not as expected (pages-are-disjoint-and-complete)')
    expect(table).toContain('| (none) | nothing is reported | nothing, as it should be | 9 |  |')
    expect(table).toContain('| page-gap | pages-are-disjoint-and-complete | **no** | 9 |  |')
  })
})

describe('a narrowed run', () => {
  it.each([
    ['owner-put-lost', 'updateOwner', 'createFundingRecipient', 'createPaymentPlan'],
    ['terminal-order-list-omits-open', 'listProcessingAccountsTerminalOrders', 'createTerminalOrder', 'updateOwner'],
    ['problem-without-title', 'createPaymentPlan', 'listPayments', 'updateOwner'],
  ])('with %s asks %s and %s, and not %s', (name, one, other, none) => {
    const operations = concerned(FAULTS.find((fault) => fault.name === name) as Fault, contract)

    expect(operations).toEqual(expect.arrayContaining([one, other]))
    expect(operations).not.toContain(none)
  })

  it('asks at least one operation, whatever the fault', () => {
    expect(FAULTS.filter((fault) => concerned(fault, contract).length === 0)).toEqual([])
  })
})
