import { resolve } from 'node:path'
import { Command } from 'commander'
import { keyIdOf, readVerifyingKey } from '../../../reports/certificate/key.ts'
import { verifyCertificate } from '../../../reports/certificate/verify-certificate.ts'
import { printable } from '../../../reports/printable.ts'
import type { Terminal } from '../../main.ts'

/** `certify verify`: whether a signed certificate and the files that belong to it are what was signed. */
export function verifyCommand(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('verify')
    .description('check the signature of a certificate, and that its files are those that were signed')
    .argument('<certificate>', 'run folder, or the certificate.dsse.json in it')
    .requiredOption('--key <pub.pem>', 'public Ed25519 key of who signed (PEM)')
    .action((path: string, flags: { readonly key: string }) => {
      const key = readVerifyingKey(resolve(terminal.cwd, flags.key), flags.key)
      const verified = verifyCertificate(resolve(terminal.cwd, path), key)
      if (verified.kind === 'broken') {
        terminal.stdout.write(`not valid\n${verified.problems.map((problem) => `  ${printable(problem)}\n`).join('')}`)
        exit(1)
        return
      }
      const { certificate, files } = verified
      const { verdict, rehearsal, environment, contract, run } = certificate
      const lines = [
        `valid, signed with ${keyIdOf(key)}`,
        `  verdict      ${verdict}${rehearsal === undefined ? '' : ', REHEARSAL'}`,
        `  environment  ${environment.baseUrl}`,
        `  contract     ${contract.title} ${contract.version}, SHA-256 ${contract.sha256}`,
        `  tested       ${run.startedAt}`,
        `  files        ${files.join(', ')}`,
      ]
      terminal.stdout.write(`${printable(lines.join('\n'))}\n`)
      exit(0)
    })
}
