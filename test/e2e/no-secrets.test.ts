import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SUPPORTED_REPORTS } from '../../config/run-options.ts'
import { runCli, temporaryFolder } from '../support/run-cli.ts'
import { filesIn, formsOf, leaksIn } from '../support/secret-forms.ts'

const DOCUMENT = fileURLToPath(new URL('../servers/secrets-api.yaml', import.meta.url))

/** Each is told to the harness in the way it comes to it in earnest; each is sent, and each is told back. */
const SECRETS = {
  'API key': 'key/MARKED+9f3e71ab==&x',
  'access token': 'tokenMARKED.4c81d2e7/6b0f+a9=',
  'card number': '4539578763621486',
  'account number': '990417736182',
  'tax id': '47-9318264',
  'webhook secret': 'whsec MARKED/51c7+d0e9 "quoted"',
  'card security code': '8317',
} as const

const received: string[] = []

/** Tells back whatever it is sent, in every part of an answer. */
function tell(request: IncomingMessage, response: ServerResponse, body: string): void {
  const { authorization = '', 'x-api-key': key = '', 'payroc-secret': secret = '' } = request.headers
  received.push([request.url, authorization, key, secret, body].join('\n'))
  if (request.url === '/authorize') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ access_token: SECRETS['access token'], expires_in: 3600 }))
    return
  }
  const values = Object.values(SECRETS)
  response.writeHead(request.method === 'POST' ? 201 : 200, {
    'content-type': 'application/json',
    location: `/v1/accounts/${SECRETS['account number']}?cardNumber=${SECRETS['card number']}`,
    'x-debug': encodeURIComponent(values.join(' ')),
    'set-cookie': `session=${SECRETS['access token']}; Path=/`,
  })
  response.end(
    JSON.stringify({
      id: SECRETS['card number'],
      echo: Object.fromEntries(
        Object.entries(SECRETS).map(([name, value]) => [
          name.replaceAll(/ (\w)/g, (_space, letter: string) => letter.toUpperCase()),
          value,
        ]),
      ),
      sent: body,
      balance: `${authorization} with ${String(key)} ${SECRETS['API key']} paid by ${SECRETS['card number']}, cvv: ${SECRETS['card security code']}`,
      note: `secret=${String(secret)} tax id ${SECRETS['tax id']}, account number ${SECRETS['account number']}`,
      encoded: Buffer.from(`Bearer ${SECRETS['access token']}`).toString('base64'),
    }),
  )
}

const server = createServer((request, response) => {
  let body = ''
  request
    .setEncoding('utf8')
    .on('data', (part: string) => (body += part))
    .on('end', () => tell(request, response, body))
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

it('no report, no file and no output of a run holds a secret, in any form', async () => {
  const cwd = temporaryFolder()
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const entry = (field: string, value: string): object => ({ field, values: [value] })
  const domain = [
    entry('cardNumber', SECRETS['card number']),
    entry('cvv', SECRETS['card security code']),
    entry('accountNumber', SECRETS['account number']),
    entry('taxId', SECRETS['tax id']),
    entry('webhookSecret', SECRETS['webhook secret']),
    entry('Payroc-Secret', SECRETS['webhook secret']),
  ]
  writeFileSync(join(cwd, 'conformance.config.ts'), `export default ${JSON.stringify({ domain })}`)
  mkdirSync(join(cwd, 'out'))

  const args = ['--spec', DOCUMENT, '--target', `${origin}/v1`, '--identity-url', `${origin}/authorize`, '--seed', '5']
  const outcome = await runCli(
    ['run', ...args, '--cases', '10', '--out', 'out/run', '--report', SUPPORTED_REPORTS.join(','), '--debug'],
    {
      cwd,
      env: {
        PAYROC_API_KEY: SECRETS['API key'],
        GITHUB_ACTIONS: 'true',
        GITHUB_STEP_SUMMARY: join(cwd, 'out', 'step-summary.md'),
      },
    },
  )

  const sent = received.join('\n')
  expect(
    Object.values(SECRETS).filter(
      (secret) => !formsOf(secret).some((form) => sent.includes(form)) && !sent.includes(secret),
    ),
    'secrets that were never sent',
  ).toEqual([])
  expect([outcome.code, outcome.stderr]).toEqual([1, expect.any(String)])
  const files = new Map(filesIn(join(cwd, 'out')))
  files.set('stdout', outcome.stdout)
  files.set('stderr', outcome.stderr)
  expect(files.size).toBeGreaterThan(SUPPORTED_REPORTS.length)
  expect(leaksIn(files, SECRETS)).toEqual([])
})
