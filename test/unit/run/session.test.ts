import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveOptions } from '../../../config/resolve-options.ts'
import { systemClock } from '../../../core/clock.ts'
import type { RunEvent } from '../../../core/event.ts'
import { configuredPools } from '../../../run/configured-pools.ts'
import { openSession } from '../../../run/session.ts'
import { loadContract } from '../../../spec/load.ts'
import { createCredentials } from '../../../transport/credentials.ts'
import { createTransport } from '../../../transport/send.ts'
import { SHOP_DOCUMENT, startShop, type Fault } from '../../servers/shop-server.ts'
import { casesOf, generationFor, targetAt } from './run-parts.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'session-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const broken: Fault = (answer, { operation }) => (operation === 'getOrder' ? { ...answer, status: 500 } : answer)

/** The events of a session with these flags on a server that cannot show an order. */
async function eventsOf(
  flags: Readonly<Record<string, string>>,
  { hasPools = false }: { hasPools?: boolean } = {},
): Promise<readonly RunEvent[]> {
  const shop = await startShop(broken)
  const transport = createTransport({ timeoutMs: 5_000 })
  try {
    const options = resolveOptions({ flags: { target: shop.baseUrl, ...flags }, environment: {}, file: undefined })
    const contract = await loadContract(options.spec, { cache: false })
    const events: RunEvent[] = []
    const session = openSession({
      options,
      tool: { name: 'tool', version: '1' },
      contract,
      operations: contract.operations.filter(({ operationId }) => operationId === 'getOrder'),
      target: targetAt(shop.baseUrl),
      transport,
      credentials: createCredentials(),
      clock: systemClock,
      generation: generationFor(contract),
      scenarios: { terminal: '', serialNumber: '' },
      ...(hasPools && { pools: configuredPools(contract, {}) }),
      generated: () => ({ values: 10, discarded: 1 }),
      lineOf: async () => undefined,
      excerptOf: async () => undefined,
      curlOf: () => 'curl',
      emit: (event) => void events.push(event),
      signal: new AbortController().signal,
    })
    await session.execute(session.operations)
    session.finish()
    return events
  } finally {
    await transport.close()
    await shop.close()
  }
}

/** The words that a shell makes of a command; nothing is started. */
function wordsOf(command: string): readonly string[] {
  const script = `npx() { for word; do printf '%s\\0' "$word"; done; }; ${command}`
  return execFileSync('/bin/sh', ['-c', script]).toString().split('\0').slice(0, -1)
}

function commandOf(events: readonly RunEvent[], phase: string): string {
  const findings = casesOf(events).flatMap((event) => event.findings)
  const found = findings.find((finding) => finding.phase === phase)
  if (found === undefined) throw new Error(`no finding in phase ${phase}`)
  return found.reproduction.rerun ?? ''
}

describe('the command that shows a finding again', () => {
  it('names operation, phase, seed, number of cases, document and target', async () => {
    const events = await eventsOf({ spec: SHOP_DOCUMENT, seed: '7', cases: '12', phase: 'random' })

    const command = commandOf(events, 'random').replace(/127\.0\.0\.1:\d+/, 'host')
    expect(command.replace(SHOP_DOCUMENT, 'shop-api.yaml')).toBe(
      'npx payroc-conformance run --operation getOrder --phase random --seed 7 --cases 12 --spec shop-api.yaml --target http://host/v1',
    )
  })

  it('names what makes the resources that the case needs, and the phases that an invalid one starts from', async () => {
    const flags = { spec: SHOP_DOCUMENT, seed: '7', phase: 'examples,invalid' }
    const events = await eventsOf(flags, { hasPools: true })

    expect(commandOf(events, 'examples')).toMatch(/ --operation createOrder,getOrder --phase examples --seed 7 /)
    expect(commandOf(events, 'invalid')).toMatch(/ --operation createOrder,getOrder --phase examples,invalid --seed 7 /)
  })

  it('survives the shell, whatever the document is called', async () => {
    const spec = join(folder, "it's $HOME & `more`.yaml")
    copyFileSync(SHOP_DOCUMENT, spec)

    const words = wordsOf(commandOf(await eventsOf({ spec, seed: '7', phase: 'random' }), 'random'))

    expect(words[words.indexOf('--spec') + 1]).toBe(spec)
    expect(words).toHaveLength(12 + 2)
  })

  it('gives settings that lead to the same cases', async () => {
    const first = await eventsOf({ spec: SHOP_DOCUMENT, seed: '7', cases: '3' })
    const words = wordsOf(commandOf(first, 'examples'))
    const flags = Object.fromEntries(
      words.flatMap((word, i) => (word.startsWith('--') ? [[word.slice(2), words[i + 1] ?? '']] : [])),
    )
    const { target: _, ...rest } = flags

    const again = await eventsOf(rest)

    const sent = (events: readonly RunEvent[]): readonly unknown[] =>
      casesOf(events)
        .filter(({ phase }) => phase === 'examples')
        .map(({ caseId, exchanges }) => [caseId, exchanges.map(({ request }) => URL.parse(request.url)?.pathname)])
    expect(sent(again)).toEqual(sent(first))
    expect(casesOf(again).every(({ phase }) => phase === 'examples')).toBe(true)
  })
})

describe('a session', () => {
  it('tells its plan first and its end last', async () => {
    const events = await eventsOf({ spec: SHOP_DOCUMENT, seed: '7', cases: '3', phase: 'random' })

    expect(events[0]).toMatchObject({
      type: 'run-started',
      run: { id: expect.stringMatching(/^\d{8}-\d{6}-7$/), seed: 7, profile: 'standard' },
      tool: { name: 'tool', version: '1' },
      contract: { title: 'Shop', version: '1.0.0', operations: 5 },
      plan: { operations: 1, cases: 3 },
    })
    expect(events.at(-1)).toMatchObject({
      type: 'run-finished',
      verdict: 'fail',
      exitCode: 1,
      interrupted: false,
      generated: { values: 10, discarded: 1 },
    })
    expect(events.filter(({ type }) => type === 'run-started' || type === 'run-finished')).toHaveLength(2)
  })

  it('draws a seed of its own where none is given, and says which', async () => {
    const [first] = await eventsOf({ spec: SHOP_DOCUMENT, cases: '0', phase: 'random' })

    const seed = first?.type === 'run-started' ? first.run.seed : -1
    expect(Number.isInteger(seed)).toBe(true)
    expect(seed).toBeGreaterThanOrEqual(0)
    expect(seed).toBeLessThan(0x7fffffff)
  })
})
