import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SequenceEntry, SequencePart } from '../../core/finding.ts'
import { foldEvents } from '../../reports/result-fold.ts'
import { createRunHistory } from '../../reports/run-history.ts'
import { launchChromium } from '../support/chromium.ts'
import { openPage, writePage } from '../support/report-page.ts'
import { failingRun, inGet } from '../unit/reports/failing-run.ts'
import {
  finding,
  finished,
  finishedCase,
  finishedScenario,
  operationEvents,
  request,
  sampleRun,
  started,
} from '../unit/reports/sample-run.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(() => browser.close())

describe('the page of a run', () => {
  it('shows operation, broken rule and offending member of a finding without a click', async () => {
    const file = await writePage(failingRun)

    const { page, incidents } = await openPage(browser, file)

    const shown = page.locator(`#finding-${inGet.fingerprint}`)
    expect(await shown.locator('summary').first().innerText()).toMatch(
      /error\s+\/age has the wrong type\s+× 1\s+GET \/pets\/\{id\} getPet body-matches-schema/,
    )
    expect(await shown.locator('.sides mark').allInnerTexts()).toEqual(['"age": "seven"'])
    expect(await shown.locator('.contract mark').allInnerTexts()).toEqual(['12   age: { type: integer }'])
    expect(await shown.locator('.contract figcaption').innerText()).toContain('pets.yaml:12')
    expect(await shown.locator('.body').isVisible()).toBe(true)
    expect(incidents).toEqual([])
  })

  it('puts findings of one cause together', async () => {
    const { page } = await openPage(browser, await writePage(failingRun))

    expect(await page.locator('.cause > p').innerText()).toBe('The same promise is broken by 2 operations:')
    expect(await page.locator('.cause .finding').count()).toBe(2)
  })

  it('shows every operation in the map, a broken promise as a link to its finding', async () => {
    const { page } = await openPage(browser, await writePage(failingRun))

    expect(await page.locator('.map tbody th[scope=row]').allInnerTexts()).toEqual([
      'POST /pets',
      'GET /pets/{id}',
      'GET /pets',
    ])
    await page.locator('.map tr', { hasText: '/pets/{id}' }).locator('a.square').first().click()
    expect(new URL(page.url()).hash).toBe(`#finding-${inGet.fingerprint}`)
  })

  it('is the same picture at every width: nothing is wider than the window', async () => {
    const file = await writePage(failingRun)

    for (const width of [1440, 390]) {
      const { page } = await openPage(browser, file, { width })
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    }
  })

  it('names its language, one main heading, its regions, and what every control is for', async () => {
    const { page } = await openPage(browser, await writePage(failingRun))

    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.getByRole('main').count()).toBe(1)
    expect(await page.getByRole('navigation', { name: 'Sections' }).count()).toBe(1)
    expect(await page.getByRole('searchbox', { name: 'Search findings and operations' }).count()).toBe(1)
    for (const name of ['Severity', 'Check', 'Phase']) {
      expect(await page.getByRole('combobox', { name }).count()).toBe(1)
    }
    expect(await page.getByRole('table').getByRole('columnheader', { name: 'body-matches-schema' }).count()).toBe(1)
    expect(await page.getByRole('table').getByRole('rowheader', { name: 'GET /pets/{id}' }).count()).toBe(1)
  })

  it('draws a scenario from top to bottom, a long poll longer than the others', async () => {
    const call = { operationId: 'getPet', method: 'GET', path: '/pets/1', status: 200, attempts: 1 }
    const steps = [
      {
        title: 'Submit',
        verdict: 'pass',
        startedAtMs: 0,
        durationMs: 20,
        calls: [{ ...call, startedAtMs: 0, durationMs: 20 }],
      },
      {
        title: 'Poll',
        verdict: 'pass',
        startedAtMs: 25,
        durationMs: 30_000,
        calls: [{ ...call, startedAtMs: 25, durationMs: 30_000 }],
      },
    ] as const
    const scenario = {
      id: 'CP-01',
      title: 'A sale',
      suite: 'sale',
      tier: 'required',
      requirements: ['guide, step 2'],
      verdict: 'fail',
      startedAt: '2026-03-01T10:00:00.000Z',
      durationMs: 30_025,
      steps,
      evidence: { paymentId: 'P1' },
      readings: [],
    } as const

    const { page, incidents } = await openPage(
      browser,
      await writePage(failingRun, { added: { scenarios: [scenario] } }),
    )

    const [short = 0, long = 0] = await page
      .locator('#scenario-CP-01 rect.busy')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height))
    expect(long).toBeGreaterThan(3 * short)
    expect(await page.locator('#scenario-CP-01 svg text').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Submit/), '30.0 s', '200']),
    )
    expect(incidents).toEqual([])
  })
})

describe('the map', () => {
  it('has a column for each check that was put to the test, and names the others', async () => {
    const checks = ['no-server-error', 'body-matches-schema', 'links-resolve'].map(
      (code) => ({ code, severity: 'error', requirements: [], describe: 'Kept.' }) as const,
    )
    const about = {
      operationId: 'a',
      method: 'get',
      path: '/a',
      tags: [],
      cases: 1,
      documentedStatuses: ['200', '404'],
    }
    const file = await writePage([
      { ...started, checks },
      { type: 'operation-started', ...about },
      finishedCase({ operationId: 'a' }),
      { type: 'operation-finished', operationId: 'a', verdict: 'pass', durationMs: 1, asked: { 'no-server-error': 1 } },
      finished,
    ])

    const { page } = await openPage(browser, file)

    expect(await page.locator('.map tbody td .v').allTextContents()).toEqual([
      'pass',
      'kept',
      'documented and seen',
      'documented, not seen',
    ])
    expect(await page.locator('#map > p').innerText()).toBe(
      'Not asked in this run: body-matches-schema, links-resolve.',
    )
  })
})

describe('the page of a run with a past', () => {
  it('draws the trend, and says of a finding since when it is there and what the baseline says', async () => {
    const result = await foldEvents(failingRun)
    const { add, history } = createRunHistory()
    const days = ['2026-02-27', '2026-02-28', '2026-03-01'] as const
    for (const [index, day] of days.entries()) {
      const findings = index === 0 ? [] : result.findings
      add({ ...result, run: { ...result.run, id: day, startedAt: `${day}T10:00:00.000Z` }, findings })
    }
    const baseline = { status: 'known', reason: 'being fixed', owner: 'ann', expiry: '2026-04-01' } as const
    const findings = result.findings.map((one) => ({ ...one, baseline }))

    const file = await writePage(failingRun, { added: { findings }, history: history() })
    const { page, incidents } = await openPage(browser, file)

    expect(await page.locator('#history svg.trend g').count()).toBe(3)
    const shown = page.locator(`#finding-${inGet.fingerprint}`)
    expect(await shown.locator('.story').innerText()).toMatch(/Since\s+2026-02-28, in 2 of 3 runs that could see it\s+/)
    expect(await shown.locator('.story').innerText()).toMatch(/Baseline\s+known: being fixed \(ann, until 2026-04-01\)/)
    expect(await shown.locator('svg.trail').getAttribute('aria-label')).toContain('.xx')
    expect(incidents).toEqual([])
  })
})

describe('the headline', () => {
  const warning = finding({ severity: 'warning', scenarioId: 'CP-01' })

  it('does not call a warning of a run that passes a broken promise', async () => {
    const { page } = await openPage(
      browser,
      await writePage([
        started,
        ...operationEvents('createPet', { method: 'post', path: '/pets' }, [finishedCase({ findings: [warning] })]),
        { ...finished, verdict: 'pass', exitCode: 0 },
      ]),
    )

    expect(await page.locator('.headline').innerText()).toMatch(/^Pass\s+1 warning in 1 of 1 operation\./)
  })

  it('counts scenarios where nothing else was run, and links to nothing that is not there', async () => {
    const file = await writePage([
      started,
      finishedScenario({ verdict: 'fail', findings: [finding(warning)] }),
      finished,
    ])

    const { page } = await openPage(browser, file)

    expect(await page.locator('h1').innerText()).toBe('1 warning in 1 of 1 scenario.')
    const links = await page.locator('#findings a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    for (const link of links) expect(await page.locator(`[id="${link?.slice(1)}"]`).count(), `${link}`).toBe(1)
  })
})

describe('a finding about several exchanges', () => {
  it('shows which of them breaks the promise, and the member in that one', async () => {
    const content = '{"name":"old"}'
    const entry = (method: string, part?: SequencePart): SequenceEntry => ({
      operationId: 'getPet',
      request: request({ method, url: 'http://h/v1/pets/1' }),
      response: {
        kind: 'response',
        status: 200,
        headers: [],
        body: { encoding: 'text', content, bytes: content.length, truncated: false },
      },
      ...(part !== undefined && { part }),
    })
    const sequence = [entry('POST'), entry('GET', 'compared'), entry('PUT', 'asked'), entry('GET', 'shows')]
    const found = finding({ payload: { pointer: '/name' }, sequence })

    const { page } = await openPage(browser, await writePage([started, finishedCase({ findings: [found] }), finished]))

    const shown = page.locator(`#finding-${found.fingerprint}`)
    expect(await shown.locator('ol.sequence summary').allInnerTexts()).toEqual([
      expect.stringMatching(/^POST \/v1\/pets\/1 → 200\s+getPet$/),
      expect.stringMatching(/^GET .+ compared with it$/),
      expect.stringMatching(/^PUT .+ the promise is about this one$/),
      expect.stringMatching(/^GET .+ here it is broken$/),
    ])
    expect(await shown.locator('ol.sequence mark:visible').allInnerTexts()).toEqual(['"name": "old"'])
    expect(await shown.locator('.story').innerText()).toMatch(/\/name of the answer of step 4/)
  })

  it('shows both answers where it came and went', async () => {
    const flaky = {
      attempts: 2,
      failures: 1,
      otherRequest: request({ url: 'http://h/v1/pets?again' }),
      otherResponse: { kind: 'response', status: 201, headers: [] },
    } as const
    const found = finding({ flaky })

    const { page } = await openPage(browser, await writePage([started, finishedCase({ findings: [found] }), finished]))

    const text = await page.locator(`#finding-${found.fingerprint}`).innerText()
    expect(text).toContain('flaky: 1 of 2')
    expect(text).toMatch(
      /HTTP 418[^]+the promise was kept \(broken 1 of 2 times\)\s+POST http:\/\/h\/v1\/pets\?again[^]+HTTP 201/i,
    )
  })
})

describe('the page of a run in which nothing is wrong', () => {
  it('says so', async () => {
    const { page } = await openPage(
      browser,
      await writePage([
        started,
        ...operationEvents('listPets', { method: 'get', path: '/pets' }, [finishedCase({ operationId: 'listPets' })]),
        { ...finished, verdict: 'pass', exitCode: 0 },
      ]),
    )

    expect(await page.locator('.headline').innerText()).toMatch(
      /^Pass\s+Every promise that was put to the test was kept\./,
    )
    expect(await page.locator('#findings').innerText()).toMatch(/None\./)
  })

  it('shows what was skipped and what could not be concluded, with the reasons', async () => {
    const { page } = await openPage(browser, await writePage(sampleRun))

    expect(await page.locator('#left-out').innerText()).toContain('the target does not remember')
    expect(await page.locator('#left-out').innerText()).toContain('no answer: connection reset: 1 case of 1 operation')
  })
})
