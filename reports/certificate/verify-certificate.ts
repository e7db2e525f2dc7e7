import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HarnessError } from '../../core/harness-error.ts'
import { isJsonObject } from '../../core/json.ts'
import { CERTIFICATE_FILE, type Certificate } from './certificate.ts'
import { IN_TOTO_TYPE, openEnvelope } from './envelope.ts'
import { PREDICATE_TYPE, STATEMENT_TYPE, subjectOf, type Statement, type Subject } from './statement.ts'

/** The file that `--sign` adds to a run folder. */
export const ENVELOPE_FILE = 'certificate.dsse.json'

export type Verified =
  | { readonly kind: 'intact'; readonly certificate: Certificate; readonly files: readonly string[] }
  /** One sentence each. */
  | { readonly kind: 'broken'; readonly problems: readonly string[] }

/**
 * Whether a certificate is what was signed: the signature, what it says, and the files that lie beside it.
 *
 * @param path a run folder, or the envelope in it
 * @throws HarnessError `usage` where there is no envelope
 */
export function verifyCertificate(path: string, key: KeyObject): Verified {
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  const file = isFolder ? join(path, ENVELOPE_FILE) : path
  const opened = openEnvelope(readEnvelope(file), IN_TOTO_TYPE, key)
  if (opened.kind === 'broken') return { kind: 'broken', problems: [`${ENVELOPE_FILE}: ${opened.problem}.`] }
  const statement = readStatement(opened.payload)
  if (statement === undefined) {
    return { kind: 'broken', problems: [`${ENVELOPE_FILE}: what is signed is no certificate of this tool.`] }
  }
  const folder = dirname(file)
  const problems = statement.subject.flatMap((subject) => problemOf(folder, subject))
  if (problems.length > 0) return { kind: 'broken', problems }
  return {
    kind: 'intact',
    certificate: JSON.parse(readFileSync(join(folder, CERTIFICATE_FILE), 'utf8')) as Certificate,
    files: statement.subject.map(({ name }) => name),
  }
}

function readEnvelope(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new HarnessError('usage', `There is no signed certificate at ${file}.`, {
      hint: 'Give the run folder of `certify --sign key.pem`, or the certificate.dsse.json in it.',
      cause,
    })
  }
}

function readStatement(payload: Buffer): Pick<Statement, 'subject'> | undefined {
  let value: unknown
  try {
    value = JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
  if (!isJsonObject(value) || value['_type'] !== STATEMENT_TYPE || value['predicateType'] !== PREDICATE_TYPE) {
    return undefined
  }
  const { subject } = value
  if (!Array.isArray(subject) || !subject.every(isSubject)) return undefined
  return subject.some(({ name }) => name === CERTIFICATE_FILE) ? { subject } : undefined
}

function isSubject(value: unknown): value is Subject {
  if (!isJsonObject(value) || !isJsonObject(value['digest'])) return false
  // A name leads to no other folder.
  return (
    typeof value['name'] === 'string' &&
    /^[\w-]+(\.[\w-]+)*$/.test(value['name']) &&
    typeof value['digest']['sha256'] === 'string'
  )
}

function problemOf(folder: string, { name, digest }: Subject): readonly string[] {
  const file = join(folder, name)
  if (!existsSync(file)) return [`${name} is missing; it belongs to the certificate.`]
  const found = subjectOf(name, readFileSync(file)).digest.sha256
  if (found === digest.sha256) return []
  return [`${name} is not the file that was signed: its SHA-256 is ${found}, signed was ${digest.sha256}.`]
}
