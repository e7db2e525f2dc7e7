import type { Exchange } from '../../core/exchange.ts'
import { headerOf } from '../../core/exchange.ts'
import type { Transport } from '../../transport/send.ts'
import { broken, type Diagnosis, ok, skipped } from './diagnosis.ts'

/** A host that was asked once. */
export interface AskedHost {
  readonly url: string
  readonly exchange: Exchange
  readonly answered: boolean
}

/** Asks a host for anything at all. */
export async function askHost(transport: Pick<Transport, 'send'>, url: string): Promise<AskedHost> {
  const exchange = await transport.send({ method: 'GET', url, headers: [['accept', '*/*']] }, { timeoutMs: PATIENCE })
  return { url, exchange, answered: exchange.outcome.kind === 'response' }
}

const PATIENCE = 10_000

/** Whether something answers there. A certificate that is not trusted is told of by {@link tlsOf} alone. */
export function reachabilityOf(check: string, { url, exchange }: AskedHost): Diagnosis {
  const { outcome } = exchange
  const where = new URL(url).host
  if (outcome.kind === 'response') return ok(check, `${where} answers`)
  if (outcome.cause === 'tls') return ok(check, `${where} takes connections`)
  return broken(
    check,
    3,
    `${where} did not answer: ${outcome.message}`,
    outcome.cause === 'name-not-resolved'
      ? 'Check the host name in the target, and the name server of this machine.'
      : 'Check that the server is up and that no firewall or VPN is between.',
  )
}

/** Whether the certificates of all hosts are trusted. */
export function tlsOf(asked: readonly AskedHost[]): Diagnosis {
  const untrusted = asked.find(({ exchange: { outcome } }) => outcome.kind === 'no-response' && outcome.cause === 'tls')
  if (untrusted?.exchange.outcome.kind === 'no-response') {
    return broken(
      'TLS',
      3,
      `${new URL(untrusted.url).host}: ${untrusted.exchange.outcome.message}`,
      'For a private certificate authority, set NODE_EXTRA_CA_CERTS to its certificate file (PEM).',
    )
  }
  const secure = asked.filter(({ url, answered }) => url.startsWith('https:') && answered)
  return secure.length === 0
    ? skipped('TLS', 'no host was reached by https')
    : ok('TLS', `trusted: ${secure.map(({ url }) => new URL(url).host).join(', ')}`)
}

/** A difference that tokens and idempotency keys do not mind, seconds. */
const MOST_SKEW = 60

/** Whether the clock of this machine is that of the target. */
export function clockOf(asked: readonly AskedHost[]): Diagnosis {
  for (const { exchange } of asked) {
    const { outcome, timings } = exchange
    const date = outcome.kind === 'response' ? Date.parse(headerOf(outcome.headers, 'date') ?? '') : Number.NaN
    if (Number.isNaN(date)) continue
    const seconds = Math.round((timings.startedAt + timings.durationMs - date) / 1000)
    return Math.abs(seconds) <= MOST_SKEW
      ? ok('clock', `within ${MOST_SKEW} s of the server's`)
      : broken(
          'clock',
          2,
          `this machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the server's`,
          'Set the clock of this machine by a time server (NTP).',
        )
  }
  return skipped('clock', 'no answer with a Date header')
}
