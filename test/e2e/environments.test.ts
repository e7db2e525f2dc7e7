import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Fault, SHOP_DOCUMENT, startShop } from '../servers/shop-server.ts'
import { type CliResult, readResults, runCli, temporaryFolder } from '../support/run-cli.ts'
import { type Loopback, serve } from '../unit/transport/loopback.ts'

let opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(opened.map((server) => server.close()))
  opened = []
})

function kept<T extends { close(): Promise<void> }>(server: T): T {
  opened.push(server)
  return server
}

/** Stands for production: `localhost`, while the test system is at 127.0.0.1. Whoever connects has failed. */
async function openTrap(): Promise<Loopback & { readonly url: string }> {
  const trap = kept(await serve((_request, response) => void response.end('{}')))
  return { ...trap, url: `http://localhost:${trap.port}/v1` }
}

/** A token endpoint that knows one key. */
async function openIdentity(knownKey: string): Promise<Loopback> {
  return kept(
    await serve((request, response) => {
      const isKnown = request.headers['x-api-key'] === knownKey
      response
        .writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
        .end(isKnown ? '{"access_token":"token-of-the-test","expires_in":60,"token_type":"Bearer"}' : '{}')
    }),
  )
}

/** The command in a folder whose config file calls the shop `uat`. */
async function runOnUat({
  args = [],
  env = {},
  fault,
  identityUrl,
}: {
  args?: readonly string[]
  env?: Record<string, string>
  fault?: Fault
  identityUrl?: string
} = {}): Promise<
  CliResult & { readonly folder: string; readonly asked: number; readonly authorizations: Set<unknown> }
> {
  const shop = kept(await startShop(fault))
  const cwd = temporaryFolder()
  const uat = { baseUrl: shop.baseUrl, rate: 500, ...(identityUrl !== undefined && { identityUrl }) }
  writeFileSync(
    join(cwd, 'conformance.config.mjs'),
    `export default ${JSON.stringify({ environments: { uat }, productionHosts: ['localhost'] })}\n`,
  )
  const folder = join(cwd, 'run')
  const command = ['run', '--spec', SHOP_DOCUMENT, '--phase', 'examples', '--report', 'terminal,json']
  const outcome = await runCli([...command, '--seed', '7', '--out', folder, ...args], {
    cwd,
    env: { CONFORMANCE_TARGET: 'uat', ...env },
  })
  const authorizations = new Set(shop.requests.map(({ headers }) => headers.authorization))
  return { ...outcome, folder, asked: shop.requests.length, authorizations }
}

describe('production', () => {
  it.each<[string, (url: string) => { args?: readonly string[]; env?: Record<string, string>; identityUrl?: string }]>([
    ['--target', (url) => ({ args: ['--target', url] })],
    ['--identity-url', (url) => ({ args: ['--identity-url', url] })],
    ['CONFORMANCE_TARGET', (url) => ({ env: { CONFORMANCE_TARGET: url } })],
    ['the config file', (url) => ({ identityUrl: url })],
  ])('is refused in %s before anything is sent', async (_where, given) => {
    const trap = await openTrap()

    const { code, stderr, asked } = await runOnUat(given(trap.url))

    expect(stderr).toContain('localhost is a production host, and nothing is ever sent to one')
    expect(code).toBe(2)
    expect(asked).toBe(0)
    expect(trap.connections()).toBe(0)
  })

  it.each<[string, (url: string) => Fault]>([
    [
      'redirect',
      (url) => (answer) => ({ ...answer, status: 307, headers: { location: `${url}/orders` }, body: undefined }),
    ],
    [
      'link',
      (url) => (answer) => ({
        ...answer,
        body: { ...(answer.body as object), links: [{ rel: 'self', method: 'GET', href: `${url}/orders/1` }] },
      }),
    ],
  ])('is reported and not followed where a %s leads there', async (_what, fault) => {
    const trap = await openTrap()

    const outcome = await runOnUat({ fault: fault(trap.url), env: { CONFORMANCE_BEARER: 'token-of-the-test' } })

    const { findings } = readResults(outcome.folder, outcome)
    expect(findings.map(({ code }) => code)).toContain('no-link-to-production')
    expect(outcome.code).toBe(1)
    expect(trap.connections()).toBe(0)
  })
})

describe('credentials of an environment', () => {
  it('that are missing end the command with 2 before anything is sent', async () => {
    const identity = await openIdentity('right')

    const { code, stderr, asked } = await runOnUat({ identityUrl: `${identity.base}/authorize` })

    expect(stderr).toBe(
      `error (configuration): no API key: PAYROC_API_KEY is not set, and ${identity.base}/authorize gives no token without one\n` +
        'Set PAYROC_API_KEY in the environment or in .env, or CONFORMANCE_BEARER to a token that you have; --identity-url none sends no real one.\n',
    )
    expect(code).toBe(2)
    expect([asked, identity.connections()]).toEqual([0, 0])
  })

  it('that are refused end the command with 3, without a request to an operation', async () => {
    const identity = await openIdentity('right')

    const { code, stdout, stderr, authorizations } = await runOnUat({
      identityUrl: `${identity.base}/authorize`,
      env: { PAYROC_API_KEY: 'wrong-0123456789' },
    })

    expect(stdout + stderr).toBe(
      `error (target): ${identity.base}/authorize refused the API key (401)\n` +
        'Is the key one of this environment, complete, and not revoked?\n',
    )
    expect(code).toBe(3)
    expect([...authorizations]).toEqual([undefined])
  })

  it('that are accepted are exchanged for a token that every request carries', async () => {
    const identity = await openIdentity('right-0123456789')

    const outcome = await runOnUat({
      identityUrl: `${identity.base}/authorize`,
      env: { PAYROC_API_KEY: 'right-0123456789' },
    })

    expect(outcome.code).toBe(0)
    expect(readResults(outcome.folder, outcome).target.name).toBe('uat')
    // The first request only looks whether the server is there.
    expect([...outcome.authorizations]).toEqual([undefined, 'Bearer token-of-the-test'])
    expect(identity.connections()).toBe(1)
  })

  it('that have expired end the run with 3 and say so', async () => {
    const expired: Fault = (answer, { headers }) =>
      headers.authorization === 'Bearer expired-token' ? { ...answer, status: 401, body: undefined } : answer

    const outcome = await runOnUat({ fault: expired, env: { CONFORMANCE_BEARER: 'expired-token' } })

    expect(outcome.stdout).toContain('nothing could be judged: the target refused the credentials (401)')
    expect(outcome.code).toBe(3)
  })
})
