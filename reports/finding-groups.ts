import type { RecordedBody, RecordedRequest } from '../core/exchange.ts'
import type { Finding, Flakiness, Severity } from '../core/finding.ts'

/** Findings by fingerprint: occurrences summed, the most telling reproduction kept. */
export interface FindingGroups {
  add(finding: Finding): void
  /** Severest first, then what breaks in most operations, then in the order in which operations came. */
  list(): readonly Finding[]
  /** Distinct findings that are only counted; see {@link MAX_LISTED}. */
  readonly notListed: number
}

/** Listed of one check at one operation: past that, a fingerprint is not stable and a list helps nobody. */
export const MAX_LISTED = 100

/** Characters of a response body kept in a finding; run.ndjson has all that was recorded. */
const MAX_RESPONSE_BODY = 64 * 1024

/** Groups in memory bounded by checks times operations. */
export function createFindingGroups(): FindingGroups {
  const groups = new Map<string, Finding>()
  const listed = new Map<string, number>()
  const unlisted = new Set<string>()

  return {
    add(finding) {
      const known = groups.get(finding.fingerprint)
      if (known !== undefined) {
        const kept = compareTelling(finding, known) < 0 ? withShortResponse(finding) : known
        const flaky = flakyTogether(known, finding)
        groups.set(finding.fingerprint, {
          ...kept,
          occurrences: known.occurrences + finding.occurrences,
          ...(flaky !== undefined && { flaky }),
        })
        return
      }
      const origin = `${finding.code}\n${finding.operationId}`
      const count = listed.get(origin) ?? 0
      if (count >= MAX_LISTED) {
        unlisted.add(finding.fingerprint)
        return
      }
      listed.set(origin, count + 1)
      groups.set(finding.fingerprint, withShortResponse(finding))
    },
    list: () => inOrder([...groups.values()]),
    get notListed() {
      return unlisted.size
    },
  }
}

/** What did not come again once is flaky, however often it was met elsewhere: each time is an attempt that failed. */
function flakyTogether(one: Finding, other: Finding): Flakiness | undefined {
  const first = one.flaky ?? other.flaky
  if (first === undefined) return undefined
  const second = one.flaky === undefined ? { attempts: one.occurrences, failures: one.occurrences } : other.flaky
  const more = second ?? { attempts: other.occurrences, failures: other.occurrences }
  return { ...first, attempts: first.attempts + more.attempts, failures: first.failures + more.failures }
}

/** The severest first, then what a valid request shows, then the smallest. */
function compareTelling(one: Finding, other: Finding): number {
  return (
    SEVERITY_ORDER[one.severity] - SEVERITY_ORDER[other.severity] ||
    Number(one.phase === 'invalid') - Number(other.phase === 'invalid') ||
    compareSize(one, other)
  )
}

const SEVERITY_ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** What has one cause in the contract: the same check, broken at the same place of the document. */
export function causeOf(finding: Finding): string {
  return `${finding.code}\n${finding.document.pointer}`
}

/** Whether the baseline knows a finding, so that it fails nothing and is only counted among what is new. */
export function isKnown({ baseline }: Pick<Finding, 'baseline'>): boolean {
  return baseline?.status === 'known'
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const reach = new Map<string, Set<string>>()
  const arrival = new Map<string, number>()
  for (const finding of findings) {
    const cause = causeOf(finding)
    const operations = reach.get(cause) ?? new Set()
    reach.set(cause, operations.add(finding.operationId))
    for (const key of [cause, finding.operationId]) if (!arrival.has(key)) arrival.set(key, arrival.size)
  }
  const reachOf = (finding: Finding): number => reach.get(causeOf(finding))?.size ?? 0
  const arrivalOf = (key: string): number => arrival.get(key) ?? 0
  return findings.toSorted(
    (a, b) =>
      SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
      reachOf(b) - reachOf(a) ||
      // One cause in several operations stays together.
      (reachOf(a) > 1 ? arrivalOf(causeOf(a)) - arrivalOf(causeOf(b)) : 0) ||
      arrivalOf(a.operationId) - arrivalOf(b.operationId) ||
      compareText(a.fingerprint, b.fingerprint),
  )
}

/** Negative when `a` is the smaller reproduction: fewer bytes sent, then the plainer text. */
function compareSize(a: Finding, b: Finding): number {
  return sizeOf(a.request) - sizeOf(b.request) || compareText(textOf(a.request), textOf(b.request))
}

function sizeOf({ url, headers, body }: RecordedRequest): number {
  const headerBytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  return Buffer.byteLength(url) + headerBytes + (body?.bytes ?? 0)
}

function textOf(request: RecordedRequest): string {
  return `${request.url}\n${request.body?.content ?? ''}`
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function withShortResponse(finding: Finding): Finding {
  const { response } = finding
  if (response.kind === 'no-response' || response.body === undefined) return finding
  if (response.body.content.length <= MAX_RESPONSE_BODY) return finding
  // base64 is cut at a multiple of four characters, text never within a surrogate pair.
  const { encoding, content } = response.body
  const end = encoding === 'text' && /[\uD800-\uDBFF]/.test(content[MAX_RESPONSE_BODY - 1] ?? '') ? 1 : 0
  const body: RecordedBody = { ...response.body, content: content.slice(0, MAX_RESPONSE_BODY - end), truncated: true }
  return { ...finding, response: { ...response, body } }
}
