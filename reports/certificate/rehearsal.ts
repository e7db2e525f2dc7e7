import type { TargetSummary } from '../../core/event.ts'

/**
 * Why nothing is certified by a run against this target: a simulation, a mock, or a server that nobody but this machine
 * can reach. Absent where it is a real environment.
 */
export function rehearsalReason({ name, baseUrl, steerable }: TargetSummary): string | undefined {
  if (name === 'sandbox')
    return 'It was played on the sandbox that comes with this tool, not on an environment of the provider.'
  if (steerable)
    return 'It was played on a mock that answers with the examples of the contract, not on an environment of the provider.'
  const host = URL.parse(baseUrl)?.hostname ?? ''
  if (!LOOPBACK.test(host)) return undefined
  return 'It was played on a server of the same machine, not on an environment of the provider.'
}

const LOOPBACK = /^(127\.[\d.]+|localhost|.+\.localhost|\[::1\])$/
