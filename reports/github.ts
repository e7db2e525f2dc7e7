import { randomUUID } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import type { Finding, Severity } from '../core/finding.ts'
import { contractPlace } from './contract-place.ts'
import { markdownSummary } from './markdown.ts'
import { printable } from './printable.ts'
import type { Reporter } from './reporter.ts'
import type { RunResult } from './run-result.ts'
import { shortened } from './text-layout.ts'

export interface GithubOptions {
  /** Where the runner reads workflow commands. */
  readonly stdout: Writable
  /** File of the job summary (`GITHUB_STEP_SUMMARY`). */
  readonly summaryFile: string | undefined
  /** Root of the checkout (`GITHUB_WORKSPACE`), from which annotations name files. */
  readonly workspace: string | undefined
  readonly cwd: string
}

/** GitHub keeps so many annotations of each level per step. */
const MAX_ANNOTATIONS = 10

/**
 * Under GitHub Actions: an annotation on the line of the contract for each finding, and the job summary. While the run
 * goes on the runner is told to obey no command, so that no text of a server can be one.
 */
export function createGithubReporter({ stdout, summaryFile, workspace, cwd }: GithubOptions): Reporter {
  const token = randomUUID()
  return {
    name: 'github',
    onEvent(event) {
      if (event.type === 'run-started') stdout.write(`::stop-commands::${token}\n`)
    },
    async finish({ result }) {
      stdout.write(`::${token}::\n${annotations(result, { cwd, ...(workspace !== undefined && { root: workspace }) })}`)
      if (summaryFile !== undefined) await appendFile(summaryFile, markdownSummary(result))
    },
  }
}

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/** Workflow commands, one a line: the first findings of each level, each at its line of the contract. */
export function annotations(
  { findings, contract }: RunResult,
  folders: { readonly cwd?: string; readonly root?: string },
): string {
  const place = contractPlace(contract.source, folders)
  const levels = Map.groupBy(findings, levelOf)
  const lines = [...levels].flatMap(([level, group]) =>
    group.slice(0, MAX_ANNOTATIONS).map((finding) => {
      const { code, operationId, document, message, title, expected, actual, reproduction } = finding
      const properties = {
        ...(place.kind === 'file' && { file: place.path }),
        ...(place.kind === 'file' && document.line !== undefined && { line: String(document.line) }),
        title: `${code}: ${operationId}`,
      }
      const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`)
      const text = [message || title, `expected ${expected}`, `came ${actual}`, reproduction.command]
      return `::${level} ${written.join(',')}::${escapeData(shortened(text.join('\n'), 4000))}\n`
    }),
  )
  return lines.join('')
}

/** A known finding does not fail the run, and is not shown as if it did. */
function levelOf({ severity, baseline }: Finding): string {
  return baseline?.status === 'known' ? 'notice' : COMMANDS[severity]
}

function escapeData(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
