import { describe, expect, it } from 'vitest'
import type { BaselineEntry } from '../../../core/baseline-entry.ts'
import type { RunEvent } from '../../../core/event.ts'
import { markOf, updateBaseline, vanishedEntries } from '../../../reports/baseline-comparison.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { finding, finished, finishedCase, finishedScenario, operationEvents, started } from './sample-run.ts'

const entry: BaselineEntry = {
  fingerprint: '0123456789abcdef',
  operation: 'listPets',
  check: 'no-server-error',
  phase: 'random',
  reason: 'fixed in release 9',
  owner: 'pets',
  expiry: '2026-06-30',
  since: '2026-01-01',
}
const newEntry = { reason: 'not reviewed yet', owner: 'nobody yet', expiry: '2026-08-01', today: '2026-05-01' }

const runOf = (...events: readonly RunEvent[]) =>
  foldEvents([started, ...events, { ...finished, verdict: 'pass', exitCode: 0 }])
const listPets = (verdict: 'pass' | 'inconclusive' = 'pass', phase: 'random' | 'examples' = 'random') =>
  operationEvents('listPets', { method: 'get', path: '/pets', verdict }, [
    finishedCase({ operationId: 'listPets', phase }),
  ])

describe('an entry of the baseline', () => {
  it.each([
    ['2026-06-29', 'known'],
    ['2026-06-30', 'known'],
    ['2026-07-01', 'expired'],
  ])('that holds until 2026-06-30 is on %s %s', (today, status) => {
    expect(markOf(entry, today).status).toBe(status)
  })

  it('without an end is always known', () => {
    const { expiry: _expiry, ...endless } = entry

    expect(markOf(endless, '2999-01-01')).toEqual({
      status: 'known',
      reason: 'fixed in release 9',
      owner: 'pets',
      since: '2026-01-01',
    })
  })

  it.each([
    ['its operation was judged in its phase', listPets(), true],
    ['its operation was judged in another phase only', listPets('pass', 'examples'), false],
    ['nothing could be concluded of its operation', listPets('inconclusive'), false],
    ['its operation was not run', [], false],
  ] as const)('has vanished or not when %s', async (_name, events, vanished) => {
    expect(vanishedEntries([entry], await runOf(...events))).toEqual(vanished ? [entry] : [])
  })

  it('of a scenario has vanished when the scenario was played', async () => {
    const ofScenario = { ...entry, scenario: 'CP-01' }

    expect(vanishedEntries([ofScenario], await runOf(finishedScenario()))).toEqual([ofScenario])
    expect(vanishedEntries([ofScenario], await runOf(...listPets()))).toEqual([])
    expect(vanishedEntries([ofScenario], await runOf(finishedScenario({ verdict: 'skipped' })))).toEqual([])
  })
})

describe('an update of the baseline', () => {
  it('adds what is new with its day, and leaves out what is only informative', async () => {
    const found = [finding(), finding({ fingerprint: '00000000000000aa', severity: 'info' })]

    const { entries, added } = updateBaseline([], await runOf(finishedCase({ findings: found })), newEntry)

    expect(entries).toEqual([
      {
        fingerprint: finding().fingerprint,
        operation: 'createPet',
        check: 'status-code-is-documented',
        phase: 'random',
        title: 'The status 418 is not documented.',
        reason: 'not reviewed yet',
        owner: 'nobody yet',
        expiry: '2026-08-01',
        since: '2026-05-01',
      },
    ])
    expect(added).toEqual(entries)
  })

  it('keeps every reviewed field of what still happens, also when its time has run out', async () => {
    const result = await runOf(
      finishedCase({ operationId: 'listPets', findings: [finding({ ...entry, operationId: 'listPets' })] }),
    )

    const update = updateBaseline([entry], result, { ...newEntry, today: '2026-07-01' })

    expect(update).toEqual({ entries: [entry], added: [], removed: [], expired: [entry] })
  })

  it('removes what no longer happens, but not on the word of a run that was cut short', async () => {
    const result = await runOf(...listPets())
    const cut = { ...result, run: { ...result.run, interrupted: true } }
    const bailed = { ...result, run: { ...result.run, reason: 'stopped after 1 findings (--bail)' } }

    expect([result, cut, bailed].map((one) => updateBaseline([entry], one, newEntry).removed)).toEqual([
      [entry],
      [],
      [],
    ])
  })
})
