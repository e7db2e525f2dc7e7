import { describe, expect, it } from 'vitest'
import { type OwnDevice, playOnOwnDevice, promisesBroken } from '../../support/play-on-sandbox.ts'

const SLOW = [
  'CP-03',
  'cancel-conflicts/refund-in-progress',
  'cancel-conflicts/signature-in-progress',
  'cancel-conflicts/twice',
  'long-poll/hold',
  'long-poll/refund-hold',
  'long-poll/signature-hold',
]
const QUICK = ['long-poll/final-at-once', 'long-poll/in-turn']

/** Never done within a test. */
const NEVER = 600_000

describe('a device that nobody operates', () => {
  it.each<[string, readonly string[], number]>([
    ['is caught while it works', SLOW, NEVER],
    ['is waited for', QUICK, 50],
  ])('%s, and nothing is wrong with it', async (_, scenarios, deviceDelay) => {
    const events = await playOnOwnDevice(scenarios, { deviceDelay })

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass').map(({ scenario }) => scenario.id)).toEqual([])
    expect(events).toHaveLength(scenarios.length)
  })

  it('may be faster than any cancel', async () => {
    const events = await playOnOwnDevice(['CP-03', 'cancel-conflicts/twice'], { deviceDelay: 0 })

    expect(promisesBroken(events)).toEqual([])
    expect(events.map(({ verdict }) => verdict)).not.toContain('fail')
  })

  it('is not waited for where only a person could make it wait', async () => {
    const [event] = await playOnOwnDevice(['long-poll/prompt'], { deviceDelay: 50 })

    expect(event).toMatchObject({ verdict: 'skipped', reason: expect.stringContaining('nobody is there') })
  })

  it.each<[string, string, string, Omit<OwnDevice, 'faults'>]>([
    ['poll-returns-at-once', 'long-poll/hold', 'poll-holds-until-change getPaymentInstruction', { deviceDelay: NEVER }],
    ['cancel-has-no-effect', 'CP-03', 'cancel-in-progress-succeeds deletePaymentInstruction', { deviceDelay: NEVER }],
    // The cancel is refused before, and the poll held until the device is done.
    [
      'cancel-refused',
      'CP-03',
      'cancel-in-progress-succeeds deletePaymentInstruction',
      { deviceDelay: 4_000, hold: 10_000 },
    ],
    ['completes-after-cancel', 'CP-03', 'final-status-is-final getPaymentInstruction', { deviceDelay: 2_000 }],
    [
      'status-goes-backwards',
      'long-poll/final-at-once',
      'final-status-is-final getPaymentInstruction',
      { deviceDelay: 50 },
    ],
  ])('shows %s in %s', async (fault, scenario, broken, device) => {
    expect(promisesBroken(await playOnOwnDevice([scenario], { ...device, faults: [fault] }))).toEqual([broken])
  })
})
