import type { EnvironmentConfig } from '../config/define-config.ts'
import type { RunOptions } from '../config/run-options.ts'
import { HarnessError } from '../core/harness-error.ts'
import { isListedHost } from '../core/host-list.ts'
import { didYouMean } from '../core/nearest.ts'

/** Test systems that are known by name, and the hosts that nothing is ever sent to. */
export interface Environments {
  readonly named: Readonly<Record<string, EnvironmentConfig>>
  /** Domains with all below them; `!` before one that is none after all ({@link isListedHost}). */
  readonly production: readonly string[]
}

/** For documents of which no environment is known. */
export const NO_ENVIRONMENTS: Environments = { named: {}, production: [] }

/** Where `--target` leads. */
export type Place =
  /** Started for the run. */
  | { readonly kind: 'own'; readonly name: 'sandbox' | 'prism' }
  | {
      readonly kind: 'remote'
      /** That of the environment, else the base URL. */
      readonly name: string
      readonly isNamed: boolean
      readonly baseUrl: string
      readonly identityUrl?: string
      readonly holdMs?: number
      /** Requests a second where the user does not say. */
      readonly rate?: number
    }

/** The environments of a config file over those that are known, its production hosts beside them. */
export function withConfigured(
  known: Environments,
  { environments = {}, productionHosts = [] }: ConfiguredEnvironments,
): Environments {
  return { named: { ...known.named, ...environments }, production: [...known.production, ...productionHosts] }
}

export interface ConfiguredEnvironments {
  readonly environments?: Readonly<Record<string, EnvironmentConfig>>
  readonly productionHosts?: readonly string[]
}

/**
 * What the options lead to.
 *
 * @throws HarnessError `usage` for an environment that nobody knows, and for a production host wherever it was named
 */
export function placeOf(
  { target, identityUrl }: Pick<RunOptions, 'target' | 'identityUrl'>,
  { named, production }: Environments,
): Place {
  const refuse = (url: string | undefined, source: string, code: 'usage' | 'configuration'): void => {
    const hostname = url === undefined ? undefined : URL.parse(url)?.hostname
    if (hostname === undefined || !isListedHost(hostname, production)) return
    throw new HarnessError(code, `${source}: ${hostname} is a production host, and nothing is ever sent to one`, {
      hint: `Generated requests move money and change records there. Use a test system: --target ${Object.keys(named)[0] ?? 'sandbox'}.`,
    })
  }
  refuse(identityUrl, '--identity-url', 'usage')
  if (target === 'sandbox' || target === 'prism') return { kind: 'own', name: target }
  if (URL.canParse(target)) {
    refuse(target, '--target', 'usage')
    const baseUrl = target.replace(/\/+$/, '')
    return {
      kind: 'remote',
      name: baseUrl,
      isNamed: false,
      baseUrl,
      ...(!isLoopback(baseUrl) && { rate: REMOTE_RATE }),
    }
  }
  const environment = Object.hasOwn(named, target) ? named[target] : undefined
  if (environment === undefined) {
    const names = ['sandbox', 'prism', ...Object.keys(named)]
    throw new HarnessError('usage', `--target: there is no environment "${target}"`, {
      hint: didYouMean(target, names) ?? `There are: ${names.join(', ')}, and base URLs.`,
    })
  }
  refuse(environment.baseUrl, `environments.${target}.baseUrl`, 'configuration')
  refuse(environment.identityUrl, `environments.${target}.identityUrl`, 'configuration')
  return {
    kind: 'remote',
    name: target,
    isNamed: true,
    baseUrl: environment.baseUrl.replace(/\/+$/, ''),
    ...(environment.identityUrl !== undefined && { identityUrl: environment.identityUrl }),
    ...(environment.hold !== undefined && { holdMs: environment.hold }),
    rate: environment.rate ?? REMOTE_RATE,
  }
}

/** Requests a second where nobody says: a server that is not our own machine's is spared. */
const REMOTE_RATE = 5

export function isLoopback(url: string): boolean {
  return /^(127\.|localhost$|\[::1\]$)/.test(new URL(url).hostname)
}
