import type { ExtraSettings } from '../config/load-config-file.ts'
import type { RunOptions } from '../config/run-options.ts'
import { builtInFormats } from '../generators/formats/registry.ts'
import { defineDomain } from '../generators/domain/registry.ts'
import { systemClock } from '../core/clock.ts'
import type { DocumentExcerpt } from '../core/finding.ts'
import { HarnessError } from '../core/harness-error.ts'
import { isListedHost } from '../core/host-list.ts'
import type { Contract, DocumentPointer, Operation } from '../spec/model.ts'
import { loadContract } from '../spec/load.ts'
import { loadPositions, type Positions } from '../spec/positions.ts'
import { createCredentials, type Credentials } from '../transport/credentials.ts'
import { createRateLimiter } from '../transport/rate-limit.ts'
import { createRedactor, isDistinct, type KnownSecret, secretsAmong } from '../transport/redact.ts'
import { createRetries, type Retries } from '../transport/retry.ts'
import { createTransport, type Transport } from '../transport/send.ts'
import { type Environments, type Place, placeOf } from './environments.ts'
import { configuredDomain } from './configured-domain.ts'
import { type ConfiguredPools, configuredPools } from './configured-pools.ts'
import { chooseOperations } from './choose-operations.ts'
import { createJournal, type Journal, type Outcome } from './journal/journal.ts'
import { openTarget } from './open-target.ts'
import { inProducingOrder } from './operation-order.ts'
import type { RequestGeneration } from './request-generation.ts'
import type { Target } from './target.ts'
import { violationsOfValue, whyInvalid } from './why-invalid.ts'

export interface PrepareRequest {
  readonly options: RunOptions
  readonly extra: ExtraSettings
  readonly environments: Environments
  readonly secrets: {
    readonly apiKey: string | undefined
    readonly bearer: string | undefined
    /** Of scenarios that show what a key may not do. */
    readonly limitedApiKey?: string | undefined
  }
  readonly cacheDir: string
  readonly cwd: string
  /** What the target makes of resources by itself. */
  readonly outcomes?: readonly Outcome[] | undefined
}

/** Everything a run needs before its first request, and the way to put it away again. */
export interface PreparedRun {
  readonly contract: Contract
  /** What the filters and the shard leave. */
  readonly operations: readonly Operation[]
  readonly target: Target
  readonly transport: Transport
  readonly credentials: Credentials
  /** For a target that was not started for this run. */
  readonly retries?: Retries
  /** Of what is made on such a target, where it remembers. */
  readonly journal?: Journal
  readonly generation: RequestGeneration
  /** Where the ids of a target that remembers come from. */
  readonly pools?: ConfiguredPools
  generated(): { readonly values: number; readonly discarded: number }
  lineOf(pointer: DocumentPointer): Promise<number | undefined>
  excerptOf(pointer: DocumentPointer): Promise<DocumentExcerpt | undefined>
  close(): Promise<void>
}

/**
 * Loads the contract, opens the target and everything between.
 *
 * @throws HarnessError `document` for the contract, `target` when nothing answers
 */
export async function prepareRun(request: PrepareRequest): Promise<PreparedRun> {
  const { options, extra, secrets, environments } = request
  const place = placeOf(options, environments)
  const access = accessOf(place, options, {
    apiKey: secrets.apiKey,
    bearer: secrets.bearer ?? extra.credentials?.bearer,
  })
  const contract = await loadContract(options.spec, {
    cache: options.cache,
    cacheDir: request.cacheDir,
    cwd: request.cwd,
  })
  const operations = chooseOperations(contract, options)
  const redactor = createRedactor({ secrets: configuredSecrets(request) })
  const rate = options.rate ?? (place.kind === 'remote' ? place.rate : undefined)
  const transport = createTransport({
    timeoutMs: options.timeout,
    connections: options.workers,
    redactor,
    allowHost: ({ hostname }) => !isListedHost(hostname, environments.production),
    ...(rate !== undefined && { rate: createRateLimiter(rate) }),
  })
  try {
    const target = await openTarget(place, contract, transport, {
      cacheDir: options.cache ? request.cacheDir : undefined,
      faults: options.fault,
      productionHosts: environments.production,
    })
    const stats = { generated: 0, discarded: 0 }
    const generator = { formats: builtInFormats, domain: defineDomain(configuredDomain(extra.domain ?? [])), stats }
    let positions: Promise<Positions> | undefined
    const positionsOnce = (): Promise<Positions> => (positions ??= loadPositions(contract))
    // A mock without a memory knows no ids.
    const pools = target.summary.stateful ? configuredPools(contract, extra) : undefined
    const retries = place.kind === 'remote' ? createRetries() : undefined
    const journal =
      place.kind === 'remote' && pools !== undefined
        ? createJournal({
            contract,
            table: pools.table,
            redactor,
            baseUrl: target.summary.baseUrl,
            clock: systemClock,
            outcomes: request.outcomes ?? [],
          })
        : undefined
    const expiredToken = await target.expireToken?.()
    if (expiredToken !== undefined) redactor.learn({ kind: 'access-token', value: expiredToken })
    const credentials = createCredentials({
      ...extra.credentials,
      bearer: secrets.bearer ?? extra.credentials?.bearer,
      ...access,
      ...(access.identityUrl === undefined && target.credentials),
      transport,
      retries,
      onToken: (value) => redactor.learn({ kind: 'access-token', value }),
    })
    // A key that is refused should cost one request, not a run.
    if (place.kind === 'remote') await credentials.ready()
    return {
      contract,
      operations: pools === undefined ? operations : inProducingOrder(operations, pools.table),
      ...(pools !== undefined && { pools }),
      target,
      transport,
      credentials,
      ...(retries !== undefined && { retries }),
      ...(journal !== undefined && { journal }),
      generation: {
        request: generator,
        violations: (pointer, side, value) => violationsOfValue(contract, pointer, side, value),
        ...(expiredToken !== undefined && { expiredToken }),
        examples: {
          generation: generator,
          isValid: (pointer, side, value) => whyInvalid(contract, pointer, side, value),
        },
      },
      generated: () => ({ values: stats.generated, discarded: stats.discarded }),
      lineOf: async (pointer) => (await positionsOnce()).positionOf(pointer)?.line,
      excerptOf: async (pointer) => (await positionsOnce()).excerptOf(pointer),
      close: async () => {
        await target.close()
        await transport.close()
      },
    }
  } catch (error) {
    await transport.close()
    throw error
  }
}

/**
 * Where tokens are to be had, and the key for it. An environment that is known by name needs the one or a ready token.
 *
 * @throws HarnessError `configuration` when there is neither
 */
function accessOf(
  place: Place,
  { identityUrl }: RunOptions,
  { apiKey, bearer }: PrepareRequest['secrets'],
): { readonly identityUrl: string | undefined; readonly apiKey: string | undefined } {
  const given = identityUrl ?? (place.kind === 'remote' && bearer === undefined ? place.identityUrl : undefined)
  if (given !== undefined && given !== 'none' && apiKey === undefined) {
    throw new HarnessError(
      'configuration',
      `no API key: PAYROC_API_KEY is not set, and ${given} gives no token without one`,
      {
        hint: 'Set PAYROC_API_KEY in the environment or in .env, or CONFORMANCE_BEARER to a token that you have; --identity-url none sends no real one.',
      },
    )
  }
  return { identityUrl: given, apiKey }
}

/** Values of the config file by the name of their field: where that is a secret's, a server must not make us write them. */
function givenValues({ domain = [], testData = {} }: PrepareRequest['extra']): readonly (readonly [string, string])[] {
  const byName = [
    ...domain.flatMap(({ field, values }) => (typeof field === 'string' ? [[field, values] as const] : [])),
    ...Object.entries(testData),
  ]
  return byName.flatMap(([name, values]) => values.map((value) => [name, String(value)] as const))
}

/** What the user gave us to keep: never recorded, wherever it turns up. */
function configuredSecrets({ extra, secrets }: PrepareRequest): readonly KnownSecret[] {
  const { bearer, basic, apiKeys = {} } = extra.credentials ?? {}
  const known: readonly (readonly [KnownSecret['kind'], string | undefined])[] = [
    ['api-key', secrets.apiKey],
    ['api-key', secrets.limitedApiKey],
    ['access-token', secrets.bearer],
    ['access-token', bearer],
    ['credential', basic?.password],
    ...Object.values(apiKeys).map((value) => ['api-key', value] as const),
  ]
  return [
    ...known.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }])),
    ...secretsAmong(givenValues(extra)).filter(isDistinct),
  ]
}
