import { HarnessError } from '../core/harness-error.ts'
import type { Finding } from '../core/finding.ts'
import { nearest } from '../core/nearest.ts'
import type { RunResult } from '../reports/run-result.ts'
import { shortened } from '../reports/text-layout.ts'
import { partsOfCaseId } from '../run/replay/replay-case.ts'

/** What a user asks to be sent again. */
export type ReplayChoice =
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | { readonly kind: 'case'; readonly caseId: string }

/** Findings that an error lists. */
const MOST_LISTED = 20

/** Shorter beginnings of a fingerprint could be met by chance. */
const SHORTEST_PREFIX = 4

/**
 * The findings of a run that a name means: a fingerprint, the beginning of one, or the id of a case.
 *
 * @throws HarnessError `usage` where nothing is called so, with what there is
 */
export function chooseReplay(result: RunResult, name: string | undefined, isAll: boolean): ReplayChoice {
  const { findings } = result
  if (isAll) return { kind: 'findings', findings }
  if (name === undefined) {
    throw new HarnessError('usage', 'Nothing is named that is to be sent again.', {
      hint: `Give a fingerprint or case id, or --all.\n${listing(findings)}`,
    })
  }
  const wanted = name.toLowerCase()
  const exact = findings.filter(({ fingerprint }) => fingerprint === wanted)
  const begun =
    wanted.length < SHORTEST_PREFIX ? [] : findings.filter(({ fingerprint }) => fingerprint.startsWith(wanted))
  const ofCase = findings.filter(({ reproduction }) => reproduction.caseId === name)
  const found = [exact, begun.length === 1 ? begun : [], ofCase].find((some) => some.length > 0)
  if (found !== undefined) return { kind: 'findings', findings: found }
  const parts = partsOfCaseId(name)
  if (parts !== undefined && result.operations.some(({ operationId }) => operationId === parts.operationId)) {
    if (parts.phase !== 'stateful') return { kind: 'case', caseId: name }
    throw new HarnessError('usage', `${name} is a step of a sequence in which nothing was found.`, {
      hint: `Its sequence is sent by: payroc-conformance run --operation ${parts.operationId} --phase stateful --seed ${result.run.seed}`,
    })
  }
  const names = findings.flatMap(({ fingerprint, reproduction }) => [fingerprint, reproduction.caseId])
  const near = nearest(name, names)
  const suggestion = near === undefined ? '' : `Did you mean "${near}"?\n`
  throw new HarnessError('usage', `Run ${result.run.id} has no finding or case "${name}".`, {
    hint: suggestion + listing(findings),
  })
}

function listing(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'The run has no findings.'
  const lines = findings
    .slice(0, MOST_LISTED)
    .map(
      ({ fingerprint, code, operationId, title }) =>
        `  ${fingerprint}  ${shortened(`${code} at ${operationId}: ${title}`, 90)}`,
    )
  const more = findings.length - lines.length
  return ['Its findings:', ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}
