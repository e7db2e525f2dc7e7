import type { Case, RequestDraft } from '../core/case.ts'
import type { PoolUse } from '../core/event.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Finding } from '../core/finding.ts'
import { deriveSeed } from '../core/seed.ts'
import { withFreshKeys } from '../generators/idempotency-key.ts'
import type { FactPlace } from '../generators/shown-facts.ts'
import type { Operation } from '../spec/model.ts'
import { type AcceptedRequests, isAccepted } from './accepted-requests.ts'
import type { CaseSource, PlannedCase } from './case-source.ts'
import { flakinessOf, type Repetition } from './flakiness.ts'
import { createFreshIds } from './fresh-ids.ts'
import { judgeCase, type JudgeParts, type Judgement } from './judge-case.ts'
import { type Lessons, writes } from './lessons.ts'
import type { LiveIds } from './live-ids.ts'
import { asReducedOffline, offlineAttempt } from './offline-attempt.ts'
import { createProber, type Probed } from './probe.ts'
import { ofData, type RefusedCase, refusedFactFinding } from './refusals.ts'
import { sendCase, type SendParts } from './send-case.ts'
import { type Attempt, shrinkCase } from './shrink.ts'
import type { GuideRule } from './restricted-in-words.ts'
import { namingWhatMatters } from './what-matters.ts'
import { isConflict, refusesData } from './data-verdict.ts'
import { drawnRequests } from './drawn-requests.ts'
import type { UntakenTexts } from './untaken-texts.ts'
import { weighRefusals } from './weigh-refusals.ts'

export interface FollowUpParts {
  readonly send: SendParts
  readonly judge: JudgeParts
  readonly ids?: LiveIds
  readonly accepted: AcceptedRequests
  readonly lessons: Lessons
  /** The way out of conflicts with what earlier requests have made. */
  readonly untaken?: UntakenTexts
  /** Fingerprints of findings that were looked into already; grows. */
  readonly known?: Set<string>
  /** Most requests spent on making one finding smaller; 0 switches it off. */
  readonly shrinkBudget: number
  /** What the API's guides demand beyond the document. */
  readonly guideRules?: readonly GuideRule[] | undefined
  /** Operations of which nothing is sent that was not planned. */
  spares?(operation: Operation): boolean
}

/** The requests that answers give rise to. */
export interface FollowUps {
  /** Makes each finding that is new to the run smaller; the others are counted where they were met. */
  smallest(
    source: CaseSource,
    planned: PlannedCase,
    ids: readonly PoolUse[],
    judgement: Judgement,
    answered: Exchange | undefined,
  ): Promise<{ readonly findings: readonly Finding[]; readonly requests: number }>
  /** Finds out which refused requests were refused against the contract: each such fact is a case of its own. */
  weigh(source: CaseSource, refused: readonly RefusedCase[]): Promise<WeighedCases>
}

export interface WeighedCases {
  readonly found: readonly { readonly planned: Case; readonly exchange: Exchange; readonly finding: Finding }[]
  /** What no fact explains. */
  readonly refused: readonly RefusedCase[]
  /** Requests sent besides those found. */
  readonly probes: number
}

/** Most requests spent on one operation to find out why valid requests were refused. */
const PROBE_BUDGET = 150

export function createFollowUps(parts: FollowUpParts): FollowUps {
  const { ids, accepted, lessons, judge } = parts
  const { contract } = parts.send
  const { seed } = judge
  const { known = new Set<string>() } = parts
  /** Requests besides those of shrinking and weighing: they made resources for others to use up. */
  let provided = 0

  const send = async (operation: Operation, planned: Case): Promise<Probed | undefined> => {
    const sendOne = (draft: RequestDraft): ReturnType<typeof sendCase> => sendCase(parts.send, operation, draft)
    const first = (await sendOne(planned.draft)).at(-1)
    const again = await parts.untaken?.sendAgain(operation, planned, first, sendOne)
    const sent = { planned: again?.planned ?? planned, exchange: again?.exchanges.at(-1) ?? first }
    const { exchange } = sent
    if (exchange === undefined) return undefined
    lessons.note(operation, sent.planned.draft, exchange)
    if (writes(operation, sent.planned)) lessons.learn()
    return { planned: sent.planned, exchange }
  }

  /** Sends a case that may use up what it names with new resources of the same kind each time. */
  const probe = async (operation: Operation, planned: Case): Promise<Probed | undefined> => {
    if (ids === undefined || provide === undefined || !writes(operation, planned)) return send(operation, planned)
    const { pools, requests } = await provide(operation)
    provided += requests
    return send(operation, ids.bind(operation, planned, pools).case)
  }
  const provide = ids === undefined ? undefined : createFreshIds({ contract, ids, accepted, seed, send })

  const attemptWith =
    (sendIt: typeof probe): Attempt =>
    async (operation, candidate) => {
      const sent = await sendIt(operation, candidate)
      return sent === undefined ? [] : (await judgeCase(judge, operation, sent.planned, sent.exchange)).findings
    }

  /**
   * How smaller requests are tried: with the ids of the failing one as long as it fails with them again, else with fresh
   * ones each time.
   */
  const attemptFor = async (
    { operation }: CaseSource,
    failing: Case,
    used: readonly PoolUse[],
    { fingerprint }: Finding,
  ): Promise<readonly [attempt: Attempt, requests: number]> => {
    if (used.length === 0) return [attemptWith(send), 0]
    const pinned = attemptWith((one, candidate) =>
      send(one, { ...candidate, draft: { ...candidate.draft, path: failing.draft.path } }),
    )
    if (!writes(operation, failing)) return [pinned, 0]
    const isAboutKey =
      failing.intent.kind === 'invalid' && failing.intent.constraint.kind?.startsWith('idempotency-key')
    const id = `${failing.id} again`
    const draft = isAboutKey === true ? failing.draft : withFreshKeys(operation, failing.draft, deriveSeed(seed, id))
    const again = await pinned(operation, { ...failing, draft })
    return [again.some((found) => found.fingerprint === fingerprint) ? pinned : attemptWith(probe), 1]
  }

  /** Without sending anything. */
  const smallestUnsent = async (
    source: CaseSource,
    planned: PlannedCase,
    finding: Finding,
    answered: Exchange,
  ): Promise<Finding> => {
    const attempt = offlineAttempt(parts.send, judge, { failing: planned.case, answered, finding })
    if (attempt === undefined) return finding
    const { finding: smaller } = await shrinkCase(source, planned, finding, attempt, parts.shrinkBudget)
    return smaller === finding ? finding : asReducedOffline(smaller, finding)
  }

  /** The same request with keys of its own: a server that remembers would answer with what it said before. */
  const repetition = async (
    { operation }: CaseSource,
    first: Case,
    used: readonly PoolUse[],
  ): Promise<Repetition | undefined> => {
    const id = `${first.id} once more`
    const isAboutKey = first.intent.kind === 'invalid' && first.intent.constraint.kind?.startsWith('idempotency-key')
    const draft = isAboutKey === true ? first.draft : withFreshKeys(operation, first.draft, deriveSeed(seed, id))
    const sent = await send(operation, { ...first, draft })
    if (sent === undefined) return undefined
    const { findings } = await judgeCase(judge, operation, sent.planned, sent.exchange)
    return {
      exchange: sent.exchange,
      findings,
      mayHaveChanged: used.length > 0,
      isReading: !writes(operation, first),
    }
  }

  /**
   * How a request is accepted once more: on a new resource each time, else on the one that it was accepted on; what needs
   * a resource in some state is not accepted on a new one. `undefined` where neither works.
   */
  const resendOf = async (operation: Operation, base: RequestDraft | undefined): Promise<typeof probe | undefined> => {
    if (base === undefined) return undefined
    let conflicting: typeof probe | undefined
    for (const way of [probe, send]) {
      const { operationId } = operation
      const id = `${operationId}/boundaries/accepted before`
      const draft = withFreshKeys(operation, base, deriveSeed(seed, id, provided++))
      const sent = await way(operation, { id, operationId, phase: 'boundaries', intent: { kind: 'valid' }, draft })
      if (sent === undefined) continue
      if (isAccepted(sent.exchange)) return way
      if (isConflict(sent.exchange)) conflicting ??= way
    }
    // A duplicate now, but data that the server takes.
    return conflicting
  }

  return {
    async smallest(source, planned, used, judgement, answered) {
      const findings: Finding[] = []
      let requests = 0
      const before = provided
      const isSpared = parts.spares?.(source.operation) === true
      const budget = isSpared ? 0 : parts.shrinkBudget
      for (const finding of judgement.findings) {
        if (known.has(finding.fingerprint)) {
          findings.push(finding)
          continue
        }
        known.add(finding.fingerprint)
        if (isSpared && answered !== undefined) {
          findings.push(await smallestUnsent(source, planned, finding, answered))
          continue
        }
        const [attempt, spent] =
          budget === 0 ? [attemptWith(send), 0] : await attemptFor(source, planned.case, used, finding)
        const shrunk = await shrinkCase(source, planned, finding, attempt, budget - spent)
        // What was seen with a smaller request came again.
        const repeated =
          shrunk.finding !== finding || budget === 0 ? undefined : await repetition(source, planned.case, used)
        const flaky = repeated === undefined ? undefined : flakinessOf(finding, repeated)
        if (repeated !== undefined) requests++
        if (flaky !== undefined) {
          findings.push({ ...finding, flaky })
          requests += shrunk.requests + spent
          continue
        }
        const { matters } = shrunk
        const naming = { contract, operation: source.operation, generation: source.generation }
        findings.push(
          matters === undefined
            ? shrunk.finding
            : namingWhatMatters(shrunk.finding, matters.draft, matters.places, naming),
        )
        requests += shrunk.requests + spent
      }
      return { findings, requests: requests + provided - before }
    },

    async weigh({ operation, generation }, refused) {
      if (parts.spares?.(operation) === true) return { found: [], refused, probes: 0 }
      const before = provided
      const weighed = ofData(refused)
      const usable = accepted.of(operation)
      const resend = weighed.length === 0 ? undefined : await resendOf(operation, usable[0])
      if (resend === undefined) return { found: [], refused, probes: provided - before }
      const prober = createProber({ send: resend }, operation, { seed, budget: PROBE_BUDGET, phase: 'boundaries' })
      const places = new Set(ids?.placesOf(operation))
      const isId = (place: FactPlace): boolean => places.has(constraintPlace(place))
      const { guideRules = [] } = parts
      const unsent = drawnRequests(contract, operation, generation, deriveSeed(seed, operation.operationId, 'unsent'))
      const weighing = { contract, operation, generation, accepted: usable, unsent, isId, guideRules, prober }
      const { found, unexplained } = await weighRefusals(weighing, weighed)
      const left = new Set(unexplained)
      const cases = await Promise.all(
        found.map(async (fact) => ({ ...fact.refused, finding: await refusedFactFinding(judge, operation, fact) })),
      )
      for (const { finding } of cases) known.add(finding.fingerprint)
      return {
        found: cases,
        refused: refused.filter(({ planned, exchange }) => !refusesData(exchange) || left.has(planned)),
        probes: prober.sent - cases.length + provided - before,
      }
    },
  }
}

/** A place as boundary cases name it. */
function constraintPlace({ in: where, name, pointer }: FactPlace): string {
  return where === 'body' ? `body${pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')}` : `${where}: ${name}`
}
