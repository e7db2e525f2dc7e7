import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startSandbox } from '../../../../mock/sandbox/start-sandbox.ts'
import { temporaryFolder } from '../../../support/run-cli.ts'

it('serves API and tokens over TLS with the key and certificate that it is given', async () => {
  const { key, cert } = certificate()
  const sandbox = await startSandbox({ tls: { key, cert } })

  const statuses = await Promise.all(
    [sandbox.baseUrl, sandbox.identityUrl].map(async (url) => {
      const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
      request(url, { ca: cert }, (response) => resolve(response.statusCode))
        .once('error', reject)
        .end()
      return [url.split(':', 1)[0], await promise]
    }),
  )

  await sandbox.close()
  expect(statuses).toEqual([
    ['https', 404],
    ['https', 405],
  ])
})

/** Made for this test and never used again. */
function certificate(): { readonly key: string; readonly cert: string } {
  const folder = temporaryFolder()
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${cert}`
  execFileSync('openssl', words.split(' '), { stdio: 'ignore' })
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}
