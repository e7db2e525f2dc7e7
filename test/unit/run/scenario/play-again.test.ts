import { describe, expect, it } from 'vitest'
import type { ScenarioFinished } from '../../../../core/event.ts'
import type { Exchange } from '../../../../core/exchange.ts'
import type { Verdict } from '../../../../core/verdict.ts'
import { withFlakiness } from '../../../../run/scenario/play-again.ts'
import { scenario } from '../../../../run/scenario/scenario.ts'
import { exchange, finding, finishedScenario, request } from '../../reports/sample-run.ts'

const story = scenario({ id: 'T-1', title: 'A test', suite: 'test', tier: 'required' }, async () => {})

function answered(status: number): Exchange {
  return exchange({ request: request(), outcome: { kind: 'response', status, headers: [] } })
}

/** A scenario of two steps with a call each. */
function played(verdict: Verdict, second: Exchange, changes: Partial<ScenarioFinished> = {}): ScenarioFinished {
  const step = (title: string, stepVerdict: Verdict, sent: Exchange): ScenarioFinished['steps'][number] => ({
    title,
    verdict: stepVerdict,
    startedAtMs: 0,
    durationMs: 1,
    calls: [{ operationId: 'createPet', exchanges: [sent], startedAtMs: 0, durationMs: 1 }],
  })
  const steps = [step('Make one', 'pass', answered(201)), step('Make it again', verdict, second)]
  return finishedScenario({ verdict, steps, findings: [], ...changes })
}

const broken = answered(418)
const found = finding({
  request: broken.request,
  reproduction: { ...finding().reproduction, caseId: 'T-1/2' },
})
const first = played('fail', broken, { findings: [found] })

async function afterPlaying(second: ScenarioFinished, known = new Set<string>()): Promise<ScenarioFinished> {
  return withFlakiness({ play: async () => second, known, mayPlay: () => true }, story, first)
}

describe('a scenario with findings, played once more', () => {
  it('says that what does not come again is flaky, with what was sent and came then', async () => {
    const kept = answered(409)

    const { findings, repeatRequests, verdict } = await afterPlaying(played('pass', kept))

    expect(findings.map(({ flaky }) => flaky)).toEqual([
      { attempts: 2, failures: 1, otherRequest: kept.request, otherResponse: kept.outcome },
    ])
    expect([repeatRequests, verdict]).toEqual([2, 'fail'])
  })

  it('says nothing of what comes again, or whose step was not taken to its end', async () => {
    const seconds = [
      played('fail', answered(418), { findings: [found] }),
      played('fail', answered(500)),
      played('inconclusive', answered(429)),
      finishedScenario({ verdict: 'fail', steps: [], findings: [] }),
    ]

    for (const second of seconds) expect((await afterPlaying(second)).findings).toEqual([found])
  })

  it('is not played for what was tried before, nor where it must not be', async () => {
    const known = new Set([found.fingerprint])
    const never = { play: () => Promise.reject(new Error('played')), mayPlay: () => false }

    expect(await withFlakiness({ ...never, known, mayPlay: () => true }, story, first)).toBe(first)
    expect(await withFlakiness({ ...never, known: new Set() }, story, first)).toBe(first)
  })
})
