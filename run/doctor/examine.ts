import { cacheDirectory, type Environment } from '../../config/environment.ts'
import { type ConfigFile, extraSettings } from '../../config/load-config-file.ts'
import type { RunOptions } from '../../config/run-options.ts'
import { HarnessError } from '../../core/harness-error.ts'
import { isListedHost } from '../../core/host-list.ts'
import { loadContract } from '../../spec/load.ts'
import type { Contract } from '../../spec/model.ts'
import { createCredentials } from '../../transport/credentials.ts'
import { createRedactor } from '../../transport/redact.ts'
import { createTransport, type Transport } from '../../transport/send.ts'
import { createTokenSource } from '../../transport/token.ts'
import { type Place, placeOf, withConfigured } from '../environments.ts'
import type { Catalogue } from '../scenario/choose-scenarios.ts'
import { broken, type Diagnosis, ok, skipped } from './diagnosis.ts'
import { deviceAnswers, terminalOf } from './equipment.ts'
import { askHost, clockOf, reachabilityOf, tlsOf } from './hosts.ts'

export interface ExamineRequest {
  readonly options: RunOptions
  readonly environment: Environment
  readonly file: ConfigFile | undefined
  readonly cwd: string
  readonly catalogue: Catalogue
}

/** Looks at everything that a run needs, from the contract to the device, and goes on as far as it can. */
export async function* examine(request: ExamineRequest): AsyncGenerator<Diagnosis> {
  const { options, environment, catalogue } = request
  const cache = { cache: options.cache, cacheDir: cacheDirectory(environment), cwd: request.cwd }
  const packaged = await loadContract(undefined, cache)
  let contract = packaged
  try {
    contract = await loadContract(options.spec, cache)
    yield compared(packaged, contract, options.spec)
  } catch (error) {
    yield broken('contract', 2, messageOf(error), 'Pass --spec the path or URL of an OpenAPI document.')
  }
  const extra = extraSettings(request.file)
  const environments = withConfigured(catalogue.environments, extra)
  let place: Place
  try {
    place = placeOf(options, environments)
  } catch (error) {
    yield broken('target', 2, messageOf(error), (error as HarnessError).hint ?? '')
    return
  }
  if (place.kind === 'own') {
    yield skipped('target', `${place.name} is started for each run: no host, key, terminal or device to look at`)
    return
  }
  yield ok('target', `${place.name}${place.isNamed ? ` at ${place.baseUrl}` : ''}`)
  const redactor = createRedactor()
  const transport = createTransport({
    timeoutMs: options.timeout,
    redactor,
    allowHost: ({ hostname }) => !isListedHost(hostname, environments.production),
  })
  try {
    yield* examinePlace({
      ...request,
      contract,
      place,
      transport,
      bearer: environment['CONFORMANCE_BEARER'] ?? extra.credentials?.bearer,
    })
  } finally {
    await transport.close()
  }
}

async function* examinePlace({
  options,
  environment,
  catalogue,
  contract,
  place,
  transport,
  bearer,
}: ExamineRequest & {
  readonly contract: Contract
  readonly place: Extract<Place, { kind: 'remote' }>
  readonly transport: Transport
  readonly bearer: string | undefined
}): AsyncGenerator<Diagnosis> {
  const apiKey = environment['PAYROC_API_KEY']
  const identityUrl = options.identityUrl ?? (bearer === undefined ? place.identityUrl : undefined)
  const asksKey = identityUrl !== undefined && identityUrl !== 'none'
  if (asksKey && apiKey === undefined) {
    yield broken('credentials', 2, 'PAYROC_API_KEY is not set', 'Set PAYROC_API_KEY in the environment or in .env.')
  } else {
    yield asksKey
      ? ok('credentials', 'PAYROC_API_KEY is set')
      : bearer !== undefined
        ? ok('credentials', 'a token is given')
        : skipped('credentials', 'no token endpoint: requests carry a made-up bearer')
  }
  const identity = asksKey ? await askHost(transport, identityUrl) : undefined
  const api = await askHost(transport, place.baseUrl)
  if (identity !== undefined) yield reachabilityOf('identity host', identity)
  yield reachabilityOf('API host', api)
  const asked = identity === undefined ? [api] : [identity, api]
  yield tlsOf(asked)
  yield clockOf(asked)

  let token = bearer
  if (asksKey && apiKey !== undefined && identity?.answered === true) {
    const source = createTokenSource({ identityUrl, apiKey, transport })
    try {
      token = await source.token()
      const scopes = source.scopes()
      yield scopes === undefined
        ? skipped('token', 'issued; the answer names no scopes')
        : scopes.length === 0
          ? broken('token', 3, 'the token has no scopes', 'Ask for a key with the scopes of the operations to test.')
          : ok('token', `scopes: ${scopes.join(' ')}`)
    } catch (error) {
      yield broken('token', 3, messageOf(error), (error as HarnessError).hint ?? 'Check the key.')
    }
  } else yield skipped('token', asksKey ? 'none could be asked for' : 'no token endpoint')

  const { readiness, defaults } = catalogue
  const isUsable = api.answered && !(asksKey && token === undefined)
  if (readiness === undefined || !catalogue.fits(contract) || !isUsable) {
    const why = isUsable ? 'this contract has none' : 'needs the API host and a token'
    yield skipped('terminal', why)
    yield skipped('device', why)
    return
  }
  const send = { contract, transport, credentials: createCredentials({ bearer: token }), baseUrl: place.baseUrl }
  const terminal = environment['PAYROC_TERMINAL_ID'] ?? defaults.terminal
  const serialNumber = environment['PAYROC_DEVICE_SERIAL'] ?? defaults.serialNumber
  yield await terminalOf(send, readiness, terminal)
  yield options.device === 'none'
    ? skipped('device', '--device none')
    : await deviceAnswers(send, readiness, { terminal, serialNumber })
}

function compared(packaged: Contract, given: Contract, spec: string | undefined): Diagnosis {
  const name = `${given.title} ${given.version}`
  if (spec === undefined) return ok('contract', `${name}, packaged`)
  if (packaged.sha256 === given.sha256) return ok('contract', `${name}, the same as the packaged one`)
  return {
    kind: 'note',
    check: 'contract',
    says: `${spec} is ${name}, ${given.operations.length} operations; packaged is ${packaged.title} ${packaged.version}, ${packaged.operations.length} operations`,
    remedy: 'Run with the same --spec, or update payroc-conformance.',
  }
}

/** A place in a file does not go into one line twice. */
function messageOf(error: unknown): string {
  if (error instanceof HarnessError) return error.message
  throw error
}
