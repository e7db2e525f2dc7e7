import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPageFold } from './html/page-fold.ts'
import { pageOf } from './html/page.ts'
import type { Reporter } from './reporter.ts'

/** The file of a run folder that people read: one page, complete in itself. */
export const HTML_FILE = 'report.html'

/** Writes `report.html`, with the trend of earlier runs where there are some; folds the events as they come, so that memory does not grow with the run. */
export function createHtmlReporter(): Reporter {
  const fold = createPageFold()
  return {
    name: 'html',
    onEvent: (event) => fold.add(event),
    finish: ({ folder, result, history }) =>
      writeFile(join(folder, HTML_FILE), pageOf({ result, data: fold.data, history })),
  }
}
