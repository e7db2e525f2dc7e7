import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { HarnessError } from '../../core/harness-error.ts'

const MAKE_ONE = 'Make one with: openssl genpkey -algorithm ed25519 -out key.pem'
const MAKE_PUBLIC = 'Get it with: openssl pkey -in key.pem -pubout -out pub.pem'

/**
 * The private key that signs, from a PEM file.
 *
 * @throws HarnessError `usage` where there is none, it is encrypted, or it is of another kind than Ed25519
 */
export function readSigningKey(file: string, name: string): KeyObject {
  const pem = readPem(file, '--sign', name, MAKE_ONE)
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem)) {
    throw bad(`--sign: ${name} is encrypted`, 'Give an unencrypted key: openssl pkey -in key.pem -out plain.pem')
  }
  if (!/BEGIN (?:[A-Z]+ )?PRIVATE KEY/.test(pem)) {
    throw bad(`--sign: ${name} holds no private key in PEM form`, MAKE_ONE)
  }
  return ed25519(() => createPrivateKey(pem), '--sign', name, MAKE_ONE)
}

/**
 * The public key that verifies, from a PEM file.
 *
 * @throws HarnessError `usage` where there is none, it is private, or it is of another kind than Ed25519
 */
export function readVerifyingKey(file: string, name: string): KeyObject {
  const pem = readPem(file, '--key', name, MAKE_PUBLIC)
  if (/PRIVATE KEY/.test(pem)) throw bad(`--key: ${name} is a private key; the public one is expected`, MAKE_PUBLIC)
  if (!/BEGIN (?:[A-Z]+ )?PUBLIC KEY/.test(pem)) {
    throw bad(`--key: ${name} holds no public key in PEM form`, MAKE_PUBLIC)
  }
  return ed25519(() => createPublicKey(pem), '--key', name, MAKE_PUBLIC)
}

/** Names a key pair: the SHA-256 of its public key (SPKI, DER), in hexadecimal. */
export function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

function readPem(file: string, flag: string, name: string, hint: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? (cause as Error).message})`
    throw bad(`${flag}: ${name} ${why}`, hint)
  }
}

function ed25519(read: () => KeyObject, flag: string, name: string, hint: string): KeyObject {
  let key: KeyObject
  try {
    key = read()
  } catch {
    // What the parser says may quote the file.
    throw bad(`${flag}: the key in ${name} cannot be read`, hint)
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw bad(`${flag}: expected an Ed25519 key, ${name} is of the kind ${key.asymmetricKeyType ?? 'unknown'}`, hint)
}

function bad(message: string, hint: string): HarnessError {
  return new HarnessError('usage', message, { hint })
}
