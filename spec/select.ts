import { globExpression } from '../core/glob.ts'
import { HarnessError } from '../core/harness-error.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Contract, Operation } from './model.ts'

/** Patterns by what they are matched with; `*` stands for any run of characters. An empty list chooses everything. */
export interface OperationFilter {
  readonly operation?: readonly string[]
  readonly excludeOperation?: readonly string[]
  readonly tag?: readonly string[]
  readonly excludeTag?: readonly string[]
  readonly method?: readonly string[]
  readonly excludeMethod?: readonly string[]
}

interface Trait {
  readonly flag: string
  readonly what: string
  readonly chosen: readonly string[]
  readonly excluded: readonly string[]
  valuesOf(operation: Operation): readonly string[]
}

/**
 * The operations that every given trait chooses and none excludes, in document order; possibly none.
 *
 * @throws HarnessError `usage` for a pattern that matches nothing in the contract
 */
export function selectOperations(contract: Contract, filter: OperationFilter): readonly Operation[] {
  const matchers = traitsOf(filter).map((trait) => matcherOf(contract, trait))
  return contract.operations.filter((operation) => matchers.every((matches) => matches(operation)))
}

function traitsOf(filter: OperationFilter): readonly Trait[] {
  return [
    {
      flag: 'operation',
      what: 'operation',
      chosen: filter.operation ?? [],
      excluded: filter.excludeOperation ?? [],
      valuesOf: ({ operationId }) => [operationId],
    },
    {
      flag: 'tag',
      what: 'tag',
      chosen: filter.tag ?? [],
      excluded: filter.excludeTag ?? [],
      valuesOf: ({ tags }) => tags,
    },
    {
      flag: 'method',
      what: 'method',
      chosen: filter.method ?? [],
      excluded: filter.excludeMethod ?? [],
      valuesOf: ({ method }) => [method],
    },
  ]
}

function matcherOf(contract: Contract, trait: Trait): (operation: Operation) => boolean {
  const values = new Set(contract.operations.flatMap((operation) => trait.valuesOf(operation)))
  const compile = (pattern: string, flag: string): RegExp => {
    const expression = globExpression(pattern)
    if (![...values].some((value) => expression.test(value))) throw nothingMatches(pattern, flag, trait.what, values)
    return expression
  }
  const chosen = trait.chosen.map((pattern) => compile(pattern, `--${trait.flag}`))
  const excluded = trait.excluded.map((pattern) => compile(pattern, `--exclude-${trait.flag}`))
  const matchesAny = (expressions: readonly RegExp[], operation: Operation): boolean =>
    trait.valuesOf(operation).some((value) => expressions.some((expression) => expression.test(value)))
  return (operation) => (chosen.length === 0 || matchesAny(chosen, operation)) && !matchesAny(excluded, operation)
}

function nothingMatches(pattern: string, flag: string, what: string, values: ReadonlySet<string>): HarnessError {
  return new HarnessError('usage', `${flag} ${pattern} matches no ${what} of the contract`, {
    hint: didYouMean(pattern.replaceAll('*', ''), values) ?? `There are: ${some([...values])}.`,
  })
}

function some(values: readonly string[]): string {
  if (values.length === 0) return 'none'
  return values.length <= 8 ? values.join(', ') : `${values.slice(0, 8).join(', ')} and ${values.length - 8} more`
}
