import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import type { BaselineEntry } from '../../../core/baseline-entry.ts'
import { systemClock, type Clock } from '../../../core/clock.ts'
import { HarnessError } from '../../../core/harness-error.ts'
import { markOf, updateBaseline, type BaselineUpdate } from '../../../reports/baseline-comparison.ts'
import { baselineText, readBaseline } from '../../../reports/baseline-file.ts'
import { printableLine } from '../../../reports/printable.ts'
import { readResults } from '../../../reports/read-results.ts'
import { counted } from '../../../reports/text-layout.ts'
import { isoDate } from '../../../run/baseline-watch.ts'
import type { Terminal } from '../../main.ts'
import { latestRun } from './latest-run.ts'

interface BaselineFlags {
  readonly update?: boolean
  readonly from?: string
  readonly baseline: string
  readonly reason: string
  readonly owner: string
  readonly expiry?: string
}

/** An entry that nobody came back to should not stay for ever. */
const DEFAULT_DAYS = 90
const DAY_MS = 86_400_000

/** `report baseline`: what a run says of the file of known findings; with `--update`, brings the file up to date. */
export function baselineCommand(terminal: Terminal, exit: (code: number) => void, clock: Clock = systemClock): Command {
  return new Command('baseline')
    .description('compare a run with the file of known findings, or update that file')
    .option('--update', 'write the file: add what is new, remove what no longer happens, keep what was reviewed')
    .option('--from <run>', 'run folder or results.json (default: the newest run below .conformance)')
    .option('--baseline <file>', 'the file', 'conformance.baseline.json')
    .option('--reason <text>', 'why new entries are accepted', 'not reviewed yet')
    .option('--owner <name>', 'who sees to new entries', 'nobody yet')
    .option('--expiry <date>', `last day of new entries, ISO date or none (default: in ${DEFAULT_DAYS} days)`)
    .addHelpText(
      'after',
      '\nWithout --update it ends with 1 when the run has findings that are new or whose entry has expired.',
    )
    .action(async (flags: BaselineFlags) => {
      const file = resolve(terminal.cwd, flags.baseline)
      const isThere = existsSync(file)
      // Without the file everything is new; with --update it is made.
      const entries = isThere ? readBaseline(file, flags.baseline).entries : []
      const from = latestRun(flags.from, terminal.cwd)
      const result = await readResults(from)
      const today = isoDate(clock.now())
      const expiry = expiryOf(flags.expiry, clock.now())
      const update = updateBaseline(entries, result, { reason: flags.reason, owner: flags.owner, expiry, today })
      terminal.stdout.write(`${linesOf(update, entries, today).join('\n')}\n`)
      if (flags.update === true) {
        writeFileSync(file, baselineText(update.entries))
        terminal.stdout.write(
          `${isThere ? 'updated' : 'made'} ${flags.baseline}: ${counted(update.entries.length, 'finding')}, from ${from}\n`,
        )
        exit(0)
      } else {
        if (update.added.length + update.removed.length > 0) {
          terminal.stdout.write(
            `${flags.baseline} was not written; --update adds what is new and removes what is gone\n`,
          )
        }
        const happening = new Set(result.findings.map(({ fingerprint }) => fingerprint))
        const expired = update.expired.some(({ fingerprint }) => happening.has(fingerprint))
        exit(update.added.length > 0 || expired ? 1 : 0)
      }
    })
}

function expiryOf(text: string | undefined, now: number): string | undefined {
  if (text === 'none') return undefined
  if (text === undefined) return isoDate(now + DEFAULT_DAYS * DAY_MS)
  const time = Date.parse(text)
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && isoDate(time) === text) return text
  throw new HarnessError(
    'usage',
    `--expiry: expected an ISO date such as 2026-12-31, or none, got ${JSON.stringify(text)}`,
  )
}

function linesOf(
  { added, removed, expired }: BaselineUpdate,
  entries: readonly BaselineEntry[],
  today: string,
): readonly string[] {
  const row = (word: string, entry: BaselineEntry, more = ''): string =>
    `  ${word.padEnd(8)}  ${entry.fingerprint}  ${entry.check} at ${printableLine(entry.operation)}${more}: ${printableLine(entry.title ?? '')}`
  const known = entries.filter((entry) => !removed.includes(entry) && markOf(entry, today).status === 'known')
  return [
    ...added.map((entry) => row('new', entry)),
    ...expired.map((entry) => row('expired', entry, ` (${entry.owner}, until ${entry.expiry ?? ''})`)),
    ...removed.map((entry) => row('gone', entry)),
    `${added.length} new, ${known.length} known, ${expired.length} expired, ${removed.length} no longer happening`,
  ]
}
