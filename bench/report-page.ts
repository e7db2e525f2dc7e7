import { statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { launchChromium } from '../test/support/chromium.ts'

// Measures report.html of a run folder: how large it is, and how soon a reader can use it in Chromium. Prints figures,
// asserts nothing.
const [folder] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('Name the folder of a run, such as one of `payroc-conformance run --out run`.\n')
  process.exit(2)
}

/** Times it is opened; the median is printed. */
const TIMES = 5

interface Figures {
  readonly painted: number
  readonly interactive: number
  readonly search: number
  readonly elements: number
}

/** Milliseconds from the navigation on; evaluated in the page. */
const MEASURE = `(async () => {
  const [navigation] = performance.getEntriesByType('navigation')
  const [paint] = performance.getEntriesByName('first-contentful-paint')
  const search = document.getElementById('search')
  const began = performance.now()
  search.value = 'payment'
  search.dispatchEvent(new Event('input'))
  document.body.getBoundingClientRect()
  return {
    painted: paint?.startTime ?? 0,
    interactive: navigation.loadEventEnd,
    search: performance.now() - began,
    elements: document.querySelectorAll('*').length,
  }
})()`

const file = join(folder, 'report.html')
const browser = await launchChromium()
const measured: Figures[] = []
try {
  for (let i = 0; i < TIMES; i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' })
    measured.push(await page.evaluate(MEASURE))
    await context.close()
  }
} finally {
  await browser.close()
}

const median = (of: (figures: Figures) => number): string =>
  (measured.map(of).toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0).toFixed(0)
const line = (label: string, value: string): void => {
  process.stdout.write(`${label.padEnd(48)} ${value}\n`)
}
line('size of report.html', `${(statSync(file).size / 1_000_000).toFixed(2)} MB`)
line(
  'elements',
  median(({ elements }) => elements),
)
line('first contentful paint', `${median(({ painted }) => painted)} ms`)
line('interactive: loaded, its script has run', `${median(({ interactive }) => interactive)} ms`)
line('answer to a search', `${median(({ search }) => search)} ms`)
