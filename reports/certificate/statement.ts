import { createHash } from 'node:crypto'
import type { Certificate, CertificateVerdict } from './certificate.ts'

/** A file that is vouched for. */
export interface Subject {
  readonly name: string
  readonly digest: { readonly sha256: string }
}

/** What is signed: an in-toto Statement v1 with the predicate for test results. */
export interface Statement {
  readonly _type: typeof STATEMENT_TYPE
  readonly subject: readonly Subject[]
  readonly predicateType: typeof PREDICATE_TYPE
  readonly predicate: {
    readonly result: 'PASSED' | 'WARNED' | 'FAILED'
    /** What was tested with: the contract. */
    readonly configuration: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[]
    readonly passedTests: readonly string[]
    readonly warnedTests: readonly string[]
    readonly failedTests: readonly string[]
  }
}

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'
export const PREDICATE_TYPE = 'https://in-toto.io/attestation/test-result/v0.1'

/** The statement of a certificate about the files that belong to it. */
export function statementOf(certificate: Certificate, subject: readonly Subject[]): Statement {
  const { verdict, rehearsal, contract, scenarios } = certificate
  const idsOf = (isIn: (verdict: string) => boolean): readonly string[] =>
    scenarios.filter((scenario) => isIn(scenario.verdict)).map(({ id }) => id)
  return {
    _type: STATEMENT_TYPE,
    subject,
    predicateType: PREDICATE_TYPE,
    predicate: {
      // Who reads nothing else must not take a rehearsal for the performance.
      result: rehearsal !== undefined && verdict === 'certified' ? 'WARNED' : RESULTS[verdict],
      configuration: [{ name: `${contract.title} ${contract.version}`, digest: { sha256: contract.sha256 } }],
      passedTests: idsOf((one) => one === 'pass'),
      warnedTests: idsOf((one) => one === 'inconclusive' || one === 'skipped'),
      failedTests: idsOf((one) => one === 'fail'),
    },
  }
}

const RESULTS: Readonly<Record<CertificateVerdict, Statement['predicate']['result']>> = {
  certified: 'PASSED',
  incomplete: 'WARNED',
  'not certified': 'FAILED',
}

/** A file by its name and the digest of its bytes. */
export function subjectOf(name: string, bytes: Buffer): Subject {
  return { name, digest: { sha256: createHash('sha256').update(bytes).digest('hex') } }
}
