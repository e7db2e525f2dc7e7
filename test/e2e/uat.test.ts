import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../core/json.ts'
import { type Sandbox, startSandbox } from '../../mock/sandbox/start-sandbox.ts'
import { createJournalState, type JournalState } from '../../run/journal/entry.ts'
import { readJournal } from '../../run/journal/journal-file.ts'
import { type PrivateAuthority, privateAuthority } from '../support/private-authority.ts'
import { type CliResult, readResults, runCli, startCli, temporaryFolder } from '../support/run-cli.ts'

const API_KEY = 'key-of-the-stand-in-0123456789'

let authority: PrivateAuthority
beforeAll(() => {
  authority = privateAuthority()
})

let opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened) await close()
  opened = []
})

/** UAT's stand-in: TLS of a private authority, tokens from a port of their own that live for seconds, and a bad network. */
interface StandIn {
  readonly sandbox: Sandbox
  /** Every answer so far: `201 POST /v1/payments`. */
  readonly answers: readonly string[]
  admin(method: string, path: string, body?: Json): Promise<Json>
  /** The command in a folder whose config file calls the stand-in `uat`. */
  readonly cwd: string
  readonly env: Record<string, string>
}

async function openStandIn(traffic: Json | undefined): Promise<StandIn> {
  const answers: string[] = []
  let lifted: Promise<Json> | undefined
  // One request a second, until that has been felt: how many come in a second is for the machine to say. All of it
  // together is less than what one request is tried again for.
  const onAnswer = (line: string): void => {
    if (line.startsWith('429 ') && answers.filter((one) => one.startsWith('429 ')).length === 3)
      lifted ??= admin('PUT', 'traffic', { rateLimit: 0 })
  }
  opened.push(async () => void (await lifted))
  const { key, cert, ca, file } = authority
  const sandbox = await startSandbox({
    tls: { key, cert },
    tokenLife: 2,
    hold: 1_500,
    deviceDelay: 20,
    apiKeys: [{ key: API_KEY }],
    cacheDir: join(tmpdir(), 'payroc-conformance-test-cache'),
    onLog: (line) => {
      answers.push(line)
      onAnswer(line)
    },
  })
  opened.push(() => sandbox.close())
  const admin = async (method: string, path: string, body?: Json): Promise<Json> => {
    const { promise, resolve, reject } = Promise.withResolvers<Json>()
    const asked = request(`${sandbox.adminUrl}/${path}`, { method, ca, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve(text === '' ? null : (JSON.parse(text) as Json)))
    })
    asked.once('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
    return promise
  }
  if (traffic !== undefined) await admin('PUT', 'traffic', traffic)
  const cwd = temporaryFolder()
  const { baseUrl, identityUrl } = sandbox
  const environments = { uat: { baseUrl, identityUrl, hold: 1_500, rate: 200 } }
  writeFileSync(join(cwd, 'conformance.config.mjs'), `export default ${JSON.stringify({ environments })}\n`)
  return { sandbox, answers, admin, cwd, env: { NODE_EXTRA_CA_CERTS: file, PAYROC_API_KEY: API_KEY } }
}

/** The records that are there of what DELETE removes, but for those of the documentation; some are only marked as deleted. */
async function remains({ admin }: StandIn): Promise<readonly string[]> {
  const collections = ['payment-plans', 'event-subscriptions']
  const found = await Promise.all(collections.map((name) => admin('GET', `state/${name}`)))
  // A collection that nobody has used is not there.
  const records = found.flatMap((one) => (Array.isArray(one) ? (one as readonly Json[]) : []))
  const texts = records.map((record) => JSON.stringify(record))
  return texts.filter((text) => !/"isDeleted":true|"subscriptionId":7654|"paymentPlanId":"PlanRef8765"/.test(text))
}

function journalIn(folder: string): JournalState {
  const state = createJournalState()
  for (const line of readJournal(folder).lines) state.add(line)
  return state
}

function madeOf(state: JournalState): string {
  return JSON.stringify([state.open(), state.pending()])
}

const NARROWED = ['--target', 'uat', '--seed', '7', '--profile', 'smoke', '--report', 'terminal,json']
const MAKERS = 'payment,createPaymentPlan,getPaymentPlan,listPaymentPlans,deletePaymentPlan,createEventSubscription'

function run({ cwd, env }: StandIn, ...args: readonly string[]): Promise<CliResult> {
  return runCli(['run', ...args], { cwd, env })
}

describe('a test system that is far away and not always well', () => {
  it('passes, and is left as it was', async () => {
    const standIn = await openStandIn({ latency: 10, rateLimit: 1, retryAfter: 0, dropEvery: 20, unavailable: 1 })
    const before = await remains(standIn)
    const suites = ['--suite', 'operations,sale,cancel-conflicts', '--scenario', 'CP-01,CP-03']

    const others = ['--phase', 'examples,stateful', '--device', 'simulator', '--out', 'run']
    const outcome = await run(standIn, ...NARROWED, ...suites, '--operation', MAKERS, ...others)

    const folder = join(standIn.cwd, 'run')
    const results = readResults(folder, outcome)
    expect(results.findings).toEqual([])
    expect([outcome.code, results.run.verdict]).toEqual([0, 'pass'])
    expect(results.scenarios.map(({ id, verdict }) => [id, verdict])).toContainEqual(['CP-01', 'pass'])
    const journal = journalIn(folder)
    expect(madeOf(journal)).toBe('[[],[]]')
    expect(journal.last()).toBeGreaterThan(10)
    expect(await remains(standIn)).toEqual(before)
    // It was as bad as it was meant to be.
    const counted = (pattern: RegExp): number => standIn.answers.filter((line) => pattern.test(line)).length
    expect(counted(/^503 /)).toBe(1)
    expect(counted(/^429 /)).toBeGreaterThanOrEqual(3)
    expect(counted(/^200 POST \/authorize/)).toBeGreaterThan(1)
    // The payment that the device made was taken back, too.
    expect(counted(/^200 POST \/v1\/payments\/[^/]+\/reverse$/)).toBeGreaterThan(0)
    const written = readFileSync(join(folder, 'journal.ndjson'), 'utf8')
    expect(outcome.stdout + outcome.stderr + written).not.toContain(API_KEY)
    // A payment names a card.
    expect(written).toContain('"operationId":"payment"')
    expect(written).not.toMatch(/cardNumber|Bearer|authorization/i)
  })

  it('is cleaned after a run that was killed, and needs no second time', async () => {
    const standIn = await openStandIn({ latency: 10 })
    const { cwd, env } = standIn
    const before = await remains(standIn)
    const narrowed = ['--suite', 'operations', '--operation', 'createPaymentPlan,createEventSubscription']
    const many = ['--phase', 'random', '--cases', '500', '--workers', '1', '--out', '.conformance/killed']
    const { child, ended } = startCli(['run', ...NARROWED, ...narrowed, ...many], { cwd, env })
    // Each answer of the stand-in is seen here before the command is.
    await untilAnswered(standIn, /^201 POST .*\/payment-plans$/, 5)
    child.kill('SIGKILL')
    await ended
    const killed = join(cwd, '.conformance', 'killed')
    expect(await remains(standIn)).not.toEqual(before)

    const cleaned = await run(standIn, '--cleanup')
    const again = await run(standIn, '--cleanup', '--from', killed)

    expect(cleaned.stderr).toBe('')
    expect(cleaned.stdout).toMatch(/^gone {2}\/processing-terminals\/.*\/payment-plans\/.* \(deletePaymentPlan\)$/m)
    expect(cleaned.stdout).toMatch(/\n[1-9]\d* gone, 0 that nothing removes, 0 left\n$/)
    expect(cleaned.code).toBe(0)
    expect(await remains(standIn)).toEqual(before)
    expect(madeOf(journalIn(killed))).toBe('[[],[]]')
    expect(again.stdout).toContain('0 gone, 0 that nothing removes, 0 left')
    expect(again.code).toBe(0)
  })

  it('is not cleaned where somebody interrupts, and the report says how it will be', async () => {
    const standIn = await openStandIn({ latency: 10 })
    const narrowed = ['--suite', 'operations', '--operation', 'createPaymentPlan', '--phase', 'random']
    const many = ['--cases', '500', '--workers', '1', '--out', 'run']
    const { child, ended } = startCli(['run', ...NARROWED, ...narrowed, ...many], standIn)
    await untilAnswered(standIn, /^201 POST .*\/payment-plans$/, 3)
    child.kill('SIGINT')
    const interrupted = await ended
    const folder = join(standIn.cwd, 'run')
    const open = journalIn(folder).open()

    const cleaned = await run(standIn, '--cleanup', '--from', 'run')

    expect(interrupted.code).toBe(130)
    expect(open.length).toBeGreaterThan(0)
    expect(readResults(folder, interrupted).skipped.map(({ reason }) => reason)).toContain(
      'the run was interrupted; run --cleanup removes it',
    )
    expect(cleaned.code).toBe(0)
    expect(madeOf(journalIn(folder))).toBe('[[],[]]')
  })

  it('says what a clean-up leaves', async () => {
    const standIn = await openStandIn(undefined)
    const narrowed = ['--operation', 'createEventSubscription', '--suite', 'operations', '--phase', 'examples']
    await run(standIn, ...NARROWED, ...narrowed, '--out', '.conformance/run')
    const folder = join(standIn.cwd, '.conformance', 'run')
    const lines = readJournal(folder).lines.filter(({ type }) => type !== 'gone')
    const unknown = { type: 'creating', n: 99, at: '', operationId: 'createFundingRecipient', path: {} }
    const texts = [...lines, unknown].map((line) => `${JSON.stringify(line)}\n`)
    writeFileSync(join(folder, 'journal.ndjson'), `${texts.join('')}{"type":"crea`)

    const cleaned = await run(standIn, '--cleanup')

    expect(cleaned.stdout).toContain('LEFT  createFundingRecipient: nobody knows whether it was made')
    expect(cleaned.stdout).toMatch(/\n[1-9]\d* gone, 0 that nothing removes, 1 left\n$/)
    expect(cleaned.code).toBe(1)
  })

  it('has a device that nobody operates in CI', async () => {
    const standIn = await openStandIn(undefined)

    const outcome = await run(standIn, ...NARROWED, '--suite', 'sale', '--scenario', 'CP-01', '--out', 'run')

    const [scenario] = readResults(join(standIn.cwd, 'run'), outcome).scenarios
    expect(scenario).toMatchObject({ id: 'CP-01', verdict: 'skipped' })
    expect(scenario?.reason).toContain('no operator in CI')
  })
})

describe('run --cleanup', () => {
  it.each<[string, readonly string[], string]>([
    ['without a run', ['--cleanup'], 'There is no run below .conformance that made anything on a target of yours.'],
    ['of a folder without a journal', ['--cleanup', '--from', '.'], 'There is no journal.ndjson in'],
    ['left out beside --from', ['--from', '.'], '--from names the run that --cleanup cleans up after'],
  ])('is refused %s', async (_what, args, message) => {
    const { code, stderr } = await runCli(['run', ...args])

    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

/** Resolves when the stand-in has given so many answers of a sort. */
async function untilAnswered({ answers }: StandIn, pattern: RegExp, count: number): Promise<void> {
  while (answers.filter((line) => pattern.test(line)).length < count) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}
