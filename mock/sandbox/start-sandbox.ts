import { loadContract } from '../../spec/load.ts'
import { administer, ADMIN_PATH } from './admin/administer.ts'
import type { Reply } from './call.ts'
import { HANDLERS } from './families/all.ts'
import { createChanges } from './changes.ts'
import { createFaultSwitch } from './fault.ts'
import { FAULTS } from './faults/all.ts'
import { createIdentity, type Identity } from './identity.ts'
import { createIds } from './ids.ts'
import type { Incoming } from './incoming.ts'
import { resumeInstructions } from './instruction.ts'
import { createLinks } from './link.ts'
import { createPipeline } from './pipeline.ts'
import { problem } from './problem.ts'
import { createSandboxClock } from './sandbox-clock.ts'
import { listen } from './server.ts'
import { LIMITED_API_KEY, type SandboxOptions, settingsOf } from './settings.ts'
import { createValidator } from './stages/validate.ts'
import { createStore, readStateFile, writeStateFile } from './state/store.ts'
import { createTraffic } from './traffic.ts'
import type { World } from './world.ts'

/** A running sandbox. */
export interface Sandbox {
  /** Base URL of the API, with its version segment: `http://127.0.0.1:4010/v1`. */
  readonly baseUrl: string
  /** Token endpoint: `http://127.0.0.1:4011/authorize`. */
  readonly identityUrl: string
  /** Where the sandbox itself is steered. */
  readonly adminUrl: string
  /** A key that the token endpoint accepts. */
  readonly apiKey: string
  /** One that may take payments and nothing else; absent where a sandbox was given keys of its own. */
  readonly limitedApiKey?: string
  /** Ends it; with a state file, what it remembers is written there. */
  close(): Promise<void>
}

/** The version segment of the documented base URLs. */
const VERSION = '/v1'

/**
 * Starts a sandbox: a stateful stand-in for the Payroc API on loopback, with the token endpoint on a port of its own.
 *
 * @throws HarnessError `usage` for a port in use or an unknown fault, `configuration` for a bad state file
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { stateFile, cacheDir, tls, onLog } = options
  const settings = settingsOf(options)
  const faults = createFaultSwitch(FAULTS, options.faults)
  const saved = stateFile === undefined ? undefined : readStateFile(stateFile)
  const contract = await loadContract(undefined, cacheDir === undefined ? { cache: false } : { cacheDir })
  const validate = await createValidator(contract, cacheDir)
  const clock = createSandboxClock(saved?.moved)
  const changes = createChanges(clock)
  const ids = createIds(settings.seed, saved?.counters)
  const state = createStore(contract, clock.now, saved?.collections)
  const { seed, apiKeys, tokenLife, bodyLimit } = settings
  const identity = createIdentity({ contract, clock, seed, apiKeys, tokenLife, faults })

  let answer: (request: Incoming) => Promise<Reply | 'drop'> = async () => problem('service-unavailable')
  const log = (method: string, target: string, status: number): void => onLog?.(`${status} ${method} ${target}`)
  const api = await listen({
    port: options.port ?? 0,
    tls,
    bodyLimit,
    answer: (request) => answer(request),
    onAnswer: log,
  })
  const links = createLinks(contract, api.origin + VERSION)
  const world: World = { contract, state, clock, changes, ids, links, options: settings, faults }
  const pipeline = createPipeline({ contract, world, identity, validate, handlers: HANDLERS })
  const traffic = createTraffic()
  const administered = { world, identity, keys: pipeline.keys, traffic }
  answer = async (request) => {
    const steered = administer(request, administered)
    if (steered !== undefined) return steered
    const below = belowVersion(request)
    if (below === undefined) return problem('not-found', { resource: 'path' })
    return traffic.pass(() => pipeline.answer(below), request.signal)
  }
  resumeInstructions(world)
  const tokens = await listen({
    port: options.identityPort ?? 0,
    tls,
    bodyLimit,
    answer: async (request) => authorize(request, identity),
    onAnswer: log,
  }).catch(async (error: unknown) => {
    await api.close()
    throw error
  })
  return {
    baseUrl: api.origin + VERSION,
    identityUrl: `${tokens.origin}/authorize`,
    adminUrl: api.origin + ADMIN_PATH,
    apiKey: apiKeys[0]?.key ?? '',
    ...(options.apiKeys === undefined && { limitedApiKey: LIMITED_API_KEY }),
    close: async () => {
      clock.close()
      changes.close()
      await Promise.all([api.close(), tokens.close()])
      if (stateFile !== undefined) {
        writeStateFile(stateFile, { collections: state.saved(), counters: ids.counters(), moved: clock.moved() })
      }
    },
  }
}

function belowVersion(request: Incoming): Incoming | undefined {
  if (!request.pathText.startsWith(`${VERSION}/`)) return undefined
  return {
    ...request,
    target: request.target.slice(VERSION.length),
    pathText: request.pathText.slice(VERSION.length),
  }
}

function authorize({ method, pathText, header }: Incoming, identity: Identity): Reply {
  if (pathText !== '/authorize') return problem('not-found', { resource: 'path' })
  return identity.authorize(method, header['x-api-key'])
}
