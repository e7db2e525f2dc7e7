import { isAsExpected, type Outcome, type Report } from './outcome.ts'

/** The outcomes as a Markdown table, with what is missing on top. */
export function tableOf(outcomes: readonly Outcome[], { title }: { readonly title: string }): string {
  const missed = outcomes.filter((outcome) => !isAsExpected(outcome))
  return [
    `# ${title}`,
    '',
    `${outcomes.length - missed.length} of ${outcomes.length} as expected${missed.length === 0 ? '.' : ':'}`,
    ...missed.map(({ fault, expectedCheck }) => `- ${fault} was not as expected (${expectedCheck || 'no finding'})`),
    '',
    row(['fault', 'expected check', 'found', 'requests', 'other findings']),
    row(['---', '---', '---', '---:', '---']),
    ...outcomes.map(lineOf),
    '',
  ].join('\n')
}

function lineOf(outcome: Outcome): string {
  const { fault, expectedCheck, found, others, requests } = outcome
  return row([
    fault,
    expectedCheck || 'nothing is reported',
    found === undefined ? (isAsExpected(outcome) ? 'nothing, as it should be' : '**no**') : placeOf(found),
    String(found?.afterRequests ?? requests),
    others.map((report) => `${report.check} at ${placeOf(report)}`).join('; '),
  ])
}

function placeOf({ operation, by }: Report): string {
  return `${operation} (${by})`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`
}
