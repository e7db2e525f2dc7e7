import type { SequenceStep } from '../../checks/sequences/sequence-check.ts'
import type { Intent } from '../../core/case.ts'
import { headerOf, type Exchange } from '../../core/exchange.ts'
import type { Finding, SequenceEntry } from '../../core/finding.ts'
import type { Operation } from '../../spec/model.ts'
import { HARMLESS } from '../../transport/credentials.ts'
import type { Recorded } from '../../transport/record.ts'
import type { WireRequest } from '../../transport/wire-request.ts'
import type { SendParts } from '../send-case.ts'
import { pathValuesIn } from '../stateful/path-values.ts'
import { createBindings } from './bindings.ts'
import { laterPagesOf } from './evidence.ts'
import { createFreshMarks } from './fresh-marks.ts'
import { conclusionOf } from './conclusion.ts'
import { type Conclusion, entriesOf, intentOf, positionOf, type ReplayParts } from './recorded-finding.ts'
import { nameOf, wireAgain } from './wire-again.ts'

export interface ReplayAttempt {
  readonly conclusion: Conclusion
  /** The answer that the finding is about, as it came now; absent where it was not asked for. */
  readonly exchange?: Exchange
  /** Everything that was sent, in order. */
  readonly steps: readonly (SequenceStep | undefined)[]
  /** Where stand-ins were sent for secrets that the record does not hold. */
  readonly standIns: readonly string[]
}

/**
 * Sends what led to a finding once more and judges the answer as the run did.
 *
 * @param salt tells this attempt from all others, of other times, too: a server remembers keys
 */
export async function replayOnce(parts: ReplayParts, finding: Finding, salt: number): Promise<ReplayAttempt> {
  const entries = entriesOf(finding)
  const { evidence } = finding.reproduction
  const bindings = createBindings(entries)
  const freshMarks = createFreshMarks(salt, evidence)
  const renewal = {
    salt,
    bindings,
    freshMarks,
    bases: { then: parts.recordedBase, now: parts.send.baseUrl },
  }
  const at = positionOf(finding, entries)
  const isWithheld = withholdsCredentials(intentOf(finding))
  const steps: (SequenceStep | undefined)[] = []
  const pages = new Set(evidence === undefined ? [] : laterPagesOf(evidence))
  let isCut = false
  const standIns: string[] = []
  const unjudged = (reason: string): ReplayAttempt => ({ conclusion: { kind: 'unjudged', reason }, steps, standIns })

  for (const group of groupsOf(entries)) {
    const requests: { readonly operation: Operation; readonly request: WireRequest }[] = []
    for (const { entry, position } of group) {
      const operation = parts.send.contract.operations.find((one) => one.operationId === entry.operationId)
      if (operation === undefined) return unjudged(`the contract has no operation ${entry.operationId}`)
      const again = wireAgain(entry, position, operation, renewal)
      // A list that ends earlier now has no such page.
      if (again.kind === 'impossible' && pages.has(position) && group.length === 1) continue
      if (again.kind === 'impossible') return unjudged(again.reason)
      standIns.push(...again.standIns.map((place) => `${nameOf(entry, position)}: ${place}`))
      requests.push({ operation, request: again.request })
    }
    if (requests.length === 0) {
      isCut = true
      steps.push(undefined)
      continue
    }
    const pause = group[0]?.entry.pauseMs
    if (pause !== undefined) await parts.clock.sleep(pause, parts.send.signal)
    const answers = await Promise.all(
      requests.map(({ operation, request }, i) =>
        sendAgain(parts.send, operation, request, isWithheld && group[i]?.position === at, group[i]?.entry),
      ),
    )
    for (const [i, { exchange, body }] of answers.entries()) {
      const { operation } = requests[i] as (typeof requests)[number]
      steps.push({ operation, exchange })
      bindings.learn(group[i]?.position ?? 0, exchange.outcome, body)
    }
  }
  const exchange = steps[at]?.exchange
  const textNow = (text: string): string => bindings.textNow(freshMarks(text))
  const conclusion = await conclusionOf(parts, finding, { entries, steps, isCut, at, textNow })
  return { conclusion, steps, standIns, ...(exchange !== undefined && { exchange }) }
}

function withholdsCredentials(intent: Intent): boolean {
  return intent.kind === 'invalid' && intent.constraint.kind?.startsWith('authentication') === true
}

interface Placed {
  readonly entry: SequenceEntry
  readonly position: number
}

/** What was sent at once stays together. */
function groupsOf(entries: readonly SequenceEntry[]): readonly (readonly Placed[])[] {
  const groups: Placed[][] = []
  for (const [position, entry] of entries.entries()) {
    if (entry.together === true && groups.length > 0) groups.at(-1)?.push({ entry, position })
    else groups.push([{ entry, position }])
  }
  return groups
}

async function sendAgain(
  parts: SendParts,
  operation: Operation,
  request: WireRequest,
  isWithheld: boolean,
  entry: SequenceEntry | undefined,
): Promise<Recorded> {
  const { operationId } = operation
  const path = pathValuesIn(request.url, operation)
  const settle = parts.journal?.about(operation, { operationId, path, query: {}, header: {}, cookie: {} }, request)
  const recorded = await sendOnce(parts, operation, request, isWithheld, entry)
  settle?.([recorded])
  return recorded
}

async function sendOnce(
  { credentials, transport, signal }: SendParts,
  operation: Operation,
  request: WireRequest,
  isWithheld: boolean,
  entry: SequenceEntry | undefined,
): Promise<Recorded> {
  for (let attempt = 1; ; attempt++) {
    const authorised = isWithheld ? request : withDropped(await credentials.apply(operation, request), entry)
    const recorded = await transport.sendUnrecorded(authorised, signal === undefined ? {} : { signal })
    const { outcome } = recorded.exchange
    const isRefused = outcome.kind === 'response' && outcome.status === 401
    if (!isRefused || isWithheld || attempt > 1 || !credentials.renew()) return recorded
  }
}

/** A secret header that no credentials put back gets a value that opens nothing. */
function withDropped(request: WireRequest, entry: SequenceEntry | undefined): WireRequest {
  const dropped = (entry?.redactions ?? []).flatMap(({ at }) => (at.part === 'request-header' ? [at.name] : []))
  const lost = dropped.filter((name) => headerOf(request.headers, name) === undefined)
  if (lost.length === 0) return request
  const added = lost.map((name): readonly [string, string] => [
    name,
    name === 'authorization' ? `Bearer ${HARMLESS}` : HARMLESS,
  ])
  return { ...request, headers: [...request.headers, ...added] }
}
