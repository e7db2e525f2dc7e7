import { inspect } from 'node:util'
import { HarnessError } from '../core/harness-error.ts'
import { didYouMean } from '../core/nearest.ts'
import { environmentName, type Environment } from './environment.ts'
import type { ConfigFile } from './load-config-file.ts'
import { RUN_OPTIONS, type RunOptions } from './run-options.ts'

export interface OptionSources {
  /** Values given as flags, by option name. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly environment: Environment
  readonly file: ConfigFile | undefined
}

/** Environment names that are ours but not the setting of a flag. */
const OTHER_NAMES = ['CONFORMANCE_BEARER', 'CONFORMANCE_RECORDING']

/**
 * Merges the sources: flag over environment over config file over default.
 *
 * @throws HarnessError `usage` or `configuration` naming the source, what it expected and what it got
 */
export function resolveOptions(sources: OptionSources): RunOptions {
  refuseUnknownEnvironment(sources.environment)
  const resolved: Record<string, unknown> = {}
  for (const option of RUN_OPTIONS) {
    const [value, source, code] = valueOf(option.name, option.flag, sources)
    if (value === undefined) {
      resolved[option.name] = option.defaultValue
      continue
    }
    const parsed = option.schema.safeParse(value)
    if (!parsed.success) {
      const hint = suggestion(value, option.choices)
      throw new HarnessError(
        code,
        `${source}: expected ${option.expects}, got ${shown(value)}`,
        hint === undefined ? {} : { hint },
      )
    }
    resolved[option.name] = parsed.data
  }
  // The sandbox serves the packaged contract; of any other there is only a mock.
  resolved['target'] ??= resolved['spec'] === undefined ? 'sandbox' : 'prism'
  return resolved as unknown as RunOptions
}

/** The nearest word for the first one that is not known. */
function suggestion(value: unknown, choices: readonly string[] = []): string | undefined {
  const words = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
  const unknown = words.map((word) => String(word).trim()).find((word) => word !== '' && !choices.includes(word))
  return unknown === undefined ? undefined : didYouMean(unknown, choices)
}

/** A config file may hold what has no JSON: a function, a bigint. */
function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : inspect(value, { breakLength: Infinity })
}

function valueOf(
  name: string,
  flag: string,
  { flags, environment, file }: OptionSources,
): readonly [unknown, string, 'usage' | 'configuration'] {
  if (flags[name] !== undefined) return [flags[name], flag.split(' ')[0] ?? flag, 'usage']
  const variable = environmentName(name)
  const text = environment[variable]
  if (text !== undefined && text !== '') return [text, variable, 'configuration']
  return [file?.values[name], `${file?.name}: ${name}`, 'configuration']
}

function refuseUnknownEnvironment(environment: Environment): void {
  const known = [...RUN_OPTIONS.map((option) => environmentName(option.name)), ...OTHER_NAMES]
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('CONFORMANCE_') || known.includes(name)) continue
    throw new HarnessError('configuration', `${name} is set, but there is no such setting`, {
      hint: didYouMean(name, known) ?? `Known names: ${known.join(', ')}.`,
    })
  }
}
