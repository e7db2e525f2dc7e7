import { describe, expect, it } from 'vitest'
import { playOnOwnDevice, promisesBroken } from '../../support/play-on-sandbox.ts'

const CAUGHT = [
  'CP-03',
  'cancel-conflicts/refund-in-progress',
  'cancel-conflicts/signature-in-progress',
  'cancel-conflicts/twice',
  'long-poll/hold',
  'long-poll/final-at-once',
  'long-poll/in-turn',
]

describe('a device that nobody operates', () => {
  it('is caught at work, and nothing is wrong with it', async () => {
    const events = await playOnOwnDevice(CAUGHT)

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass').map(({ scenario }) => scenario.id)).toEqual([])
    expect(events).toHaveLength(CAUGHT.length)
  })

  it('may be faster than any cancel', async () => {
    const events = await playOnOwnDevice(['CP-03', 'cancel-conflicts/twice'], [], 0)

    expect(promisesBroken(events)).toEqual([])
    expect(events.map(({ verdict }) => verdict)).not.toContain('fail')
  })

  it('is not waited for where only a person could make it wait', async () => {
    const [event] = await playOnOwnDevice(['long-poll/prompt'])

    expect(event).toMatchObject({ verdict: 'skipped', reason: expect.stringContaining('nobody is there') })
  })

  it('shows that a cancel is refused while it still works', async () => {
    const events = await playOnOwnDevice(['CP-03'], ['cancel-refused'], 1_500)

    expect(promisesBroken(events)).toEqual(['cancel-in-progress-succeeds deletePaymentInstruction'])
  })

  it.each([
    ['poll-returns-at-once', 'long-poll/hold', ['poll-holds-until-change getPaymentInstruction']],
    ['cancel-has-no-effect', 'CP-03', ['cancel-in-progress-succeeds deletePaymentInstruction']],
    ['completes-after-cancel', 'CP-03', ['final-status-is-final getPaymentInstruction']],
    ['status-goes-backwards', 'long-poll/final-at-once', ['final-status-is-final getPaymentInstruction']],
  ])('shows %s in %s', async (fault, scenario, broken) => {
    expect(promisesBroken(await playOnOwnDevice([scenario], [fault]))).toEqual(broken)
  })
})
