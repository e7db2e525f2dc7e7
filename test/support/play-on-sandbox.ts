import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { systemClock } from '../../core/clock.ts'
import type { ScenarioFinished } from '../../core/event.ts'
import type { Finding } from '../../core/finding.ts'
import { resolveOptions } from '../../config/resolve-options.ts'
import type { SandboxOptions } from '../../mock/sandbox/settings.ts'
import { startSandbox } from '../../mock/sandbox/start-sandbox.ts'
import { openTarget } from '../../run/open-target.ts'
import { sandboxTarget } from '../../run/sandbox-target.ts'
import { playAll } from '../../run/scenario/play-all.ts'
import type { Target } from '../../run/target.ts'
import { loadContract } from '../../spec/load.ts'
import { CATALOGUE } from '../../suites/catalogue.ts'
import { createCredentials, type Credentials } from '../../transport/credentials.ts'
import { createTransport, type Transport } from '../../transport/send.ts'

/** Long enough to be told from an answer at once, short enough to wait for, milliseconds. */
const HOLD = 1_000
const DEVICE_DELAY = 50

// Compiled once for all sandboxes of a test file.
const cacheDir = mkdtempSync(join(tmpdir(), 'sandbox-cache-'))
afterAll(() => rmSync(cacheDir, { recursive: true }))

/** Plays scenarios of the catalogue, by id or suite, on a sandbox with these faults, or with other options of it. */
export async function playOnSandbox(
  wanted: readonly string[],
  faults: readonly string[] = [],
  seed = 7,
  options: SandboxOptions = {},
): Promise<readonly ScenarioFinished[]> {
  const transport = createTransport({ timeoutMs: 10_000 })
  const sandbox = await startSandbox({ hold: HOLD, deviceDelay: DEVICE_DELAY, faults, seed, cacheDir, ...options })
  const { identityUrl, apiKey } = sandbox
  return playOn(
    sandboxTarget(sandbox, transport, HOLD),
    transport,
    createCredentials({ identityUrl, apiKey, transport }),
    { wanted, seed },
  )
}

/** A device that is done with everything after `deviceDelay` milliseconds. */
export interface OwnDevice {
  readonly deviceDelay?: number
  readonly faults?: readonly string[]
  readonly hold?: number
}

/** The same where nobody operates the device, as on a server that is not ours: it is done with everything after a while. */
export async function playOnOwnDevice(
  wanted: readonly string[],
  { faults = [], deviceDelay = DEVICE_DELAY, hold = HOLD }: OwnDevice = {},
): Promise<readonly ScenarioFinished[]> {
  const transport = createTransport({ timeoutMs: 10_000 })
  const sandbox = await startSandbox({ hold, deviceDelay, faults, seed: 7, cacheDir })
  const { identityUrl, apiKey } = sandbox
  const { operate: _, arrange: __, ...target } = sandboxTarget(sandbox, transport, hold)
  return playOn(target, transport, createCredentials({ identityUrl, apiKey, transport }), { wanted, seed: 7 })
}

/** Plays scenarios of the catalogue, by id or suite, on a mock that remembers nothing. */
export async function playOnPrism(wanted: readonly string[], seed = 7): Promise<readonly ScenarioFinished[]> {
  const transport = createTransport({ timeoutMs: 10_000 })
  const contract = await loadContract(undefined, { cacheDir })
  const target = await openTarget({ kind: 'own', name: 'prism' }, contract, transport, { cacheDir })
  return playOn(target, transport, createCredentials(), { wanted, seed })
}

async function playOn(
  target: Target,
  transport: Transport,
  credentials: Credentials,
  { wanted, seed }: { readonly wanted: readonly string[]; readonly seed: number },
): Promise<readonly ScenarioFinished[]> {
  const contract = await loadContract(undefined, { cacheDir })
  const events: ScenarioFinished[] = []
  try {
    await playAll(
      {
        ...CATALOGUE.defaults,
        options: resolveOptions({ flags: { target: target.summary.name }, environment: {}, file: undefined }),
        contract,
        target,
        send: { contract, transport, credentials, baseUrl: target.summary.baseUrl },
        findings: { seed, lineOf: async () => undefined, excerptOf: async () => undefined, curlOf: () => 'curl' },
        clock: systemClock,
        seed,
        tag: 'ctest',
        known: new Set(),
        mayRepeat: () => false,
        emit: (event) => {
          if (event.type === 'scenario-finished') events.push(event)
        },
        stopped: () => false,
      },
      CATALOGUE.entries.filter(
        (entry) => !('notRun' in entry) && (wanted.includes(entry.id) || wanted.includes(entry.suite)),
      ),
    )
    return events
  } finally {
    await transport.close()
    await target.close()
  }
}

/** The findings of played scenarios, each broken promise once. */
export function promisesBroken(events: readonly ScenarioFinished[]): readonly string[] {
  const shown = ({ code, operationId }: Finding): string => `${code} ${operationId}`
  return [...new Set(events.flatMap(({ findings }) => findings.map(shown)))].toSorted()
}
