import { type Environment } from '../config/environment.ts'
import type { ReportName } from '../config/run-options.ts'
import { createAllureReporter } from '../reports/allure.ts'
import { contractPlace, contractUrl } from '../reports/contract-place.ts'
import { createCtrfReporter } from '../reports/ctrf.ts'
import { createGithubReporter } from '../reports/github.ts'
import { createHarReporter } from '../reports/har.ts'
import { createHtmlReporter } from '../reports/html.ts'
import { createJsonReporter } from '../reports/json.ts'
import { createJunitReporter } from '../reports/junit.ts'
import { createMarkdownReporter } from '../reports/markdown.ts'
import type { Reporter } from '../reports/reporter.ts'
import { createSarifReporter } from '../reports/sarif.ts'
import { createTerminalReporter } from '../reports/terminal.ts'
import { createWfcReporter } from '../reports/wfc.ts'
import type { Terminal } from './main.ts'

export interface ReporterChoice {
  readonly report: readonly ReportName[]
  readonly color: boolean
  readonly quiet: boolean
}

/** The chosen reporters, in the order in which they write. */
export function reportersFor(
  { report, color, quiet }: ReporterChoice,
  { stdout, cwd }: Terminal,
  environment: Environment,
): readonly Reporter[] {
  const make: Readonly<Record<ReportName, () => Reporter | undefined>> = {
    json: createJsonReporter,
    junit: createJunitReporter,
    allure: () => createAllureReporter((source) => contractUrlOf(source, cwd, environment)),
    html: createHtmlReporter,
    har: createHarReporter,
    ctrf: createCtrfReporter,
    wfc: createWfcReporter,
    markdown: createMarkdownReporter,
    sarif: createSarifReporter,
    // After the files, so that what it says is there is there.
    terminal: () => createTerminalReporter({ stream: stdout, noColor: !color, quiet }),
    // Last: until then the runner obeys no command, whatever a server made us print.
    github: () =>
      environment['GITHUB_ACTIONS'] === 'true'
        ? createGithubReporter({
            stdout,
            summaryFile: environment['GITHUB_STEP_SUMMARY'] || undefined,
            workspace: environment['GITHUB_WORKSPACE'] || undefined,
            cwd,
          })
        : undefined,
  }
  // Code scanning is GitHub's, too.
  const wanted = new Set<ReportName>([...report, ...(report.includes('github') ? (['sarif'] as const) : [])])
  const chosen = (Object.keys(make) as ReportName[]).filter((name) => wanted.has(name))
  return chosen.flatMap((name) => make[name]() ?? [])
}

function contractUrlOf(source: string, cwd: string, environment: Environment): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit, GITHUB_WORKSPACE: root } = environment
  if (server === undefined || name === undefined || commit === undefined) {
    return contractUrl(contractPlace(source), cwd, undefined)
  }
  const place = contractPlace(source, { cwd, ...(root !== undefined && { root }) })
  return contractUrl(place, cwd, { url: `${server}/${name}`, commit })
}
