/** What was concluded. The worst of several wins: `pass` < `inconclusive` < `fail`; `skipped` concludes nothing. */
export type Verdict = 'pass' | 'inconclusive' | 'fail' | 'skipped'

const RANK: Readonly<Record<Verdict, number>> = { skipped: 0, pass: 1, inconclusive: 2, fail: 3 }

/** The worst verdict; `skipped` when there is nothing to merge. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'skipped'
  for (const verdict of verdicts) if (RANK[verdict] > RANK[result]) result = verdict
  return result
}
