import { createHash, generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../../core/harness-error.ts'
import { keyIdOf, readSigningKey, readVerifyingKey } from '../../../../reports/certificate/key.ts'
import { temporaryFolder } from '../../../support/run-cli.ts'

const folder = temporaryFolder()
const ours = generateKeyPairSync('ed25519')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const
const spki = { type: 'spki', format: 'pem' } as const

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content)
  return name
}

function messageOf(read: (path: string, name: string) => unknown, name: string): string {
  try {
    read(join(folder, name), name)
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'usage') return error.message
    throw error
  }
  return 'it was read'
}

describe('the key that signs', () => {
  it.each([
    ['an Ed25519 key', file('key.pem', ours.privateKey.export(pkcs8)), 'it was read'],
    ['no file', 'none.pem', '--sign: none.pem does not exist'],
    ['a folder', '.', '--sign: . cannot be read (EISDIR)'],
    [
      'an RSA key',
      file('rsa.pem', rsa.privateKey.export(pkcs8)),
      '--sign: expected an Ed25519 key, rsa.pem is of the kind rsa',
    ],
    [
      'an encrypted key',
      file('locked.pem', ours.privateKey.export({ ...pkcs8, cipher: 'aes-256-cbc', passphrase: 'secret' })),
      '--sign: locked.pem is encrypted',
    ],
    ['a public key', file('pub.pem', ours.publicKey.export(spki)), '--sign: pub.pem holds no private key in PEM form'],
    ['some text', file('text.pem', 'hello'), '--sign: text.pem holds no private key in PEM form'],
    [
      'a broken key',
      file('broken.pem', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'),
      '--sign: the key in broken.pem cannot be read',
    ],
  ])('from %s', (_, name, message) => {
    expect(messageOf(readSigningKey, name)).toBe(message)
  })
})

describe('the key that verifies', () => {
  it.each([
    ['an Ed25519 key', file('pub.pem', ours.publicKey.export(spki)), 'it was read'],
    ['no file', 'none.pem', '--key: none.pem does not exist'],
    ['a private key', 'key.pem', '--key: key.pem is a private key; the public one is expected'],
    [
      'an RSA key',
      file('rsa-pub.pem', rsa.publicKey.export(spki)),
      '--key: expected an Ed25519 key, rsa-pub.pem is of the kind rsa',
    ],
    ['some text', 'text.pem', '--key: text.pem holds no public key in PEM form'],
  ])('from %s', (_, name, message) => {
    expect(messageOf(readVerifyingKey, name)).toBe(message)
  })
})

it('names both halves of a pair by the SHA-256 of the public one', () => {
  const der = ours.publicKey.export({ type: 'spki', format: 'der' })

  expect(keyIdOf(ours.privateKey)).toBe(createHash('sha256').update(der).digest('hex'))
  expect(keyIdOf(ours.publicKey)).toBe(keyIdOf(ours.privateKey))
})
