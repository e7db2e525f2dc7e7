import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import { readEnvironment } from '../../config/environment.ts'
import { loadConfigFile } from '../../config/load-config-file.ts'
import { resolveOptions } from '../../config/resolve-options.ts'
import { RUN_OPTIONS, type RunOptions } from '../../config/run-options.ts'
import { HarnessError } from '../../core/harness-error.ts'
import { CERTIFICATE_PAGE, type CertifiableScenario } from '../../reports/certificate/certificate.ts'
import { createCertificateReporter, type Written } from '../../reports/certificate/certificate-reporter.ts'
import { readSigningKey } from '../../reports/certificate/key.ts'
import { printable } from '../../reports/printable.ts'
import { OPERATIONS } from '../../run/scenario/choose-scenarios.ts'
import { CATALOGUE } from '../../suites/catalogue.ts'
import { conductRun } from '../conduct-run.ts'
import type { Terminal } from '../main.ts'
import { addSettingFlags, givenFlags } from '../setting-flags.ts'
import { verifyCommand } from './certify/verify.ts'

/** Settings of `run` that are about the operation suite, or would let a certificate overlook something. */
const NOT_HERE: readonly (keyof RunOptions)[] = [
  'operation',
  'excludeOperation',
  'tag',
  'excludeTag',
  'method',
  'excludeMethod',
  'phase',
  'profile',
  'cases',
  'shard',
  'baseline',
  'bail',
  'shrinkBudget',
]

/** `payroc-conformance certify`: the certification catalogue, then the certificate. */
export function certifyCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('certify').description('play the certification catalogue and write the certificate')
  addSettingFlags(
    command,
    RUN_OPTIONS.filter(({ name }) => !NOT_HERE.includes(name)),
  )
  command
    .option('--sign <key.pem>', 'sign the certificate with this Ed25519 key (PEM, not encrypted)')
    .addHelpText(
      'after',
      '\nEnds with 0 where the API is certified, 1 on findings, 3 where the certificate is incomplete; otherwise as run does.',
    )
    .action(async () => {
      const { sign, ...flags } = givenFlags(command)
      // Before anything is sent: a bad key should not cost a run.
      const key = typeof sign === 'string' ? readSigningKey(resolve(terminal.cwd, sign), sign) : undefined
      const environment = readEnvironment(terminal.cwd)
      const file = await loadConfigFile(terminal.cwd)
      const options = certificationOptions(resolveOptions({ flags, environment, file }))
      const reporter = createCertificateReporter(
        { catalogue: catalogueOf(), ...(options.feature !== undefined && { features: options.feature }) },
        key,
      )
      const code = await conductRun({ options, environment, file, terminal, reporters: [reporter] })
      const written = reporter.written()
      if (written === undefined) throw new HarnessError('internal', 'the run ended without a certificate')
      if (!options.quiet) terminal.stdout.write(certificateText(written, terminal.cwd))
      exit(code === 0 && written.certificate.verdict === 'incomplete' ? 3 : code)
    })
  command.addCommand(verifyCommand(terminal, exit))
  return command
}

/** All scenarios and nothing else, whatever the config file says of other runs. */
function certificationOptions(options: RunOptions): RunOptions {
  if (options.suite?.includes(OPERATIONS) === true) {
    throw new HarnessError('usage', `--suite: a certification plays scenarios, and ${OPERATIONS} is no suite of them`, {
      hint: `Leave it out, or use: payroc-conformance run --suite ${OPERATIONS}`,
    })
  }
  return {
    ...options,
    suite: options.suite ?? [...new Set(CATALOGUE.entries.map(({ suite }) => suite))],
    operation: [],
    excludeOperation: [],
    tag: [],
    excludeTag: [],
    method: [],
    excludeMethod: [],
    shard: { index: 1, count: 1 },
    baseline: undefined,
    bail: undefined,
    // The signature is about it.
    report: options.report.includes('json') ? options.report : [...options.report, 'json'],
  }
}

function catalogueOf(): readonly CertifiableScenario[] {
  return CATALOGUE.entries.map((entry) => {
    const { id, title, suite, tier, requirements } = entry
    return {
      id,
      title,
      suite,
      tier,
      requirements,
      ...('feature' in entry && entry.feature !== undefined && { feature: entry.feature }),
      ...('notRun' in entry && { notRun: entry.notRun }),
      ...('outside' in entry && entry.outside !== undefined && { outside: entry.outside }),
    }
  })
}

function certificateText({ certificate, folder }: Written, cwd: string): string {
  const { verdict, rehearsal, reasons } = certificate
  const lines = [
    `certificate  ${verdict}${rehearsal === undefined ? '' : '  (REHEARSAL)'}`,
    ...(rehearsal === undefined ? [] : [`  ${rehearsal}`]),
    ...reasons.map((reason) => `  ${reason}`),
    `  ${relative(cwd, folder) || '.'}/${CERTIFICATE_PAGE}`,
  ]
  return `\n${printable(lines.join('\n'))}\n`
}
