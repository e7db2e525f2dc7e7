import type { Severity } from '../core/finding.ts'
import type { LintFinding } from '../spec/lint/rule.ts'
import type { Contract } from '../spec/model.ts'
import { alignColumns } from './align-columns.ts'

/** Findings as a reader goes through the document, one line each, then how many of each rule. */
export function lintReport(findings: readonly LintFinding[]): string {
  if (findings.length === 0) return 'no defects found\n'
  const lines = findings.map((finding) => {
    const { file, line, column, severity, code, message, pointer } = finding
    const place = line === 0 ? file : `${file}:${line}:${column}`
    return `${place}  ${severity.padEnd(7)}  ${code}  ${message}${remarksOf(finding)}  ${pointer}`
  })
  const counts = countsPerRule(findings).map(({ code, severity, count }) => ['', String(count), severity, code])
  return [...lines, '', ...alignColumns(counts, new Set([1])), totalLine(findings), ''].join('\n')
}

/** The same for programs. */
export function lintReportJson(contract: Contract, findings: readonly LintFinding[]): string {
  const { title, version, source, sha256, operations } = contract
  const rules = countsPerRule(findings)
  const report = {
    contract: { title, version, source, sha256, operations: operations.length },
    totals: {
      error: countOf(findings, 'error'),
      warning: countOf(findings, 'warning'),
      info: countOf(findings, 'info'),
    },
    rules,
    findings,
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

/** Whether a contract with these findings needs work: what is only worth knowing does not count. */
export function needsWork(findings: readonly LintFinding[]): boolean {
  return findings.some(({ severity }) => severity !== 'info')
}

/** Where else to look: the other side of a contradiction, and how often the same place is repeated. */
function remarksOf({ file, related = [], otherPlaces }: LintFinding): string {
  const [first] = related
  const remarks = [
    ...(first === undefined || first.line === 0
      ? []
      : [`see ${first.file === file ? 'line ' : `${first.file}:`}${first.line}`]),
    ...(otherPlaces === 0 ? [] : [`${otherPlaces} more ${otherPlaces === 1 ? 'place' : 'places'}`]),
  ]
  return remarks.length === 0 ? '' : ` (${remarks.join(', ')})`
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

function countsPerRule(
  findings: readonly LintFinding[],
): readonly { code: string; severity: Severity; count: number }[] {
  const groups = Map.groupBy(findings, ({ severity, code }) => `${SEVERITIES.indexOf(severity)} ${code}`)
  return [...groups.entries()]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group
      return first === undefined ? [] : [{ code: first.code, severity: first.severity, count: group.length }]
    })
}

function totalLine(findings: readonly LintFinding[]): string {
  const [errors, warnings] = [countOf(findings, 'error'), countOf(findings, 'warning')]
  const parts = [
    `${errors} ${errors === 1 ? 'error' : 'errors'}`,
    `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
    `${countOf(findings, 'info')} info`,
  ]
  return `${findings.length} ${findings.length === 1 ? 'defect' : 'defects'}: ${parts.join(', ')}`
}

function countOf(findings: readonly LintFinding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length
}
