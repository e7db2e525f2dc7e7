import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../core/finding.ts'
import type { RunResult } from '../../reports/run-result.ts'
import { launchChromium } from '../support/chromium.ts'
import { openPage } from '../support/report-page.ts'
import { runCli, temporaryFolder } from '../support/run-cli.ts'
import { runWithPage } from '../support/run-in-process.ts'

/** A fault of the sandbox, an operation and phases that show it, and what a reader must find on the page. */
interface Planted {
  readonly fault: string
  readonly check: string
  readonly run: { readonly operation: string; readonly phase: string }
  readonly reads: {
    readonly operation: string
    /** The promise, with the source of the rule, and what it means here. */
    readonly promised: string
    readonly came: string
    /** What is highlighted in request or response. */
    readonly marked: string
    readonly lookAt: string
  }
}

const FAULTS: readonly Planted[] = [
  {
    fault: 'problem-without-title',
    check: 'problem-is-well-formed',
    run: { operation: 'getPayment', phase: 'examples,invalid' },
    reads: {
      operation: 'GET /payments/{paymentId}',
      promised: 'RFC 9457 §3.1 Here: a problem with type, title, status, detail',
      came: 'The problem lacks title',
      marked: '"title": missing',
      lookAt: 'The error handler that made this answer',
    },
  },
  {
    fault: 'created-answered-200',
    check: 'status-code-is-documented',
    run: { operation: 'payment', phase: 'examples' },
    reads: {
      operation: 'POST /payments',
      promised: 'RFC 9110 §15 Here: 201, 400, 401, 403, 406, 409, 415, 500',
      came: 'but the server answered 200',
      marked: '200',
      lookAt: 'What gives this status',
    },
  },
  {
    fault: 'undocumented-member',
    check: 'no-undocumented-fields',
    run: { operation: 'payment', phase: 'examples' },
    reads: {
      operation: 'POST /payments',
      promised: 'Objects in the body have only members that the contract names',
      came: 'The response has the member "_rowVersion" at its top, which the contract does not name.',
      marked: '"_rowVersion": 7',
      lookAt: 'What the object is serialised from',
    },
  },
  {
    fault: 'location-missing',
    check: 'headers-match-schema',
    run: { operation: 'payment', phase: 'examples' },
    reads: {
      operation: 'POST /payments',
      promised: 'Here: the header location',
      came: 'For status 201 the contract promises the header location, but the response has none.',
      marked: 'location: missing',
      lookAt: 'The place where the handler sets this header',
    },
  },
  {
    fault: 'problem-status-differs',
    check: 'problem-is-well-formed',
    run: { operation: 'getPayment', phase: 'examples,invalid' },
    reads: {
      operation: 'GET /payments/{paymentId}',
      promised: 'and the status of the response. RFC 9457 §3.1 Here: status 401',
      came: 'expected status 401, the response has 500.',
      marked: '"status": 500,',
      lookAt: 'The error handler that made this answer',
    },
  },
  {
    fault: 'malformed-body-crashes',
    check: 'no-server-error',
    run: { operation: 'payment', phase: 'examples,invalid' },
    reads: {
      operation: 'POST /payments',
      promised: 'No request makes the server answer with a 5xx',
      came: 'it failed on a request that it should have refused (body: JSON, sent a text that ends too early)',
      marked: '500',
      lookAt: 'The server’s log at the time of this request',
    },
  },
  {
    fault: 'token-not-required',
    check: 'missing-authentication-is-rejected',
    run: { operation: 'listPayments', phase: 'invalid' },
    reads: {
      operation: 'GET /payments',
      promised: 'A request without credentials is refused where the contract asks for some. RFC 9110 §11.6.1',
      came: '(credentials: bearerAuth, sent none), but the server answered 200',
      marked: 'Authorization: missing',
      lookAt: 'Whether this route is behind the authentication of the others',
    },
  },
  {
    fault: 'any-token-accepted',
    check: 'invalid-token-is-rejected',
    run: { operation: 'listPayments', phase: 'invalid' },
    reads: {
      operation: 'GET /payments',
      promised: 'A request with credentials of another scheme, or that nobody issued, is refused.',
      came: '(credentials: bearerAuth, sent some that nobody issued), but the server answered 200',
      marked: 'Authorization: Bearer conformance-not-a-token',
      lookAt: 'Whether the token is verified here',
    },
  },
  {
    fault: 'key-not-required',
    check: 'missing-idempotency-key-is-rejected',
    run: { operation: 'payment', phase: 'examples,invalid' },
    reads: {
      operation: 'POST /payments',
      promised: 'A request without its required idempotency key is refused.',
      came: '(header Idempotency-Key: required, sent none), but the server answered 201',
      marked: 'Idempotency-Key: missing',
      lookAt: 'Whether the key is asked for before anything is done',
    },
  },
  {
    fault: 'key-ignored',
    check: 'repeated-key-replays-response',
    run: { operation: 'payment,getPayment', phase: 'examples,stateful' },
    reads: {
      operation: 'POST /payments',
      promised: 'A request that is repeated with its key is done once and answered as the first time.',
      came: 'POST /v1/payments was sent twice with the same key and body, and yielded',
      marked: '"paymentId": ',
      lookAt: 'Whether the key is stored with the first answer',
    },
  },
]

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(() => browser.close())

describe.each(FAULTS)('$fault of the sandbox', ({ fault, check, run, reads }) => {
  let result: RunResult
  let file: string
  let finding: Finding | undefined

  beforeAll(async () => {
    ;({ result, file } = await runWithPage({ target: 'sandbox', seed: '7', fault, ...run }))
    finding = result.findings.find(({ code }) => code === check)
  })

  it('is named by report.html alone, without a click', async () => {
    const { page, incidents } = await openPage(browser, file, { width: 1440 })
    const findings = page.getByRole('region', { name: 'Findings' })
    const text = (await findings.innerText()).replaceAll(/\s+/g, ' ')
    const marked = await findings.locator('mark:visible').allInnerTexts()
    await page.context().close()

    expect(text).toContain(`${reads.operation} ${finding?.operationId} ${check}`)
    expect(text).toContain(reads.promised)
    expect(text).toContain(reads.came)
    expect(text).toMatch(new RegExp(`Contract payroc-openapi\\.yaml:${finding?.document.line} `))
    expect(text).toContain(`Look at ${reads.lookAt}`)
    expect(text).toMatch(new RegExp(`npx payroc-conformance replay ${finding?.fingerprint} .*--fault ${fault}`))
    expect(marked).toContainEqual(expect.stringContaining(reads.marked))
    expect(incidents).toEqual([])
  })

  it('replays from results.json alone: still failing with it, fixed without it', async () => {
    const from = join(temporaryFolder(), 'results.json')
    writeFileSync(from, JSON.stringify({ ...result, findings: result.findings.filter((one) => one === finding) }))

    const failing = await runCli(['replay', '--all', '--from', from, '--fault', fault])
    const fixed = await runCli(['replay', '--all', '--from', from])

    expect(failing).toMatchObject({ code: 1, stdout: expect.stringMatching(/^STILL FAILING \(1 of 1\)/) })
    expect(fixed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^FIXED \(0 of \d failing\)/) })
  })
})
