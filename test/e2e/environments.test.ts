import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
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

/** A token endpoint that knows one key, and sends on whoever asks it to. */
async function openIdentity(knownKey: string): Promise<Loopback> {
  return kept(
    await serve((request, response) => {
      const isKnown = request.headers['x-api-key'] === knownKey
      const to = new URL(request.url ?? '', 'http://127.0.0.1').searchParams.get('to')
      if (to !== null) response.writeHead(307, { location: to }).end()
      else
        response
          .writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
          .end(isKnown ? '{"access_token":"token-of-the-test","expires_in":60,"token_type":"Bearer"}' : '{}')
    }),
  )
}

interface SetUp {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Of the environment that the config file calls `uat`. */
  readonly uat?: { readonly baseUrl?: string; readonly identityUrl?: string }
  readonly fault?: Fault
}

/** The command in a folder whose config file calls the shop `uat`. */
async function runOnUat({
  args = [],
  env = {},
  fault,
  uat = {},
}: SetUp): Promise<
  CliResult & { readonly folder: string; readonly asked: number; readonly authorizations: readonly unknown[] }
> {
  const shop = kept(await startShop(fault))
  const cwd = temporaryFolder()
  const environments = { uat: { baseUrl: shop.baseUrl, rate: 500, ...uat } }
  writeFileSync(
    join(cwd, 'conformance.config.mjs'),
    `export default ${JSON.stringify({ environments, productionHosts: ['localhost'] })}\n`,
  )
  const folder = join(cwd, 'run')
  const command = ['run', '--spec', SHOP_DOCUMENT, '--phase', 'examples', '--report', 'terminal,json']
  const outcome = await runCli([...command, '--seed', '7', '--out', folder, ...args], {
    cwd,
    env: { CONFORMANCE_TARGET: 'uat', ...env },
  })
  const authorizations = [...new Set(shop.requests.map(({ headers }) => headers.authorization))]
  return { ...outcome, folder, asked: shop.requests.length, authorizations }
}

const BEARER = { CONFORMANCE_BEARER: 'token-of-the-test' }
const KEY = { PAYROC_API_KEY: 'right-0123456789' }

/** An answer that sends on to a URL. */
const redirecting =
  (url: string): Fault =>
  (answer) => ({ ...answer, status: 307, headers: { location: `${url}/orders` }, body: undefined })

/** An answer that links to a URL. */
const linking =
  (url: string): Fault =>
  (answer) => ({
    ...answer,
    body: { ...(answer.body as object), links: [{ rel: 'self', method: 'GET', href: `${url}/orders/1` }] },
  })

const expired: Fault = (answer, { headers }) =>
  headers.authorization === 'Bearer expired-token' ? { ...answer, status: 401, body: undefined } : answer

const REFUSED = 'localhost is a production host, and nothing is ever sent to one'

interface Expected {
  readonly code: number
  readonly says: string
  /** What the requests to the target carried: none of them, one without, the token. */
  readonly carried: readonly unknown[]
}

const refused = (says: string = REFUSED): Expected => ({ code: 2, says, carried: [] })
const reported: Expected = { code: 1, says: 'no-link-to-production', carried: [undefined, 'Bearer token-of-the-test'] }

/** Stands for production in each of them; the address of a token endpoint that knows one key beside it. */
const SET_UPS: readonly (readonly [string, (trap: string, identity: string) => SetUp, Expected])[] = [
  [
    'without credentials',
    (_trap, identity) => ({ uat: { identityUrl: identity } }),
    refused('no API key: PAYROC_API_KEY is not set'),
  ],
  [
    'with a wrong key',
    (_trap, identity) => ({ uat: { identityUrl: identity }, env: { PAYROC_API_KEY: 'wrong-0123456789' } }),
    // The first request only looks whether the server is there.
    { code: 3, says: 'refused the API key (401)\nIs the key one of this environment', carried: [undefined] },
  ],
  [
    'with a token that has expired',
    () => ({ fault: expired, env: { CONFORMANCE_BEARER: 'expired-token' } }),
    {
      code: 3,
      says: 'nothing could be judged: the target refused the credentials (401)',
      carried: [undefined, 'Bearer expired-token'],
    },
  ],
  [
    'with a token endpoint that sends on to production',
    (trap, identity) => ({ uat: { identityUrl: `${identity}?to=${trap}` }, env: KEY }),
    { code: 3, says: 'answered 307 instead of a token', carried: [undefined] },
  ],
  ['with production in --target', (trap) => ({ args: ['--target', trap] }), refused()],
  ['with production in --identity-url', (trap) => ({ args: ['--identity-url', trap] }), refused()],
  ['with production in CONFORMANCE_TARGET', (trap) => ({ env: { CONFORMANCE_TARGET: trap } }), refused()],
  ['with production as baseUrl of the config file', (trap) => ({ uat: { baseUrl: trap } }), refused()],
  ['with production as identityUrl of the config file', (trap) => ({ uat: { identityUrl: trap } }), refused()],
  [
    "with Payroc's own production",
    () => ({ args: ['--target', 'https://api.payroc.com/v1'], env: BEARER }),
    refused('--target: api.payroc.com is a production host'),
  ],
  ['that redirects to production', (trap) => ({ fault: redirecting(trap), env: BEARER }), reported],
  ['that links to production', (trap) => ({ fault: linking(trap), env: BEARER }), reported],
  [
    'whose links are followed, to production',
    (trap) => ({ fault: linking(trap), env: BEARER, args: ['--phase', 'stateful', '--operation', '*Order*'] }),
    reported,
  ],
]

it.each(SET_UPS)(
  'An environment %s: exit code, message, and nothing reaches production',
  async (_what, given, expected) => {
    const [trap, identity] = [await openTrap(), await openIdentity('right-0123456789')]

    const outcome = await runOnUat(given(trap.url, `${identity.base}/authorize`))

    const findings = outcome.code === 1 ? readResults(outcome.folder, outcome).findings.map(({ code }) => code) : []
    expect(outcome.stdout + outcome.stderr + findings.join(' ')).toContain(expected.says)
    expect(outcome.code).toBe(expected.code)
    expect(outcome.authorizations).toEqual(expected.carried)
    expect(trap.connections()).toBe(0)
    for (const secret of ['wrong-0123456789', 'right-0123456789', 'expired-token', 'token-of-the-test'])
      expect(outcome.stdout + outcome.stderr).not.toContain(secret)
  },
)

it('Credentials that are accepted are exchanged for a token that every request carries', async () => {
  const identity = await openIdentity('right-0123456789')

  const outcome = await runOnUat({ uat: { identityUrl: `${identity.base}/authorize` }, env: KEY })

  expect(outcome.code).toBe(0)
  expect(readResults(outcome.folder, outcome).target.name).toBe('uat')
  expect(outcome.authorizations).toEqual([undefined, 'Bearer token-of-the-test'])
  expect(identity.connections()).toBe(1)
})
