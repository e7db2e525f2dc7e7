import { statSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { openPage, writePage } from '../support/report-page.ts'
import type { RunEvent } from '../../core/event.ts'
import { fingerprintOf } from '../../core/finding.ts'
import {
  exchange,
  finding,
  finished,
  finishedCase,
  operationEvents,
  request,
  started,
} from '../unit/reports/sample-run.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(() => browser.close())

const HOSTILE = [
  '<img src=x onerror=alert(1)><script>alert(2)</script></script><!--<script>',
  '"\'><svg onload=alert(3)>{{7*7}}${7*7}`',
  '\u2028\u2029\u202Ereversed\u0000\u001B[31m</style></title></textarea></pre></details>]]>',
  'javascript:alert(4)//http://evil.example/x.png',
].join(' ')

describe('what a server or a contract says', () => {
  it('stays text wherever it is shown: nothing runs, and no request leaves the page', async () => {
    const id = `op${HOSTILE}`
    const body = { encoding: 'text', content: HOSTILE, bytes: 1, truncated: false } as const
    const json = { ...body, content: JSON.stringify({ [HOSTILE]: [HOSTILE], list: HOSTILE }) }
    const headers = [[`x-${HOSTILE}`, HOSTILE] as const]
    const hostile = finding({
      fingerprint: HOSTILE,
      code: HOSTILE,
      operationId: id,
      title: HOSTILE,
      message: HOSTILE,
      expected: HOSTILE,
      actual: HOSTILE,
      document: { pointer: HOSTILE, line: 1, excerpt: { firstLine: 1, lines: [HOSTILE] } },
      payload: { pointer: '/list' },
      constraint: { description: HOSTILE, payload: `header: ${HOSTILE}` },
      reproduction: { seed: 1, caseId: HOSTILE, curl: HOSTILE, command: HOSTILE },
      request: request({ url: HOSTILE, headers, body }),
      response: { kind: 'response', status: 200, headers, body: json },
      flaky: { attempts: 2, failures: 1, otherResponse: { kind: 'no-response', cause: 'reset', message: HOSTILE } },
      sequence: [
        {
          operationId: HOSTILE,
          request: request({ url: HOSTILE }),
          response: { kind: 'response', status: 200, headers, body },
        },
      ],
    })
    const outcome = { kind: 'response', status: 200, headers, body } as const
    const events: readonly RunEvent[] = [
      {
        ...started,
        contract: { ...started.contract, title: HOSTILE, source: HOSTILE },
        target: { ...started.target, name: HOSTILE, baseUrl: HOSTILE },
        checks: [{ code: HOSTILE, severity: 'error', requirements: [HOSTILE], describe: HOSTILE }],
      },
      {
        type: 'operation-started',
        operationId: id,
        method: HOSTILE,
        path: HOSTILE,
        tags: [HOSTILE],
        cases: 1,
        documentedStatuses: [HOSTILE],
      },
      finishedCase({
        operationId: id,
        verdict: 'inconclusive',
        reason: HOSTILE,
        findings: [hostile],
        mockDefects: [HOSTILE],
        exchanges: [exchange({ request: request({ url: HOSTILE, headers, body }), outcome })],
      }),
      { type: 'skipped', what: HOSTILE, operationId: id, reason: HOSTILE },
      { ...finished, reason: HOSTILE },
    ]
    const step = {
      title: HOSTILE,
      verdict: 'fail',
      reason: HOSTILE,
      startedAtMs: 0,
      durationMs: 1,
      calls: [{ operationId: id, method: HOSTILE, path: HOSTILE, startedAtMs: 0, durationMs: 1, attempts: 1 }],
    } as const
    const scenarios = [
      {
        id: HOSTILE,
        title: HOSTILE,
        suite: HOSTILE,
        tier: 'required',
        requirements: [HOSTILE],
        verdict: 'fail',
        reason: HOSTILE,
        startedAt: '',
        durationMs: 1,
        steps: [step],
        evidence: { [HOSTILE]: HOSTILE },
        readings: [HOSTILE],
      },
    ] as const

    const { page, incidents } = await openPage(browser, await writePage(events, { added: { scenarios } }))
    await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`)
    for (const link of await page.locator('main a').all()) await link.click({ force: true })
    await page.keyboard.press('/')
    await page.keyboard.type('onerror')

    expect(incidents).toEqual([])
    // Only what the page itself is made of.
    expect(await page.locator('script').count()).toBe(1)
    expect(await page.locator('img, iframe, object, embed, link, style ~ style, [onerror], [onload]').count()).toBe(0)
    const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(links.filter((href) => href?.startsWith('#') !== true)).toEqual([])
    expect(await page.locator('.finding h3').textContent()).toContain('<img src=x onerror=alert(1)>')
    expect(await page.title()).toContain('<img src=x onerror=alert(1)>')
  })
})

describe('the page of a large run', () => {
  it('is under 5 MB, and its search answers, for 131 operations with long answers and many findings', async () => {
    const content = JSON.stringify({ data: Array.from({ length: 300 }, (_, id) => ({ id, name: 'x'.repeat(200) })) })
    const body = { encoding: 'text', content, bytes: content.length, truncated: false } as const
    const statuses = [200, 400, 401, 403, 404, 409, 500]
    function* events(): Generator<RunEvent> {
      yield started
      for (let number = 0; number < 131; number++) {
        const operationId = `operation${number}`
        const about = { method: 'post', path: `/things/${number}`, verdict: 'fail' } as const
        const cases = Array.from({ length: 60 }, (_, index) => {
          const code = statuses[index % statuses.length] ?? 200
          const outcome = { kind: 'response', status: code, headers: [], body } as const
          const fingerprint = fingerprintOf('body-matches-schema', operationId, String(index % 4))
          const found = finding({
            operationId,
            fingerprint,
            code: 'body-matches-schema',
            request: request({ body }),
            response: outcome,
            payload: { pointer: '/data/250/name' },
          })
          return finishedCase({
            operationId,
            findings: [found],
            exchanges: [exchange({ request: request({ body }), outcome })],
          })
        })
        yield* operationEvents(operationId, about, cases)
      }
      yield finished
    }

    const file = await writePage(events())
    const { page, incidents } = await openPage(browser, file)
    await page.getByRole('searchbox').fill('operation77')

    expect(statSync(file).size).toBeLessThan(5_000_000)
    expect(await page.getByRole('status').innerText()).toBe('4 of 524 findings')
    expect(incidents).toEqual([])
  })
})
