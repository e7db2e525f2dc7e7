import { generateKeyPairSync } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Certificate } from '../../reports/certificate/certificate.ts'
import { findCardNumbers } from '../../transport/redact/card-number.ts'
import { runCli, temporaryFolder, type CliResult } from '../support/run-cli.ts'

const cwd = temporaryFolder()
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
writeFileSync(join(cwd, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
writeFileSync(join(cwd, 'pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }))

/** A few scenarios are enough to see what becomes of scenarios. */
const NARROW = [
  'certify',
  '--target',
  'sandbox',
  '--scenario',
  'CP-03,CP-05,CNP-01',
  '--seed',
  '7',
  '--report',
  'terminal',
]

function certificateIn(folder: string): Certificate {
  return JSON.parse(readFileSync(join(cwd, folder, 'certificate.json'), 'utf8')) as Certificate
}

let outcome: CliResult

beforeAll(async () => {
  outcome = await runCli([...NARROW, '--out', 'signed', '--sign', 'key.pem'], { cwd })
}, 120_000)

describe('certify on the sandbox', () => {
  it('plays the scenarios and nothing else, and calls what it writes a rehearsal', () => {
    const certificate = certificateIn('signed')

    expect(certificate.scenarios.map(({ id, verdict, decides }) => [id, verdict, decides])).toEqual([
      ['CP-05', 'pass', true],
      ['CP-03', 'pass', true],
      ['CNP-01', 'pass', true],
    ])
    expect(certificate.rehearsal).toContain('the sandbox')
    expect(readFileSync(join(cwd, 'signed', 'certificate.html'), 'utf8')).toContain('<strong>REHEARSAL</strong>')
    expect(outcome.stdout).toContain('\ncertificate  incomplete  (REHEARSAL)\n')
    expect(outcome.stdout).toContain('operations  0 of 0 exercised')
  })

  it('is incomplete and ends with 3 where required scenarios were left out', () => {
    const certificate = certificateIn('signed')

    expect(outcome.code).toBe(3)
    expect(certificate.verdict).toBe('incomplete')
    expect(certificate.notRun.find(({ id }) => id === 'CP-01')).toMatchObject({
      decides: true,
      reason: 'it was left out of this run',
    })
    expect(certificate.notRun.find(({ id }) => id === 'AUTH-02')).toMatchObject({
      decides: false,
      reason: 'judged by observe',
    })
  })

  it('shows the keys of repeated submissions, and no token, API key or card number', () => {
    const text = ['certificate.json', 'certificate.html']
      .map((name) => readFileSync(join(cwd, 'signed', name), 'utf8'))
      .join('')
    const keys = certificateIn('signed')
      .scenarios.filter(({ id }) => id === 'CP-05')
      .flatMap(({ steps }) => steps.flatMap(({ calls }) => calls.flatMap(({ idempotencyKey }) => idempotencyKey ?? [])))

    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(findCardNumbers(text)).toEqual([])
    expect(text).not.toMatch(/Bearer \S|eyJ[\w-]{8}|x-api-key/)
  })

  it('is not certified and ends with 1 where a required scenario fails', async () => {
    const { code, stdout } = await runCli([...NARROW, '--fault', 'cancel-has-no-effect', '--out', 'faulty'], { cwd })

    expect(code).toBe(1)
    expect(certificateIn('faulty').verdict).toBe('not certified')
    expect(stdout).toContain('1 scenario that decides failed: CP-03.')
  }, 120_000)
})

describe('certify verify', () => {
  it('finds the signature valid, of the folder and of the envelope in it', async () => {
    const folder = await runCli(['certify', 'verify', 'signed', '--key', 'pub.pem'], { cwd })
    const envelope = await runCli(['certify', 'verify', 'signed/certificate.dsse.json', '--key', 'pub.pem'], { cwd })

    expect(folder.stdout).toMatch(/^valid, signed with [\da-f]{64}\n {2}verdict {6}incomplete, REHEARSAL\n/)
    expect(envelope).toEqual(folder)
    expect(folder.code).toBe(0)
  })

  it.each(['certificate.json', 'certificate.html', 'results.json', 'certificate.dsse.json'])(
    'fails after one byte of %s was changed',
    async (name) => {
      const changed = temporaryFolder()
      cpSync(join(cwd, 'signed'), changed, { recursive: true })
      const bytes = readFileSync(join(changed, name))
      const at = Math.floor(bytes.length / 2)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(join(changed, name), bytes)

      const { code, stdout } = await runCli(['certify', 'verify', changed, '--key', join(cwd, 'pub.pem')])

      expect(code).toBe(1)
      expect(stdout).toContain(`not valid\n  ${name}`)
    },
  )

  it('says which file is missing', async () => {
    const incomplete = temporaryFolder()
    cpSync(join(cwd, 'signed', 'certificate.dsse.json'), join(incomplete, 'certificate.dsse.json'))

    const { code, stdout } = await runCli(['certify', 'verify', incomplete, '--key', join(cwd, 'pub.pem')])

    expect([code, stdout.split('\n')[1]]).toEqual([1, '  certificate.json is missing; it belongs to the certificate.'])
  })

  it.each([
    [['certify', 'verify', '.', '--key', 'pub.pem'], 'There is no signed certificate at'],
    [['certify', 'verify', 'signed', '--key', 'none.pem'], '--key: none.pem does not exist'],
    [['certify', 'verify', 'signed'], "required option '--key <pub.pem>' not specified"],
    [['certify', '--target', 'sandbox', '--sign', 'pub.pem'], '--sign: pub.pem holds no private key in PEM form'],
    [['certify', '--target', 'sandbox', '--suite', 'operations'], 'operations is no suite of them'],
  ])('%j ends with 2', async (args, message) => {
    const { code, stderr } = await runCli(args, { cwd })

    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
