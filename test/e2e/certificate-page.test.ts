import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Certificate, CertifiedScenario } from '../../reports/certificate/certificate.ts'
import { certificatePage } from '../../reports/html/certificate-page.ts'
import { launchChromium } from '../support/chromium.ts'
import { openPage } from '../support/report-page.ts'
import { temporaryFolder } from '../support/run-cli.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(() => browser.close())

function certificateWith(text: string, count = 1, changes: Partial<Certificate> = {}): Certificate {
  const counts = { pass: count, inconclusive: 0, fail: 0, skipped: 0 }
  return {
    schemaVersion: 1,
    verdict: 'certified',
    reasons: [`All ${count} scenarios that decide passed. ${text}`],
    run: {
      id: text,
      startedAt: '2026-03-01T10:00:00.000Z',
      durationMs: 65_000,
      seed: 7,
      profile: text,
      interrupted: false,
    },
    tool: { name: text, version: '0.1.0' },
    contract: { title: text, version: '1', source: text, sha256: 'ab'.repeat(32), operations: 131 },
    environment: { name: text, baseUrl: `https://api.example.com/${text}`, stateful: true, steerable: false },
    features: [text],
    totals: { scenarios: count, requests: 4 * count, deciding: counts, other: counts },
    scenarios: Array.from({ length: count }, (_, index) => scenarioWith(text, index)),
    notRun: Array.from({ length: count }, (_, index) => ({
      id: `EV-${index}`,
      title: text,
      suite: 'events',
      tier: 'required',
      decides: false,
      reason: `judged by observe ${text}`,
    })),
    ...changes,
  }
}

function scenarioWith(text: string, index: number): CertifiedScenario {
  const call = { operationId: text, method: 'POST', path: `/v1/${text}`, startedAtMs: 0, durationMs: 12, attempts: 1 }
  const step = { title: text, startedAtMs: 0, durationMs: 12, reason: text }
  return {
    id: `CP-${index}`,
    title: `Sale ${text}`,
    suite: index % 2 === 0 ? 'sale' : `suite${text}`,
    tier: 'required',
    requirements: [text],
    decides: true,
    verdict: index === 0 ? 'fail' : 'pass',
    reason: text,
    startedAt: '2026-03-01T10:00:00.000Z',
    durationMs: 900,
    steps: [{ ...step, verdict: 'fail', calls: [{ ...call, status: 202, idempotencyKey: text }] }],
    evidence: { paymentId: `DD6ZDQU7L2 ${text}` },
    readings: [text],
    findings: [{ fingerprint: text, code: text, severity: 'error', operationId: text, title: text, message: text }],
  }
}

function written(certificate: Certificate): string {
  const file = join(temporaryFolder(), 'certificate.html')
  writeFileSync(file, certificatePage(certificate, 'ab'.repeat(32)))
  return file
}

const HOSTILE =
  '<img src=x onerror=alert(1)><script>alert(2)</script></style><a href="javascript:alert(3)">\u202E\u0000'

describe('certificate.html', () => {
  it('shows what others wrote as text: nothing runs, no request leaves the page', async () => {
    const { page, incidents } = await openPage(browser, written(certificateWith(HOSTILE)))
    await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`)

    expect(incidents).toEqual([])
    expect(await page.locator('script, img, a, iframe, link, style ~ style, [onerror]').count()).toBe(0)
    expect(await page.locator('.problem').first().textContent()).toContain('<img src=x onerror=alert(1)>')
  })

  it('says in its largest letters what it is: the verdict, and that a rehearsal is one', async () => {
    const rehearsal = 'It was played on the sandbox.'
    const { page } = await openPage(browser, written(certificateWith('x', 1, { rehearsal, verdict: 'incomplete' })))
    const size = async (selector: string): Promise<number> =>
      Number.parseFloat(await page.evaluate(`getComputedStyle(document.querySelector('${selector}')).fontSize`))

    expect(await page.locator('.rehearsal').innerText()).toBe(
      'REHEARSAL\nIt was played on the sandbox.\nNobody is certified by this page.',
    )
    expect(await page.locator('h1').innerText()).toBe('Incomplete')
    expect(await page.title()).toBe('Rehearsal: Incomplete, x')
    expect(await size('.rehearsal strong')).toBeGreaterThan(await size('h1'))
    expect(await size('h1')).toBeGreaterThan(await size('h2'))
  })

  it.each(['A4', 'Letter'] as const)('prints a whole catalogue of 190 scenarios on few pages of %s', async (format) => {
    const { page } = await openPage(browser, written(certificateWith('and its payment', 95)))

    const pdf = await page.pdf({ format })

    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.length).toBeLessThanOrEqual(10)
  })

  it('fits a narrow screen without scrolling sideways', async () => {
    const { page } = await openPage(browser, written(certificateWith('x'.repeat(300), 3)), { width: 360 })

    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

    expect(overflow).toBe(0)
  })
})
