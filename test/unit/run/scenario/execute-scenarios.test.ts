import { expect, it } from 'vitest'
import type { RunEvent, ScenarioFinished } from '../../../../core/event.ts'
import { executeScenarios } from '../../../../run/scenario/execute-scenarios.ts'
import { scenario, type CatalogueEntry, type Scenario } from '../../../../run/scenario/scenario.ts'

const made = (id: string, more: Partial<Scenario> = {}): Scenario =>
  scenario({ id, title: id, suite: 'test', tier: 'required', ...more }, async () => undefined)

const passed = ({ id, title, suite, tier, requirements }: Scenario): ScenarioFinished => ({
  type: 'scenario-finished',
  scenario: { id, title, suite, tier, requirements },
  verdict: 'pass',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  steps: [],
  evidence: {},
  readings: [],
  findings: [],
  mockDefects: [],
})

async function run(
  catalogue: readonly CatalogueEntry[],
  options: { readonly features?: readonly string[]; readonly play?: (one: Scenario) => Promise<ScenarioFinished> } = {},
): Promise<readonly ScenarioFinished[]> {
  const events: RunEvent[] = []
  await executeScenarios(
    {
      workers: 4,
      features: options.features ?? [],
      now: () => 0,
      play: options.play ?? (async (one) => passed(one)),
      emit: (event) => void events.push(event),
      stopped: () => false,
    },
    catalogue,
  )
  return events as readonly ScenarioFinished[]
}

it('tells of scenarios in the order of the catalogue, whichever ends first', async () => {
  const gate = Promise.withResolvers<void>()

  const events = await run([made('slow'), made('quick')], {
    play: async (one) => {
      if (one.id === 'slow') await gate.promise
      else gate.resolve()
      return passed(one)
    },
  })

  expect(events.map(({ scenario: { id } }) => id)).toEqual(['slow', 'quick'])
})

it('never plays two scenarios of one lane at a time', async () => {
  let together = 0
  let most = 0

  await run(
    ['a', 'b', 'c'].map((id) => made(id, { lane: 'device' })),
    {
      play: async (one) => {
        most = Math.max(most, ++together)
        await Promise.resolve()
        await new Promise((resolve) => setImmediate(resolve))
        together--
        return passed(one)
      },
    },
  )

  expect(most).toBe(1)
})

it('plays what changes the world of the others by itself, after them', async () => {
  const log: string[] = []

  await run([made('clock', { alone: true }), made('a'), made('batch', { alone: true }), made('b')], {
    play: async (one) => {
      log.push(`${one.id} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      log.push(`${one.id} ends`)
      return passed(one)
    },
  })

  expect(log).toEqual([
    'a begins',
    'b begins',
    'a ends',
    'b ends',
    'clock begins',
    'clock ends',
    'batch begins',
    'batch ends',
  ])
})

it('lists what it does not run, with the reason', async () => {
  const { body: _, ...observed } = made('EV-02')

  const events = await run([
    made('CP-12', { tier: 'conditional', feature: 'surcharge' }),
    { ...observed, notRun: 'judged by observe' },
  ])

  expect(events.map(({ scenario: { id }, verdict, reason }) => [id, verdict, reason])).toEqual([
    ['CP-12', 'skipped', 'the feature surcharge is not declared (features in the configuration)'],
    ['EV-02', 'skipped', 'judged by observe'],
  ])
})

it('plays a conditional scenario whose feature is declared', async () => {
  const events = await run([made('CP-12', { tier: 'conditional', feature: 'surcharge' })], { features: ['surcharge'] })

  expect(events.map(({ verdict }) => verdict)).toEqual(['pass'])
})

it('plays one whose feature nobody declared where it may be tried, and says so', async () => {
  const events: RunEvent[] = []
  const tries: [string, boolean][] = []
  await executeScenarios(
    {
      workers: 1,
      features: ['tokens'],
      tried: ['ach'],
      now: () => 0,
      play: async (one, isTried) => {
        tries.push([one.id, isTried])
        return passed(one)
      },
      emit: (event) => events.push(event),
      stopped: () => false,
    },
    [made('A'), made('B', { feature: 'tokens' }), made('C', { feature: 'ach' }), made('D', { feature: 'tips' })],
  )

  expect(tries).toEqual([
    ['A', false],
    ['B', false],
    ['C', true],
  ])
  expect(events).toMatchObject([{}, {}, {}, { verdict: 'skipped' }])
})
