import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../core/harness-error.ts'
import { type ConfiguredEnvironments, placeOf, withConfigured } from '../../../run/environments.ts'
import { PAYROC_ENVIRONMENTS } from '../../../suites/payroc-environments.ts'

function placed(target: string, identityUrl?: string, configured: ConfiguredEnvironments = {}) {
  return placeOf({ target, identityUrl }, withConfigured(PAYROC_ENVIRONMENTS, configured))
}

function refusal(...args: Parameters<typeof placed>): string {
  try {
    placed(...args)
  } catch (error) {
    if (error instanceof HarnessError) return [error.code, error.message, error.hint ?? ''].join(' | ')
    throw error
  }
  throw new Error('it was not refused')
}

const HINT =
  ' is a production host, and nothing is ever sent to one | Generated requests move money and change records there. Use a test system: --target uat.'

describe('a target', () => {
  it('uat is that of the documentation', () => {
    expect(placed('uat')).toEqual({
      kind: 'remote',
      name: 'uat',
      isNamed: true,
      baseUrl: 'https://api.uat.payroc.com/v1',
      identityUrl: 'https://identity.uat.payroc.com/authorize',
      holdMs: 60_000,
      rate: 5,
    })
  })

  it('is an environment of the config file, which may replace a known one', () => {
    const environments = { uat: { baseUrl: 'https://127.0.0.1:1/v1/' }, staging: { baseUrl: 'http://s.test', rate: 2 } }

    expect(placed('uat', undefined, { environments })).toEqual({
      kind: 'remote',
      name: 'uat',
      isNamed: true,
      baseUrl: 'https://127.0.0.1:1/v1',
      rate: 5,
    })
    expect(placed('staging', undefined, { environments })).toMatchObject({ name: 'staging', rate: 2 })
  })

  it('is a URL, spared unless it is on this machine', () => {
    expect(placed('http://127.0.0.1:4010/v1/')).toEqual({
      kind: 'remote',
      name: 'http://127.0.0.1:4010/v1',
      isNamed: false,
      baseUrl: 'http://127.0.0.1:4010/v1',
    })
    expect(placed('https://api.shop.test')).toMatchObject({ rate: 5 })
  })

  it('that nobody knows is refused with the nearest', () => {
    expect(refusal('uta')).toBe('usage | --target: there is no environment "uta" | Did you mean "uat"?')
  })
})

describe('production', () => {
  it.each([
    'https://api.payroc.com/v1',
    'http://API.PAYROC.COM:8080/v1',
    'https://api.payroc.com./v1',
    'https://payroc.com',
    'https://api.uat.payroc.com@api.payroc.com/v1',
  ])('is refused as a target: %s', (target) => {
    expect(refusal(target)).toBe(`usage | --target: ${new URL(target).hostname}${HINT}`)
  })

  it('is refused as a token endpoint, with any target', () => {
    const said = `usage | --identity-url: identity.payroc.com${HINT}`

    expect(refusal('sandbox', 'https://identity.payroc.com/authorize')).toBe(said)
    expect(refusal('uat', 'https://identity.payroc.com/authorize')).toBe(said)
  })

  it('is refused in the config file', () => {
    const uat = { baseUrl: 'https://api.uat.payroc.com/v1', identityUrl: 'https://identity.payroc.com/authorize' }

    expect(refusal('uat', undefined, { environments: { uat } })).toBe(
      `configuration | environments.uat.identityUrl: identity.payroc.com${HINT}`,
    )
    expect(refusal('uat', undefined, { environments: { uat: { baseUrl: 'https://api.payroc.com/v1' } } })).toBe(
      `configuration | environments.uat.baseUrl: api.payroc.com${HINT}`,
    )
  })

  it('may be more hosts than those that are known', () => {
    expect(refusal('http://localhost:1/v1', undefined, { productionHosts: ['localhost'] })).toBe(
      `usage | --target: localhost${HINT}`,
    )
  })

  it('is not what only looks like it', () => {
    expect(placed('https://api.payroc.com.example.org/v1')).toMatchObject({ kind: 'remote' })
    expect(placed('https://cloud.uat.payroc.com')).toMatchObject({ kind: 'remote' })
  })
})
