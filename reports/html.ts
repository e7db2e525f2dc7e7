import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPageFold } from './html/page-fold.ts'
import { pageOf } from './html/page.ts'
import type { Reporter } from './reporter.ts'
import type { RunHistory } from './run-history.ts'

/** The file of a run folder that people read: one page, complete in itself. */
export const HTML_FILE = 'report.html'

/** Writes `report.html`, with the trend of earlier runs where they are handed over; folds the events as they come, so that memory does not grow with the run. */
export function createHtmlReporter(history?: RunHistory): Reporter {
  const fold = createPageFold()
  return {
    name: 'html',
    onEvent: (event) => fold.add(event),
    finish: ({ folder, result }) => writeFile(join(folder, HTML_FILE), pageOf({ result, data: fold.data, history })),
  }
}
