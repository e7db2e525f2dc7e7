import type { Finding } from '../core/finding.ts'
import type { Paint, Tone } from '../reports/paint.ts'
import { printable, printableLine } from '../reports/printable.ts'
import { counted, labelled } from '../reports/text-layout.ts'
import { entriesOf } from '../run/replay/recorded-finding.ts'
import type { CaseConclusion } from '../run/replay/replay-case.ts'
import type { ReplayOutcome, ReplayVerdict } from '../run/replay/replay-finding.ts'
import { responseDiff } from './response-diff.ts'

const WIDTH = 100

const TONES: Readonly<Record<ReplayVerdict, Tone>> = {
  'still-failing': 'bad',
  flaky: 'doubtful',
  unjudged: 'doubtful',
  fixed: 'good',
}

/** What became of a finding, as people read it. Ends with a newline. */
export function replayText(
  finding: Finding,
  outcome: ReplayOutcome,
  { paint, bases }: { readonly paint: Paint; readonly bases: Parameters<typeof responseDiff>[2] },
): string {
  const { fingerprint, code, operationId, scenarioId, title, response } = finding
  const { verdict, exchange, reasons, standIns } = outcome
  const row = (label: string, text: string): readonly string[] =>
    labelled(label, printable(text), { width: WIDTH, column: 12, paint })
  const entries = entriesOf(finding)
  const what =
    scenarioId === undefined ? counted(entries.length, 'request') : `scenario ${scenarioId}, played as a whole`
  const diff = exchange === undefined ? undefined : responseDiff(response, exchange.outcome, bases)
  return `${[
    `${paint(TONES[verdict], paint('strong', verdictText(outcome)))}  ${printableLine(`${code} at ${operationId}`)}  ${paint('quiet', fingerprint)}`,
    ...row('finding', title),
    ...row('sent', what),
    ...reasons.flatMap((reason) => row('unjudged', reason)),
    ...(standIns.length === 0
      ? []
      : row('stand-ins', `the record holds no secrets; made up were ${standIns.join(', ')}`)),
    ...(diff === undefined ? [] : diffLines(diff, paint)),
  ].join('\n')}\n`
}

function diffLines(diff: readonly string[], paint: Paint): readonly string[] {
  if (diff.length === 0) return labelled('answer', 'the same as then', { width: WIDTH, column: 12, paint })
  const toneOf = (line: string): Tone => (line.startsWith('-') ? 'bad' : line.startsWith('+') ? 'good' : 'quiet')
  return [
    ...labelled('answer', 'then (-) and now (+)', { width: WIDTH, column: 12, paint }),
    ...diff.map((line) => `    ${paint(toneOf(line), printableLine(line))}`),
  ]
}

/** `still failing (20 of 20)`. */
export function verdictText({ verdict, judged, failures }: ReplayOutcome): string {
  switch (verdict) {
    case 'still-failing':
      return `STILL FAILING (${failures} of ${judged})`
    case 'flaky':
      return `FLAKY (failing in ${failures} of ${judged})`
    case 'fixed':
      return `FIXED (0 of ${judged} failing)`
    case 'unjudged':
      return 'COULD NOT BE JUDGED'
  }
}

/** What came of a case that was made again. Ends with a newline. */
export function caseText({ planned, exchange, judgement }: CaseConclusion, paint: Paint): string {
  const { outcome } = exchange
  const answer = outcome.kind === 'response' ? String(outcome.status) : outcome.message
  const lines = judgement.findings.flatMap(({ fingerprint, severity, code, message }) =>
    labelled(severity, printable(`${code} (${fingerprint}): ${message}`), { width: WIDTH, column: 12, paint }),
  )
  const verdict = judgement.verdict.toUpperCase()
  const tone = judgement.verdict === 'pass' ? 'good' : judgement.verdict === 'fail' ? 'bad' : 'doubtful'
  return `${[
    `${paint(tone, paint('strong', verdict))}  ${printableLine(planned.id)}`,
    ...labelled('sent', 'made again from seed and contract; nothing was found with it in the run', {
      width: WIDTH,
      column: 12,
      paint,
    }),
    ...labelled('answer', printable(answer), { width: WIDTH, column: 12, paint }),
    ...(judgement.reason === undefined
      ? []
      : labelled('reason', printable(judgement.reason), { width: WIDTH, column: 12, paint })),
    ...lines,
  ].join('\n')}\n`
}
