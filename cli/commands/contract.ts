import process from 'node:process'
import { Command, Option } from 'commander'
import { cacheDirectory, readEnvironment } from '../../config/environment.ts'
import { extraSettings, loadConfigFile } from '../../config/load-config-file.ts'
import { configuredPools } from '../../run/configured-pools.ts'
import { lintReport, lintReportJson, needsWork } from '../lint-report.ts'
import { operationTable, operationTableJson } from '../operation-table.ts'
import { poolListing, poolListingJson } from '../pool-listing.ts'
import { loadContract } from '../../spec/load.ts'
import { selectOperations } from '../../spec/select.ts'
import type { LintFinding } from '../../spec/lint/rule.ts'
import type { Contract } from '../../spec/model.ts'

/** What the command needs of the process it runs in. */
export interface ContractCommandParts {
  write(text: string): void
  exit(code: number): void
  /** What relative paths of `--spec` start from; absent: the working directory. */
  readonly cwd?: string
  /** Where compiled contracts are kept; absent: the user's cache directory. */
  readonly cacheDir?: string
}

interface ContractFlags {
  readonly spec?: string
  readonly format: 'text' | 'json'
  readonly cache: boolean
}

type FilterFlags = Readonly<
  Partial<
    Record<'operation' | 'tag' | 'method' | 'excludeOperation' | 'excludeTag' | 'excludeMethod', readonly string[]>
  >
>

/** `payroc-conformance contract list|lint|links`: the document itself. `lint` ends with 1 when it finds errors or warnings. */
export function contractCommand(parts: ContractCommandParts): Command {
  const command = new Command('contract')
    .description('list and lint the contract itself, show how its ids hang together')
    .helpCommand(false)

  const list = withContractFlags(command.command('list')).description('the operations of the contract')
  for (const what of ['operation', 'tag', 'method']) {
    list.option(`--${what} <list>`, `only these ${what}s (comma list, * globs)`, commaList)
    list.option(`--exclude-${what} <list>`, `without these ${what}s (comma list, * globs)`, commaList)
  }
  list.action(async (flags: ContractFlags & FilterFlags) => {
    const contract = await contractOf(flags, parts)
    const operations = selectOperations(contract, filterOf(flags))
    const render = flags.format === 'json' ? operationTableJson : operationTable
    parts.write(render(contract, operations))
    parts.exit(0)
  })

  const lintCommand = withContractFlags(command.command('lint')).description(
    'defects of the contract, with their lines',
  )
  lintCommand.addHelpText(
    'after',
    '\nEnds with 1 when there are errors or warnings, with 0 when there is nothing or only info.',
  )
  lintCommand.action(async (flags: ContractFlags) => {
    const contract = await contractOf(flags, parts)
    const findings = await lint(contract)
    parts.write(flags.format === 'json' ? lintReportJson(contract, findings) : lintReport(findings))
    parts.exit(needsWork(findings) ? 1 : 0)
  })

  const links = withContractFlags(command.command('links')).description(
    'which answers show the ids that other operations need',
  )
  links.action(async (flags: ContractFlags) => {
    const contract = await contractOf(flags, parts)
    const file = await loadConfigFile(parts.cwd ?? process.cwd())
    const { table } = configuredPools(contract, extraSettings(file))
    parts.write(flags.format === 'json' ? poolListingJson(table) : poolListing(table))
    parts.exit(0)
  })
  return command
}

/** Validator and generators are loaded only here: no other command should wait for them. */
async function lint(contract: Contract): Promise<readonly LintFinding[]> {
  const [{ lintContract }, { loadPositions }, { judgeAsLinter }] = await Promise.all([
    import('../../spec/lint/lint.ts'),
    import('../../spec/positions.ts'),
    import('../lint-parts.ts'),
  ])
  return lintContract(contract, await loadPositions(contract), judgeAsLinter(contract))
}

function withContractFlags(command: Command): Command {
  return command
    .option('--spec <path or URL>', 'OpenAPI document (default: the packaged one)')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--no-cache', 'read the document anew')
}

function contractOf({ spec, cache }: ContractFlags, parts: ContractCommandParts): Promise<Contract> {
  const { cwd = process.cwd() } = parts
  const { cacheDir = cacheDirectory(readEnvironment(cwd)) } = parts
  return loadContract(spec, { cache, cacheDir, cwd })
}

function filterOf(flags: FilterFlags) {
  const { operation = [], tag = [], method = [], excludeOperation = [], excludeTag = [], excludeMethod = [] } = flags
  return { operation, tag, method, excludeOperation, excludeTag, excludeMethod }
}

/** Items of a comma list; given twice, the lists are joined. */
function commaList(text: string, before: readonly string[] = []): readonly string[] {
  const items = text.split(',').map((item) => item.trim())
  return [...before, ...items.filter((item) => item !== '')]
}
