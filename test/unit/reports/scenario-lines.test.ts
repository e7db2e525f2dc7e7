import { expect, it } from 'vitest'
import { plain } from '../../../reports/paint.ts'
import { scenarioCounts, scenarioLines } from '../../../reports/scenario-lines.ts'
import { scenarioResultOf } from '../../../reports/scenario-result.ts'
import { finishedScenario } from './sample-run.ts'

const { scenario } = finishedScenario()
const named = (id: string, changes: Parameters<typeof finishedScenario>[0] = {}): ReturnType<typeof scenarioResultOf> =>
  scenarioResultOf(
    finishedScenario({ verdict: 'pass', ...changes, scenario: { ...scenario, id, title: `Title of ${id}` } }),
  )

it('lists every scenario with its verdict, and the reason of what did not simply pass', () => {
  const lines = scenarioLines(
    [
      named('CP-01'),
      named('CP-02'),
      named('CP-12', { verdict: 'skipped', reason: 'the feature surcharge is not declared' }),
      { ...named('EV-02', { verdict: 'fail' }), suite: 'events' },
    ],
    plain,
    80,
  )

  expect(lines).toEqual([
    '  sale: passed CP-01, CP-02',
    '    skipped      CP-12 Title of CP-12: the feature surcharge is not declared',
    '  events: none passed',
    '    fail         EV-02 Title of EV-02',
  ])
})

it('counts scenarios by verdict', () => {
  expect(scenarioCounts({ pass: 12, inconclusive: 0, fail: 1, skipped: 3 })).toBe('16 (12 passed, 1 failed, 3 skipped)')
})

it('shows no control characters of a scenario', () => {
  const lines = scenarioLines([named('CP-\u001B[31m1')], plain, 80)

  expect(lines.join('')).not.toContain('\u001B')
})

it('tells those that were skipped for one reason on one line', () => {
  const skipped = { verdict: 'skipped', reason: 'judged by observe' } as const

  const lines = scenarioLines([named('EV-02', skipped), named('EV-03', skipped)], plain, 80)

  expect(lines).toEqual(['  sale: none passed', '    skipped      EV-02, EV-03: judged by observe'])
})
