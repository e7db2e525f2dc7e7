import { describe, expect, it } from 'vitest'
import type { DeviceBehaviour } from '../../../../run/scenario/device-control.ts'
import { type DeviceHand, deviceOf } from '../../../../run/scenario/device.ts'
import type { Target } from '../../../../run/target.ts'
import { targetAt } from '../run-parts.ts'

/** What each hand was asked for when the device was told to do something, or why nobody did it. */
async function told(
  behaviour: DeviceBehaviour,
  hand: DeviceHand,
  traits: Partial<Pick<Target, 'device'>> & { readonly simulates?: boolean; readonly steerable?: boolean } = {},
): Promise<string> {
  const { summary } = targetAt('http://127.0.0.1:1')
  const said: string[] = []
  const device = deviceOf(
    {
      summary: { ...summary, steerable: traits.steerable === true },
      ...(traits.device !== undefined && { device: traits.device }),
      ...(traits.simulates === true && { operate: async (_, what) => void said.push(`simulator ${what}`) }),
    },
    'D1',
    hand,
  )
  try {
    await device.will(behaviour)
    await device.release()
  } catch (error) {
    return (error as Error).message
  }
  return said.join(', ')
}

const person: DeviceHand['ask'] = async (_, behaviour) =>
  behaviour === 'wait' ? { kind: 'done' } : { kind: 'not done', reason: 'skipped by the operator' }

describe('a device', () => {
  it.each<[string, Parameters<typeof told>, string]>([
    ['its simulator', ['fail', { mode: undefined }, { simulates: true }], 'simulator fail, simulator complete'],
    ['itself, as far as it does so', ['complete', { mode: 'simulator' }], ''],
    ['nobody', ['wait', { mode: 'simulator' }], 'nobody is there to make the device D1 wait'],
    [
      'nobody, as the user says',
      ['complete', { mode: 'none' }, { simulates: true }],
      'nobody is there to make the device D1 complete an instruction (--device none)',
    ],
    ['a person who is there', ['wait', { mode: 'operator', ask: person }, { simulates: true }], ''],
    [
      'a person who does not want to',
      ['fail', { mode: undefined, ask: person }, { device: 'operator' }],
      'skipped by the operator (device D1)',
    ],
    [
      'a person who is not there',
      ['complete', { mode: undefined }, { device: 'operator' }],
      'nobody is there to make the device D1 complete an instruction: no operator in CI, --device operator asks on a terminal',
    ],
    ['what a mock is told to answer', ['decline', { mode: 'none' }, { steerable: true }], ''],
  ])('is operated by %s', async (_who, given, outcome) => {
    expect(await told(...given)).toBe(outcome)
  })
})
