import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { conductRun } from '../../cli/conduct-run.ts'
import { resolveOptions } from '../../config/resolve-options.ts'
import { SUPPORTED_REPORTS } from '../../config/run-options.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { CATALOGUE } from '../../suites/catalogue.ts'
import { temporaryFolder } from '../support/run-cli.ts'
import { filesIn, leaksIn } from '../support/secret-forms.ts'

const DOCUMENT = join(import.meta.dirname, '../../spec/document/payroc-openapi.yaml')

/** Given as values of their fields, so that generated requests hold them; scenarios send numbers of their own. */
const MARKED = {
  cardNumber: '4539578763621486',
  cvv: '8317',
  accountNumber: '990417736182',
  routingNumber: '290314001',
  taxId: '479318264',
  secret: 'whsec-MARKED-51c7d0e9-4b',
} as const

/** Members whose values are secrets wherever they are sent. */
const SECRET_MEMBERS = new Set(Object.keys(MARKED))

/** An operation of each family that takes or shows such values, and some that do not. */
const OPERATIONS = [
  'payment',
  'createSecureToken',
  'createPaymentLink',
  'createFundingRecipient',
  'createMerchant',
  'createEventSubscription',
  'bankTransferPayment',
]

/** The server shows on top what it should not: what it told must not be told on. */
const FAULTS = [
  'card-number-unmasked',
  'security-code-echoed',
  'token-echoed',
  'merchant-tax-id-shown',
  'funding-account-number-shown',
  'recipient-account-number-shown',
  'webhook-secret-shown',
]

/** What went over the wire, told by the HTTP client itself. */
function listenToWire(): { readonly sent: string[]; readonly received: string[]; stop(): void } {
  const [sent, received]: [string[], string[]] = [[], []]
  const channels: Readonly<Record<string, (message: unknown) => void>> = {
    'undici:client:sendHeaders': (message) => sent.push(String((message as { headers: unknown }).headers)),
    'undici:request:bodyChunkReceived': (message) => received.push(textOf((message as { chunk: Uint8Array }).chunk)),
    'undici:request:bodyChunkSent': (message) => sent.push(textOf((message as { chunk: Uint8Array | string }).chunk)),
  }
  for (const [name, listen] of Object.entries(channels)) subscribe(name, listen)
  return {
    sent,
    received,
    stop: () => {
      for (const [name, listen] of Object.entries(channels)) unsubscribe(name, listen)
    },
  }
}

function textOf(chunk: Uint8Array | string): string {
  return typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
}

function secretsIn(text: string): readonly (readonly [name: string, value: string])[] {
  try {
    return membersOf(JSON.parse(text) as Json)
  } catch {
    return []
  }
}

function membersOf(value: Json): readonly (readonly [name: string, value: string])[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => membersOf(item))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) =>
    SECRET_MEMBERS.has(name) && typeof member === 'string' ? [[name, member] as const] : membersOf(member),
  )
}

const MONEY = ['sale', 'tokens', 'bank-transfer', 'payment-lifecycle', 'refund-instruction', 'signature-instruction']
const BOARDING = ['boarding', 'equipment', 'funding', 'reporting']
const ALL = [...new Set(CATALOGUE.entries.map(({ suite }) => suite))]

it.each([
  { name: 'operations of all families', suites: ['operations'], marked: Object.entries(MARKED) },
  { name: 'suites about money', suites: MONEY, marked: [] },
  { name: 'suites about boarding and funding', suites: BOARDING, marked: [] },
  { name: 'all other suites', suites: ALL.filter((suite) => ![...MONEY, ...BOARDING].includes(suite)), marked: [] },
])('no report, no file and no output holds a secret in any form: $name', async ({ suites, marked }) => {
  const cwd = temporaryFolder()
  const out: string[] = []
  const stream = (): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        out.push(chunk.toString())
        done()
      },
    })
  const options = resolveOptions({
    flags: {
      target: 'sandbox',
      seed: '7',
      suite: suites.join(','),
      ...(suites.includes('operations') && { operation: OPERATIONS.join(',') }),
      profile: 'smoke',
      cases: '12',
      fault: FAULTS.join(','),
      shrinkBudget: '0',
      out: 'run',
      report: SUPPORTED_REPORTS.join(','),
    },
    environment: {},
    file: undefined,
  })
  const domain = Object.entries(MARKED).map(([field, value]) => ({ field, values: [value] }))

  const wire = listenToWire()
  const code = await conductRun({
    options,
    environment: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'step-summary.md') },
    file: { name: 'conformance.config.ts', values: { domain } },
    terminal: { cwd, stdout: stream(), stderr: stream() },
  })
  wire.stop()

  const document = readFileSync(DOCUMENT, 'utf8')
  const sent = wire.sent.flatMap(secretsIn)
  // Digits, as such numbers are in earnest; what the contract shows as its example is no secret.
  const isOwn = ([, value]: readonly [string, string]): boolean =>
    /^\d{9,}$/.test(value) && !/^0+$/.test(value) && !document.includes(value)
  // Generated requests have the marked values; what they invent beside them is nobody's.
  const own = marked.length > 0 ? [] : sent.filter(isOwn)
  const issued = Array.from(wire.received.join('\n').matchAll(/"access_token":"([^"]+)"/g), ([, token]) => token)
  const keys = Array.from(wire.sent.join('\n').matchAll(/x-api-key: (\S+)/gi), ([, key]) => key)
  const secrets = Object.fromEntries([
    ...Object.entries(MARKED),
    ...own.map(([name, value]) => [`${name} …${value.slice(-4)}`, value]),
    ...[...new Set([...issued, ...keys])].map((one = '', i) => [`token or API key ${i + 1}`, one]),
  ])
  expect(code).toBeLessThan(2)
  expect(marked.filter(([name, value]) => !sent.some(([n, v]) => n === name && v === value))).toEqual([])
  expect(Object.keys(secrets).length).toBeGreaterThan(Object.keys(MARKED).length + 1)

  const files = new Map([...filesIn(cwd), ['output', out.join('')]])
  expect(files.size).toBeGreaterThan(SUPPORTED_REPORTS.length)
  expect(leaksIn(files, secrets)).toEqual([])
})
