import { existsSync } from 'node:fs'
import process from 'node:process'
import explained from './schema-suite/exceptions.json' with { type: 'json' }
import { measure, type Measured } from './schema-suite/measure.ts'
import { readSuite, type Suite } from './schema-suite/suite.ts'

// Generates from every schema of the official JSON Schema Test Suite, draft 2020-12, and has the values judged by an
// independent validator. What fails must stand in exceptions.json with its reason, and what stands there must fail.
// `optional` schemas are measured too; `--mandatory` leaves them out.
const exceptions: readonly { readonly schema: string; readonly reason: string }[] = explained
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'JSON-Schema-Test-Suite'
const onlyMandatory = process.argv.includes('--mandatory')

async function main(): Promise<number> {
  const suite = readSuite(folder)
  if (suite === undefined) {
    process.stderr.write(
      `No JSON Schema Test Suite in ${folder}${existsSync(folder) ? ' (it has no tests/draft2020-12)' : ''}.\n` +
        'Get it with: git clone --depth 1 https://github.com/json-schema-org/JSON-Schema-Test-Suite\n' +
        'and name the folder: npm run bench:schema-suite -- <folder>\n',
    )
    return 2
  }
  const measured = await measureAll(suite)
  const reasons = new Map(exceptions.map(({ schema, reason }) => [schema, reason]))
  const failed = measured.filter(({ outcome }) => outcome === 'failed')
  const surprises = failed.filter(({ name }) => !reasons.has(name))
  const outdated = measured.filter(
    ({ name, outcome }) => (outcome === 'passed' || outcome === 'without-values') && reasons.has(name),
  )
  const unknown = exceptions.filter(({ schema }) => !onlyMandatory && !measured.some(({ name }) => name === schema))

  for (const mandatory of onlyMandatory ? [true] : [true, false]) figures(measured, mandatory)
  for (const { name } of failed.filter((each) => reasons.has(each.name)))
    line(`explained  ${name}: ${reasons.get(name)}`)
  for (const { name, reason } of surprises) line(`FAILED     ${name}: ${reason}`)
  for (const { name, reason } of measured.filter(({ outcome }) => outcome === 'unmeasured'))
    line(`unmeasured ${name}: ${reason}`)
  for (const { schema } of unknown) line(`OUTDATED   ${schema}: an exception for a schema that the suite does not have`)
  for (const { name } of outdated) line(`OUTDATED   ${name}: an exception that no longer fails; remove it`)
  return surprises.length + outdated.length + unknown.length > 0 ? 1 : 0
}

async function measureAll(suite: Suite): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  for (const entry of suite.schemas) {
    if (entry.mandatory || !onlyMandatory) measured.push(await measure(entry, suite))
  }
  return measured
}

function figures(measured: readonly Measured[], mandatory: boolean): void {
  const part = measured.filter((each) => each.mandatory === mandatory)
  const count = (outcome: Measured['outcome']): number => part.filter((each) => each.outcome === outcome).length
  line(
    `${mandatory ? 'mandatory' : 'optional '}  ${part.length} schemas: ${count('passed')} passed with 50 of 50 values, ` +
      `${count('without-values')} have no value and say so, ${count('failed')} failed`,
  )
}

function line(text: string): void {
  process.stdout.write(`${text}\n`)
}

process.exitCode = await main()
