import type { Command } from 'commander'
import type { OptionSpec } from '../config/run-options.ts'

/** Settings whose help names what they may be. */
const LISTED: readonly string[] = ['suite', 'phase', 'profile', 'report', 'shard']

/** Gives a command the flags of these settings, with their defaults told rather than set. */
export function addSettingFlags(command: Command, settings: readonly OptionSpec[]): void {
  for (const { name, flag, describe, expects, defaultText, defaultValue } of settings) {
    const text = LISTED.includes(name) ? `${describe}: ${expects}` : describe
    const shown =
      defaultText ?? (typeof defaultValue === 'boolean' || defaultValue === undefined ? '' : String(defaultValue))
    command.option(flag, shown === '' ? text : `${text} (default: ${shown})`)
  }
  command.addHelpText(
    'after',
    '\nEvery flag can also be set as CONFORMANCE_<FLAG> in the environment or .env, or in conformance.config.ts; flags win.',
  )
}

/** Only what the user typed: commander's own defaults for `--no-…` flags must not outrank the environment. */
export function givenFlags(command: Command): Readonly<Record<string, unknown>> {
  const values = command.opts()
  return Object.fromEntries(Object.entries(values).filter(([name]) => command.getOptionValueSource(name) === 'cli'))
}
