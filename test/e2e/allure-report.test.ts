import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { createAllureReporter } from '../../reports/allure.ts'
import { foldEvents } from '../../reports/result-fold.ts'
import { launchChromium } from '../support/chromium.ts'
import { temporaryFolder } from '../support/run-cli.ts'
import { eventsOf, richRun } from '../unit/reports/rich-run.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

describe('npm run report:allure', () => {
  const folder = temporaryFolder()
  let browser: Browser
  beforeAll(async () => {
    await createAllureReporter().finish?.({ folder, result: await foldEvents(richRun), events: eventsOf })
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('makes one HTML file that opens from disk, shows the tests and asks the network for nothing', async () => {
    const code = await new Promise((done) => {
      spawn('npm', ['run', '--silent', 'report:allure', '--', folder], {
        cwd: ROOT,
        stdio: 'ignore',
        env: process.env,
      }).on('close', done)
    })
    const page = await browser.newPage()
    const asked: string[] = []
    await page.route('**', (route) => {
      const url = route.request().url()
      if (/^(file|data|blob):/.test(url)) return route.continue()
      asked.push(url)
      return route.abort()
    })

    await page.goto(`${pathToFileURL(join(folder, 'allure-report', 'index.html')).href}#suites`)
    await page.getByText('scenarios').first().click()
    await page.getByText('sale', { exact: true }).first().click()
    await page.getByText('CP-01: Sale').first().click()
    await page.getByText('The poll did not hold.').first().waitFor()

    expect([code, asked]).toEqual([0, []])
  })
})
