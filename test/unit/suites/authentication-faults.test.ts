import { describe, expect, it } from 'vitest'
import { playOnPrism, playOnSandbox, promisesBroken } from '../../support/play-on-sandbox.ts'

const FOUND: readonly (readonly [fault: string, broken: readonly string[]])[] = [
  ['any-api-key-accepted', ['invalid-token-is-rejected authorize']],
  ['scope-unchecked', ['invalid-token-is-rejected getbatches']],
  ['expired-token-accepted', ['invalid-token-is-rejected listPayments']],
  ['any-token-accepted', ['invalid-token-is-rejected getbatches', 'invalid-token-is-rejected listPayments']],
  ['refused-token-crashes', ['no-server-error listPayments']],
]

describe('a sandbox with a fault of who is let in', () => {
  it.each(FOUND)('%s is found, and nothing else', async (fault, broken) => {
    const events = await playOnSandbox(['authentication'], [fault])

    expect(promisesBroken(events)).toEqual(broken)
  })
})

describe('authentication', () => {
  it.each([7, 8])('passes on a sandbox without faults, with seed %i, and shows no key and no token', async (seed) => {
    const events = await playOnSandbox(['authentication'], [], seed)

    expect(promisesBroken(events)).toEqual([])
    expect(events.map(({ scenario, verdict }) => `${scenario.id} ${verdict}`)).toEqual([
      'AUTH-01 pass',
      'AUTH-04 pass',
      'AUTH-05 pass',
      'authentication/expired-token pass',
    ])
    const text = JSON.stringify(events)
    expect(text).toContain('access_token')
    expect(text).not.toMatch(/sandbox-(?:limited-)?api-key|[\da-f]{64}/)
  })

  it('tells of a token whose life is not the documented one, as a warning', async () => {
    const [event] = await playOnSandbox(['AUTH-01'], [], 7, { tokenLife: 600 })

    expect(event?.findings.map(({ severity, expected }) => [severity, expected])).toEqual([['warning', '3600']])
  })

  it('leaves what needs a key without a scope where there is none', async () => {
    const [event] = await playOnSandbox(['AUTH-05'], [], 7, { apiKeys: [{ key: 'only-one' }] })

    expect([event?.verdict, event?.reason]).toEqual([
      'skipped',
      'there is no key that lacks a scope: PAYROC_LIMITED_API_KEY names one',
    ])
  })

  it('is walked on a mock, as far as that has to do with it', async () => {
    const events = await playOnPrism(['authentication'])

    expect(promisesBroken(events)).toEqual([])
    expect(events.map(({ verdict }) => verdict)).toEqual(['skipped', 'skipped', 'pass', 'pass'])
  })
})
