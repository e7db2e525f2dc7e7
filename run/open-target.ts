import { HarnessError } from '../core/harness-error.ts'
import { prismBaseUrl } from '../mock/detect.ts'
import { recognisePrismDefect } from '../mock/prism-limitations.ts'
import { prismUnchecked } from '../mock/prism-unchecked.ts'
import { startPrism } from '../mock/prism.ts'
import type { Contract } from '../spec/model.ts'
import type { Transport } from '../transport/send.ts'
import type { Place } from './environments.ts'
import { openSandbox } from './sandbox-target.ts'
import type { Target } from './target.ts'

/** How long a base URL may take to show that something answers there, milliseconds. */
const PROBE_TIMEOUT = 5_000

/**
 * Opens what `--target` names: `sandbox` and `prism` start a server for the run, a URL is probed once.
 *
 * @throws HarnessError `target` when nothing answers there, saying what was tried
 */
export async function openTarget(
  place: Place,
  contract: Contract,
  transport: Transport,
  options: {
    readonly cacheDir: string | undefined
    readonly faults?: readonly string[]
    readonly productionHosts?: readonly string[]
  },
): Promise<Target> {
  const { faults = [], productionHosts = [] } = options
  const { name } = place
  if (place.kind === 'own' && place.name === 'sandbox') return openSandbox(transport, options.cacheDir, faults)
  if (faults.length > 0) {
    throw new HarnessError('usage', `--fault switches on faults of the sandbox, and the target is ${name}`, {
      hint: 'Leave --fault out, or run against --target sandbox.',
    })
  }
  if (place.kind === 'own') {
    const mock = await startPrism({ contract, cacheDir: options.cacheDir })
    return prismTarget(contract, 'prism', mock.baseUrl, () => mock.close())
  }
  const { baseUrl } = place
  const probe = await transport.send(
    { method: 'GET', url: baseUrl, headers: [['accept', '*/*']] },
    { timeoutMs: PROBE_TIMEOUT },
  )
  if (probe.outcome.kind === 'no-response') {
    throw new HarnessError('target', `${baseUrl} did not answer: ${probe.outcome.message}`, {
      hint: `Tried one GET ${baseUrl} for at most ${PROBE_TIMEOUT / 1000} s. Is the server up, and is the URL complete (with its version segment)?`,
    })
  }
  const prism = await prismBaseUrl(contract, baseUrl, transport)
  if (prism !== undefined) return prismTarget(contract, name, prism, async () => undefined)
  return {
    summary: {
      name,
      baseUrl,
      stateful: true,
      steerable: false,
      ...(place.isNamed && productionHosts.length > 0 && { productionHosts }),
    },
    ...(place.holdMs !== undefined && { holdMs: place.holdMs }),
    // Test systems with a name have devices of metal.
    ...(place.isNamed && { device: 'operator' }),
    recognise: () => undefined,
    close: async () => undefined,
  }
}

function prismTarget(contract: Contract, name: string, baseUrl: string, close: () => Promise<void>): Target {
  return {
    summary: { name, baseUrl, stateful: false, steerable: true },
    recognise: recognisePrismDefect,
    unchecked: (operation, planned) => prismUnchecked(contract, operation, planned),
    close,
  }
}
