import { RUN_OPTIONS, type ReportName } from '../../../config/run-options.ts'
import { resolveOptions } from '../../../config/resolve-options.ts'

const OPTION = RUN_OPTIONS.find(({ name }) => name === 'report')

/** What `--report` is when it is not given. */
export const DEFAULT_REPORTS_TEXT: string = OPTION?.defaultText ?? ''

/**
 * The list of `--report` as `run` reads it.
 *
 * @throws HarnessError `usage` for an unknown name
 */
export function parseReports(text: string | undefined): readonly ReportName[] {
  return resolveOptions({ flags: { report: text }, environment: {}, file: undefined }).report
}
