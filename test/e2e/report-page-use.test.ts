import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { openPage, writePage } from '../support/report-page.ts'
import { failingRun, inList, status } from '../unit/reports/failing-run.ts'
import { finished, finishedCase, operationEvents, started } from '../unit/reports/sample-run.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(() => browser.close())

/** The titles of the findings that are to be seen. */
function seen(page: Page): Promise<readonly string[]> {
  return page
    .locator('.finding:visible .where b + *, .finding:visible .where')
    .evaluateAll((elements) => elements.flatMap((element) => element.querySelector('.quiet')?.textContent ?? []))
}

describe('by keyboard alone, a reader', () => {
  it('searches, and sees how many findings are left', async () => {
    const { page } = await openPage(browser, await writePage(failingRun))

    await page.keyboard.press('/')
    await page.keyboard.type('getpet schema')

    expect(await seen(page)).toEqual(['getPet'])
    expect(await page.getByRole('status').innerText()).toBe('1 of 3 findings')
    expect(await page.locator('.map tbody tr:visible th[scope=row]').count()).toBe(0)
    await page.keyboard.press('Escape')
    expect(await seen(page)).toHaveLength(3)
  })

  it('filters by severity, check and phase', async () => {
    const { page } = await openPage(browser, await writePage(failingRun))
    const choose = async (name: string, key: string): Promise<readonly string[]> => {
      await page.getByRole('combobox', { name }).focus()
      await page.keyboard.press('Home')
      await page.keyboard.type(key)
      return seen(page)
    }

    expect(await choose('Severity', 'warning')).toEqual(['listPets'])
    expect(await choose('Severity', '')).toHaveLength(3)
    expect(await choose('Phase', 'examples')).toEqual(['listPets'])
    expect(await choose('Phase', '')).toHaveLength(3)
    expect(await choose('Check', 'status')).toEqual(['createPet'])
  })

  it('copies the curl and the replay command', async () => {
    const { page } = await openPage(browser, await writePage(failingRun))
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const shown = page.locator(`#finding-${status.fingerprint}`)

    for (const [name, text] of [
      ['Copy curl', status.reproduction.curl],
      ['Copy replay', status.reproduction.command],
    ] as const) {
      await shown.getByRole('button', { name }).focus()
      await page.keyboard.press('Enter')
      await shown.getByRole('button', { name }).waitFor({ state: 'detached' })
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(text)
    }
  })

  it('changes between light and dark, beginning with what the system says', async () => {
    const file = await writePage(failingRun)
    const background = (page: Page): Promise<unknown> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor')
    const [light, dark] = [
      await openPage(browser, file, { colorScheme: 'light' }),
      await openPage(browser, file, { colorScheme: 'dark' }),
    ]
    const [white, black] = [await background(light.page), await background(dark.page)]
    expect(white).not.toBe(black)

    for (const [{ page }, before, after] of [
      [light, 'false', black],
      [dark, 'true', white],
    ] as const) {
      const toggle = page.getByRole('button', { name: 'Dark' })
      expect(await toggle.getAttribute('aria-pressed')).toBe(before)
      await toggle.focus()
      await page.keyboard.press('Space')
      expect(await background(page)).toBe(after)
    }
  })

  it('skips to the report', async () => {
    const { page } = await openPage(browser, await writePage(failingRun))

    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe('#main')
  })
})

describe('a deep link', () => {
  it('opens its finding, also one that a filter hides', async () => {
    const file = await writePage(failingRun)
    const hash = `#finding-${inList.fingerprint}`

    const { page } = await openPage(browser, file, { hash })

    expect(await page.locator(`${hash} .body`).isVisible()).toBe(true)
    expect(await page.locator(`${hash} summary:focus`).count()).toBe(1)
    await page.getByRole('searchbox').fill('createPet')
    expect(await page.locator(hash).isVisible()).toBe(false)
    await page.evaluate(`location.hash = '#main'; location.hash = '${hash}'`)
    await page.locator(`${hash} .body`).waitFor({ state: 'visible' })
  })

  it('opens its operation, whatever its id holds', async () => {
    const operationId = 'get /pets/{id} "ü" %2F'
    const file = await writePage([
      started,
      ...operationEvents(operationId, { method: 'get', path: '/pets/{id}' }, [finishedCase({ operationId })]),
      finished,
    ])

    const { page } = await openPage(browser, file, { hash: `#operation-${encodeURIComponent(operationId)}` })

    expect(await page.locator('.operation .body').isVisible()).toBe(true)
  })
})
