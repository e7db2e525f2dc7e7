import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './run-cli.ts'

/** A certificate authority that nobody knows, and a server's certificate of it for 127.0.0.1. */
export interface PrivateAuthority {
  /** File for `NODE_EXTRA_CA_CERTS`. */
  readonly file: string
  readonly ca: string
  readonly key: string
  readonly cert: string
}

/** Made for one test and never used again. */
export function privateAuthority(): PrivateAuthority {
  const folder = temporaryFolder()
  const at = (name: string): string => join(folder, name)
  const openssl = (words: string, ...more: readonly string[]): void => {
    execFileSync('openssl', [...words.split(' '), ...more], { stdio: 'ignore' })
  }
  const fresh = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'
  openssl(`${fresh} -keyout ${at('ca.key')} -out ${at('ca.pem')}`, '-subj', '/CN=Authority of a test')
  const signed = `-CA ${at('ca.pem')} -CAkey ${at('ca.key')} -keyout ${at('key.pem')} -out ${at('cert.pem')}`
  const about = '-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE'
  openssl(`${fresh} ${signed} ${about}`)
  const read = (name: string): string => readFileSync(at(name), 'utf8')
  return { file: at('ca.pem'), ca: read('ca.pem'), key: read('key.pem'), cert: read('cert.pem') }
}
