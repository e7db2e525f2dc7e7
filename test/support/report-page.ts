import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import type { RunEvent } from '../../core/event.ts'
import { createHtmlReporter, HTML_FILE } from '../../reports/html.ts'
import { createResultFold } from '../../reports/result-fold.ts'
import type { RunHistory } from '../../reports/run-history.ts'
import type { RunResult } from '../../reports/run-result.ts'
import { temporaryFolder } from './run-cli.ts'

/** Writes the page of these events as a run would; what was added to the result is as other parts of a run add it. */
export async function writePage(
  events: Iterable<RunEvent>,
  { added = {}, history }: { added?: Partial<RunResult>; history?: RunHistory } = {},
): Promise<string> {
  const [fold, reporter] = [createResultFold(), createHtmlReporter()]
  for (const event of events) {
    fold.add(event)
    reporter.onEvent?.(event)
  }
  const folder = temporaryFolder()
  await reporter.finish?.({
    folder,
    result: { ...fold.result(), ...added },
    events: nothing,
    ...(history !== undefined && { history }),
  })
  return join(folder, HTML_FILE)
}

async function* nothing(): AsyncIterable<RunEvent> {}

/** A page from disk, and everything that must not happen in it. */
export interface OpenPage {
  readonly page: Page
  /** Requests for anything but the page itself, errors, dialogs, and messages on the console. */
  readonly incidents: readonly string[]
}

/** Opens a file in a browser of its own profile, as a double click would. */
export async function openPage(
  browser: Browser,
  file: string,
  options: { hash?: string; colorScheme?: 'light' | 'dark'; width?: number } = {},
): Promise<OpenPage> {
  const { hash = '', colorScheme = 'light', width = 1280 } = options
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
  const page = await context.newPage()
  const incidents: string[] = []
  const url = pathToFileURL(file).href
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) incidents.push(`request ${request.url()}`)
  })
  page.on('pageerror', ({ message }) => incidents.push(`error ${message}`))
  page.on('console', (message) => incidents.push(`console ${message.text()}`))
  page.on('dialog', (dialog) => {
    incidents.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(url + hash)
  return { page, incidents }
}
