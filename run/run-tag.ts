import { deriveSeed } from '../core/seed.ts'
import { isLoopback } from './environments.ts'
import type { Target } from './target.ts'

/** Whether a target was started for the run, or remembers nothing: what is made there needs no name of its own. */
export function isOurs({ operate, summary }: Pick<Target, 'operate' | 'summary'>): boolean {
  return operate !== undefined || summary.steerable
}

/**
 * Whether what a run makes is met by later runs: on an environment, and on any host but this machine. A server that somebody
 * started on this machine is as it was started, so that the same seed can send it the same requests.
 */
export function isShared(target: Pick<Target, 'operate' | 'summary'>): boolean {
  const { name, baseUrl } = target.summary
  return !isOurs(target) && (name !== baseUrl || !isLoopback(baseUrl))
}

/**
 * What the references of a run begin with, at most 10 characters. A target that was started for the run knows no others,
 * so the seed will do, and the same seed sends the same; elsewhere it must be new for every run, since what earlier runs
 * created is still there.
 */
export function runTag(seed: number, runId: string, isOurTarget: boolean): string {
  return `c${deriveSeed(seed, isOurTarget ? 'tag' : runId).toString(36)}`
}
