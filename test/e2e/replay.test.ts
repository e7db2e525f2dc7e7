import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../reports/run-result.ts'
import { READING_ROOM_DOCUMENT, type RoomFault, startReadingRoom } from '../servers/reading-room.ts'
import { SHOP_DOCUMENT, startShop, type Answer, type Fault } from '../servers/shop-server.ts'
import { type CliResult, runCli, runConformance, temporaryFolder } from '../support/run-cli.ts'
import { runInProcess } from '../support/run-in-process.ts'

/** A results.json of its own, as it would come from another machine. */
function storedAlone(result: RunResult): string {
  const file = join(temporaryFolder(), 'results.json')
  writeFileSync(file, JSON.stringify(result))
  return file
}

function on(operation: string, statuses: readonly number[], change: (answer: Answer) => Partial<Answer>): Fault {
  return (answer, request) =>
    request.operation === operation && statuses.includes(answer.status) ? { ...answer, ...change(answer) } : answer
}

async function shopResults(fault: Fault): Promise<string> {
  const shop = await startShop(fault)
  try {
    const flags = { target: shop.baseUrl, spec: SHOP_DOCUMENT, seed: '7', cases: '3', phase: 'examples,random,invalid' }
    return storedAlone(await runInProcess(flags))
  } finally {
    await shop.close()
  }
}

/** Replays on a new shop, which knows nothing of the run's. */
async function replayOnShop(fault: Fault | undefined, args: readonly string[]): Promise<CliResult> {
  const shop = await startShop(fault)
  try {
    return await runCli(['replay', ...args, '--target', shop.baseUrl])
  } finally {
    await shop.close()
  }
}

const wrongAmount = on('getOrder', [200], ({ body }) => ({ body: { ...(body as object), amount: '5000' } }))

describe('replay', () => {
  it('makes what a request names first, shows what changed, and tells a fault from none', async () => {
    const from = await shopResults(wrongAmount)

    const failing = await replayOnShop(wrongAmount, ['--all', '--from', from])
    const fixed = await replayOnShop(undefined, ['--all', '--from', from])

    expect(failing.stdout).toMatch(/^STILL FAILING \(1 of 1\) {2}body-matches-schema at getOrder {2}[\da-f]{16}$/m)
    expect(failing.code).toBe(1)
    expect(fixed.stdout).toMatch(/^FIXED \(0 of 3 failing\) {2}body-matches-schema at getOrder/m)
    expect(fixed.stdout).toMatch(/^ {4}- {2}"amount": "5000",\n {4}\+ {2}"amount": \d+,$/m)
    expect(fixed.code).toBe(0)
  })

  it('counts how often a fault comes that comes and goes', async () => {
    const from = await shopResults(on('listOrders', [200], () => ({ status: 500, headers: {}, body: {} })))
    let asked = 0
    const everySecond: Fault = (answer, { operation }) =>
      operation === 'listOrders' && asked++ % 2 === 0 ? { status: 500, headers: {}, body: {} } : answer

    const { stdout, code } = await replayOnShop(everySecond, ['--all', '--from', from, '--times', '6'])

    expect(stdout).toMatch(/^FLAKY \(failing in 3 of 6\) {2}no-server-error at listOrders/m)
    expect(code).toBe(1)
  })

  it('does not call fixed what another refusal hides', async () => {
    const from = await shopResults(wrongAmount)

    const refused = await replayOnShop((answer) => ({ ...answer, status: 403 }), ['--all', '--from', from])

    expect(refused.stdout).toMatch(/^COULD NOT BE JUDGED/m)
    expect(refused.stdout).toContain('step 1 (createOrder) was answered with 201, and now with 403')
    expect(refused.code).toBe(3)
  })

  it('suggests the nearest for what it does not know, and lists what there is', async () => {
    const from = await shopResults(wrongAmount)

    const { stderr, code } = await runCli(['replay', 'getOrdr/random/0', '--from', from])

    expect(stderr).toContain('has no finding or case "getOrdr/random/0"')
    expect(stderr).toMatch(/[\da-f]{16} {2}body-matches-schema at getOrder: /)
    expect(code).toBe(2)
  })

  it('makes a case again with which nothing was found, and prints requests for other tools', async () => {
    const from = await shopResults(wrongAmount)

    const passing = await replayOnShop(undefined, ['listOrders/random/1', '--from', from])
    const curl = await runCli(['replay', '--all', '--curl', '--from', from])
    const httpie = await runCli(['replay', '--all', '--httpie', '--from', from])
    const har = await runCli(['replay', '--all', '--har', '--from', from])

    expect(passing.stdout).toMatch(/^PASS {2}listOrders\/random\/1$/m)
    expect(passing.code).toBe(0)
    expect(curl.stdout).toMatch(/^# step 1 of 2, createOrder\ncurl -sS -i -X POST /m)
    expect(httpie.stdout).toMatch(/^http --print=hb 'POST' 'http:\/\//m)
    expect(JSON.parse(har.stdout)).toMatchObject({ log: { version: '1.2', entries: [{}, {}] } })
  })
})

describe('replay of a sequence', () => {
  it.each<[RoomFault, string]>([
    ['update lost', 'replaceBook'],
    ['deleted still readable', 'removeBook'],
    ['failed create exists', 'makeLabel'],
    ['replay creates a second', 'addBook'],
    ['race lets two through', 'addBook'],
    ['location dead', 'addBook'],
  ])('sends all of it with the ids of now: %s', async (fault, operation) => {
    const room = await startReadingRoom(fault)
    const result = await runInProcess({
      target: room.baseUrl,
      spec: READING_ROOM_DOCUMENT,
      seed: '7',
      phase: 'examples,stateful',
    })
    await room.close()
    const from = storedAlone({
      ...result,
      findings: result.findings.filter(({ operationId }) => operationId === operation),
    })

    const outcomes: CliResult[] = []
    for (const now of [fault, undefined]) {
      const again = await startReadingRoom(now)
      outcomes.push(await runCli(['replay', '--all', '--from', from, '--target', again.baseUrl]))
      await again.close()
    }

    expect(outcomes.map(({ stdout }) => stdout.split(' (', 1)[0])).toEqual(['STILL FAILING', 'FIXED'])
    expect(outcomes.map(({ code }) => code)).toEqual([1, 0])
  })
})

describe('a run against a server that fails now and then', () => {
  it('reports what came and went as flaky, with both answers, and fails', async () => {
    let asked = 0
    const once: Fault = (answer, { operation }) =>
      operation === 'listOrders' && asked++ === 0 ? { status: 500, headers: {}, body: {} } : answer
    const shop = await startShop(once)
    const flags = {
      target: shop.baseUrl,
      spec: SHOP_DOCUMENT,
      seed: '7',
      cases: '3',
      workers: '1',
      operation: 'listOrders',
    }
    const result = await runInProcess({ ...flags, phase: 'random' })
    await shop.close()

    expect(result.run).toMatchObject({ verdict: 'fail', exitCode: 1 })
    expect(result.findings).toMatchObject([
      {
        code: 'no-server-error',
        response: { status: 500 },
        flaky: { attempts: 2, failures: 1, otherResponse: { status: 200 } },
      },
    ])
  })

  it('sends a whole sequence once more, and reports both answers where its finding does not come again', async () => {
    const room = await startReadingRoom('update lost', 'DELETE')
    const flags = { target: room.baseUrl, spec: READING_ROOM_DOCUMENT, seed: '7', phase: 'examples,stateful' }
    const result = await runInProcess({ ...flags, operation: '*Book*' })
    const { left } = room
    await room.close()

    const lost = result.findings.filter(({ code }) => code === 'update-is-visible')
    expect(lost).not.toEqual([])
    for (const { flaky, sequence, expected } of lost) {
      const shown = sequence?.find(({ part }) => part === 'shows')
      expect(flaky).toMatchObject({ attempts: 2, failures: 1, otherRequest: { method: shown?.request.method } })
      // What the second update asked for is marked anew, so that it is told from the first.
      expect(JSON.stringify(flaky?.otherResponse)).not.toContain(expected)
      expect(JSON.stringify(flaky?.otherResponse)).not.toBe(JSON.stringify(shown?.response))
    }
    expect(result.run).toMatchObject({ verdict: 'fail', exitCode: 1 })
    // What was made once more is removed, too.
    expect(left.books).toBe(0)
  })

  it('plays a scenario once more, and does not call flaky what comes again', async () => {
    const args = ['--scenario', 'CP-04', '--seed', '7', '--fault', 'cancel-of-completed-accepted']
    const tried = await runConformance(args)
    const untried = await runConformance([...args, '--shrink-budget', '0'])

    expect(tried.results.findings).toMatchObject([{ code: 'cancel-after-final-conflicts', scenarioId: 'CP-04' }])
    expect(tried.results.findings[0]).not.toHaveProperty('flaky')
    expect(tried.results.totals.requests).toBe(2 * untried.results.totals.requests)
  })

  it('does not call flaky what its own first request ended', async () => {
    const captured = new Set<string>()
    const firstOnly: Fault = (answer, { operation, path }) => {
      if (operation !== 'captureOrder' || answer.status !== 200 || captured.has(path)) return answer
      captured.add(path)
      return { ...answer, body: { ...(answer.body as object), amount: 'all of it' } }
    }
    const shop = await startShop(firstOnly)
    const flags = { target: shop.baseUrl, spec: SHOP_DOCUMENT, seed: '7', cases: '3', phase: 'examples,random' }
    const result = await runInProcess(flags)
    await shop.close()

    const found = result.findings.find(({ operationId }) => operationId === 'captureOrder')
    expect(found).toMatchObject({ code: 'body-matches-schema', occurrences: expect.any(Number) })
    expect(found).not.toHaveProperty('flaky')
  })
})
