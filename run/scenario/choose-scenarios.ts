import type { TagConfig } from '../../config/define-config.ts'
import type { RunOptions } from '../../config/run-options.ts'
import { globExpression } from '../../core/glob.ts'
import { HarnessError } from '../../core/harness-error.ts'
import { didYouMean } from '../../core/nearest.ts'
import { deriveSeed } from '../../core/seed.ts'
import type { Contract } from '../../spec/model.ts'
import type { Readiness } from '../doctor/equipment.ts'
import type { GuideRule } from '../restricted-in-words.ts'
import { type Environments, NO_ENVIRONMENTS } from '../environments.ts'
import type { Outcome } from '../journal/journal.ts'
import type { CatalogueEntry } from './scenario.ts'

/** All scenarios there are, and for which documents they are written. */
export interface Catalogue {
  readonly entries: readonly CatalogueEntry[]
  /** Whether a document is one that the scenarios speak of. */
  fits(contract: Contract): boolean
  /** Test systems of the API, and the hosts that nothing is ever sent to. */
  readonly environments: Environments
  /** Member by which whoever makes something names it; it carries the run's tag where the target outlives the run. */
  readonly tag?: TagConfig
  /** What the API makes of resources by itself, so that it is cleaned up, too. */
  readonly outcomes?: readonly Outcome[]
  /** How `doctor` asks for terminal and device; absent: it does not. */
  readonly readiness?: Readiness
  /** What the guides demand although the document leaves it open; nobody who enforces it is told off. */
  readonly guideRules?: readonly GuideRule[]
  /** Features that a target lacks visibly, by refusing what belongs to them: they can be tried where none is declared. */
  readonly refusable?: readonly string[]
  /** Terminal and device to use where the environment names none. */
  readonly defaults: { readonly terminal: string; readonly serialNumber: string }
}

/** For runs of the operation suite alone. */
export const NO_SCENARIOS: Catalogue = {
  entries: [],
  fits: () => false,
  environments: NO_ENVIRONMENTS,
  defaults: { terminal: '', serialNumber: '' },
}

export interface Chosen {
  /** Whether the operation suite is run. */
  readonly operations: boolean
  readonly scenarios: readonly CatalogueEntry[]
}

/** The suite that is derived from the document alone. */
export const OPERATIONS = 'operations'

/**
 * The suites and scenarios that a run's options leave. Filters of operations narrow the operation suite and leave no
 * scenario, and filters of scenarios no operation, unless a suite is asked for by name.
 *
 * @throws HarnessError `usage` for a suite or scenario that does not exist
 */
export function chooseSuites(catalogue: Catalogue, contract: Contract, options: RunOptions): Chosen {
  const { entries } = catalogue
  const suites = [OPERATIONS, ...new Set(entries.map(({ suite }) => suite))]
  const named = options.suite?.flatMap((name) => matching(name, suites, 'suite'))
  const ids = entries.map(({ id }) => id)
  const included = options.scenario.flatMap((pattern) => matching(pattern, ids, 'scenario'))
  const excluded = options.excludeScenario.flatMap((pattern) => matching(pattern, ids, 'scenario'))
  const isNarrowed = [options.operation, options.tag, options.method].some((filter) => filter.length > 0)
  const wants = (suite: string): boolean => {
    if (named !== undefined) return named.includes(suite)
    if (suite === OPERATIONS) return included.length === 0
    return !isNarrowed && catalogue.fits(contract)
  }
  return {
    operations: wants(OPERATIONS),
    scenarios: entries.filter(
      ({ id, suite }) =>
        wants(suite) &&
        (included.length === 0 || included.includes(id)) &&
        !excluded.includes(id) &&
        deriveSeed(0, suite) % options.shard.count === options.shard.index - 1,
    ),
  }
}

function matching(pattern: string, names: readonly string[], what: string): readonly string[] {
  const expression = globExpression(pattern)
  const found = names.filter((name) => expression.test(name))
  if (found.length > 0) return found
  throw new HarnessError('usage', `--${what}: there is no ${what} "${pattern}"`, {
    hint: didYouMean(pattern, names) ?? `There are: ${names.join(', ')}.`,
  })
}
