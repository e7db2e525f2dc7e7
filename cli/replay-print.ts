import type { Har } from 'har-format'
import type { RecordedRequest } from '../core/exchange.ts'
import type { Finding, SequenceEntry } from '../core/finding.ts'
import { TOOL } from '../core/tool.ts'
import { curlOf } from '../reports/curl.ts'
import { exchangeEntry } from '../reports/har-entry.ts'
import { httpieOf } from '../reports/httpie.ts'
import { entriesOf } from '../run/replay/recorded-finding.ts'

export type PrintFormat = 'curl' | 'httpie' | 'har'

/** Where requests went, and where they are to go. */
export interface Bases {
  readonly then: string
  readonly now: string
}

/** The requests of a finding for another tool. Ends with a newline. */
export function printedRequests(findings: readonly Finding[], format: PrintFormat, bases: Bases): string {
  if (format === 'har') return `${JSON.stringify(archiveOf(findings, bases), null, 2)}\n`
  const print = format === 'curl' ? curlOf : httpieOf
  return findings
    .map((finding) => {
      const entries = entriesOf(finding)
      const head = `# ${finding.fingerprint} ${finding.code} at ${finding.operationId}\n`
      // A shell does not read answers: ids that they give have to be put in by hand.
      const note = entries.length > 1 ? '# ids and keys in later requests are those of the recorded run\n' : ''
      const steps = entries.map((entry, i) => {
        const label = entries.length > 1 ? `# step ${i + 1} of ${entries.length}, ${entry.operationId}\n` : ''
        return label + print(rebased(entry.request, bases), entry.redactions ?? [])
      })
      return `${head}${note}${steps.join('\n\n')}\n`
    })
    .join('\n')
}

function archiveOf(findings: readonly Finding[], bases: Bases): Har {
  const entryFor = (
    finding: Finding,
    { operationId, request, response }: SequenceEntry,
  ): Har['log']['entries'][number] =>
    exchangeEntry(
      {
        request: rebased(request, bases),
        outcome: response,
        timings: { startedAt: 0, durationMs: 0 },
        attempt: 1,
        redactions: [],
        echoedSecrets: [],
      },
      finding.fingerprint,
      { operationId, caseId: finding.reproduction.caseId, fingerprints: [finding.fingerprint] },
    )
  return {
    log: {
      version: '1.2',
      creator: { name: TOOL.name, version: TOOL.version },
      pages: findings.map(({ fingerprint, title }) => ({
        id: fingerprint,
        title,
        startedDateTime: new Date(0).toISOString(),
        pageTimings: {},
      })),
      entries: findings.flatMap((finding) => entriesOf(finding).map((entry) => entryFor(finding, entry))),
    },
  }
}

function rebased(request: RecordedRequest, { then, now }: Bases): RecordedRequest {
  return request.url.startsWith(then) ? { ...request, url: now + request.url.slice(then.length) } : request
}
