import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest'
import { execFileSync } from 'node:child_process'
import { type SandboxClient, openSandbox } from '../support/sandbox.ts'
import { SHOP_DOCUMENT } from '../servers/shop-server.ts'
import { type CliResult, runCli, temporaryFolder } from '../support/run-cli.ts'
import { serve } from '../unit/transport/loopback.ts'

/** A key that opens neither terminals nor devices. */
const NARROW_KEY = 'narrow-key-of-the-test-0123'

let client: SandboxClient
let opened: { close(): unknown }[] = []

beforeAll(async () => {
  const apiKeys = [{ key: 'key-of-the-test-0123456789' }, { key: NARROW_KEY, scopes: ['reporting'] }]
  client = await openSandbox({ deviceDelay: 60_000, apiKeys })
})

afterAll(() => client.close())

afterEach(async () => {
  await Promise.all(opened.map((server) => server.close()))
  opened = []
})

interface SetUp {
  readonly args?: readonly string[]
  readonly env?: Record<string, string>
  readonly uat?: object
  readonly config?: string
}

/** `doctor` where the config file calls the sandbox `uat`, but for what is broken. */
function doctor({ args = [], env, uat, config }: SetUp = {}): Promise<CliResult> {
  const { baseUrl, identityUrl, apiKey } = client.sandbox
  const cwd = temporaryFolder()
  const environments = { uat: { baseUrl, identityUrl, ...uat } }
  writeFileSync(join(cwd, 'conformance.config.mjs'), config ?? `export default ${JSON.stringify({ environments })}\n`)
  return runCli(['doctor', '--target', 'uat', ...args], { cwd, env: env ?? { PAYROC_API_KEY: apiKey } })
}

/** Checks that failed or were noted. */
function named({ stdout }: CliResult): readonly string[] {
  return stdout.split('\n').flatMap((line) => /^(?:FAIL|note) +(\S+(?: \S+)*?)  /.exec(line)?.[1] ?? [])
}

describe('doctor', () => {
  it('finds nothing wrong with a set-up that is ready', async () => {
    const result = await doctor()

    expect(named(result)).toEqual([])
    expect(result.stdout).toContain('1234001 exists')
    expect(result.stdout).toContain('1850010868 took an instruction, and it was canceled')
    expect(result.stdout).toMatch(/^ok {4}token {10}scopes: \S/m)
    expect(result.stdout + result.stderr).not.toContain(client.sandbox.apiKey)
    expect(result.code).toBe(0)
  })

  it.each<[string, SetUp, readonly string[], number]>([
    ['a config file with an unknown key', { config: 'export default { tarjet: "uat" }\n' }, ['settings'], 2],
    ['an environment that nobody knows', { args: ['--target', 'uta'] }, ['target'], 2],
    ['a production host', { args: ['--target', 'https://api.payroc.com/v1'] }, ['target'], 2],
    ['no API key', { env: {} }, ['credentials'], 2],
    ['a token that has expired', { env: { CONFORMANCE_BEARER: 'expired-token-0123' } }, ['terminal', 'device'], 3],
    ['a key without the scopes', { env: { PAYROC_API_KEY: NARROW_KEY } }, ['terminal', 'device'], 3],
    ['a wrong API key', { env: { PAYROC_API_KEY: 'wrong-0123456789' } }, ['token'], 3],
    ['an identity host that is down', { uat: { identityUrl: 'http://127.0.0.1:1/authorize' } }, ['identity host'], 3],
    ['an API host that is down', { uat: { baseUrl: 'http://127.0.0.1:1/v1' } }, ['API host'], 3],
    ['a document that is not there', { args: ['--spec', 'none.yaml'] }, ['contract'], 2],
    ['another document than the packaged one', { args: ['--spec', SHOP_DOCUMENT] }, ['contract'], 0],
  ])('names %s', async (_what, setUp, checks, code) => {
    const result = await doctor(setUp)

    expect(named(result)).toEqual(checks)
    expect(result.code).toBe(code)
  })

  it('names a terminal and a device that do not exist', async () => {
    const PAYROC_API_KEY = client.sandbox.apiKey

    const terminal = await doctor({ env: { PAYROC_API_KEY, PAYROC_TERMINAL_ID: '9' }, args: ['--device', 'none'] })
    const device = await doctor({ env: { PAYROC_API_KEY, PAYROC_DEVICE_SERIAL: 'nobodys' } })

    expect(named(terminal)).toEqual(['terminal'])
    expect(terminal.stdout).toContain('Set PAYROC_TERMINAL_ID to one of this environment.')
    expect(named(device)).toEqual(['device'])
    expect([terminal.code, device.code]).toEqual([2, 2])
  })

  it('names a clock that is wrong', async () => {
    const server = await serve((_request, response) => {
      response.setHeader('date', 'Mon, 01 Jan 2024 00:00:00 GMT')
      response.end('{}')
    })
    opened.push(server)

    const result = await doctor({ args: ['--target', server.base, '--spec', SHOP_DOCUMENT], env: {} })

    expect(named(result)).toEqual(['contract', 'clock'])
    expect(result.stdout).toMatch(/this machine's clock is \d+ s ahead of the server's/)
    expect(result.code).toBe(2)
  })

  it('names a certificate that is not trusted, until it is', async () => {
    const folder = temporaryFolder()
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const request = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test'.split(' ')
    const files = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert]
    execFileSync('openssl', ['req', ...request, ...files], { stdio: 'ignore' })
    const server: Server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
      response.end('{}'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    opened.push({ close: () => server.closeAllConnections() }, server)
    const target = `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`

    const before = await doctor({ args: ['--target', target], env: {} })
    const after = await doctor({ args: ['--target', target, '--device', 'none'], env: { NODE_EXTRA_CA_CERTS: cert } })

    expect(named(before)).toEqual(['TLS'])
    expect(before.stdout).toContain('set NODE_EXTRA_CA_CERTS')
    expect(before.code).toBe(3)
    expect(after.stdout).toMatch(/^ok {4}TLS {12}trusted: 127\.0\.0\.1:/m)
  })
})
