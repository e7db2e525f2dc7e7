import type { KeyObject } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ScenarioFinished } from '../../core/event.ts'
import { certificatePage } from '../html/certificate-page.ts'
import { RESULTS_FILE } from '../json.ts'
import type { Reporter } from '../reporter.ts'
import { CERTIFICATE_FILE, CERTIFICATE_PAGE, type Certificate } from './certificate.ts'
import { envelopeText, IN_TOTO_TYPE, seal } from './envelope.ts'
import { keyIdOf } from './key.ts'
import { makeCertificate, type CertificationScope } from './make-certificate.ts'
import { statementOf, subjectOf } from './statement.ts'
import { ENVELOPE_FILE } from './verify-certificate.ts'

/** Writes the certificate, and keeps it for who asked for the run. */
export interface CertificateReporter extends Reporter {
  /** What was written; absent until the run is over. */
  written(): Written | undefined
}

export interface Written {
  readonly certificate: Certificate
  readonly folder: string
}

/**
 * Writes `certificate.json` and `certificate.html`; with a key also the envelope that vouches for both and for
 * `results.json`, which must have been written before.
 */
export function createCertificateReporter(scope: CertificationScope, key: KeyObject | undefined): CertificateReporter {
  const played: ScenarioFinished[] = []
  let written: Written | undefined
  return {
    name: 'certificate',
    onEvent: (event) => {
      if (event.type === 'scenario-finished') played.push(event)
    },
    finish: async ({ folder, result }) => {
      const certificate = makeCertificate(scope, played, result)
      const json = Buffer.from(`${JSON.stringify(certificate, null, 2)}\n`)
      const page = Buffer.from(certificatePage(certificate, key === undefined ? undefined : keyIdOf(key)))
      await writeFile(join(folder, CERTIFICATE_FILE), json)
      await writeFile(join(folder, CERTIFICATE_PAGE), page)
      if (key !== undefined) {
        const statement = statementOf(certificate, [
          subjectOf(CERTIFICATE_FILE, json),
          subjectOf(CERTIFICATE_PAGE, page),
          subjectOf(RESULTS_FILE, await readFile(join(folder, RESULTS_FILE))),
        ])
        const envelope = seal(Buffer.from(JSON.stringify(statement)), IN_TOTO_TYPE, key)
        await writeFile(join(folder, ENVELOPE_FILE), envelopeText(envelope))
      }
      written = { certificate, folder }
    },
    written: () => written,
  }
}
