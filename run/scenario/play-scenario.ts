import type { SequenceDraft } from '../../checks/sequences/sequence-check.ts'
import { validRequestIsAccepted } from '../../checks/valid-request-is-accepted.ts'
import type { Clock } from '../../core/clock.ts'
import type { ScenarioFinished } from '../../core/event.ts'
import type { Exchange } from '../../core/exchange.ts'
import type { FindingDraft, SequenceEntry } from '../../core/finding.ts'
import { HarnessError } from '../../core/harness-error.ts'
import { deriveSeed } from '../../core/seed.ts'
import { keyOf } from '../../generators/idempotency-key.ts'
import type { Operation } from '../../spec/model.ts'
import { openReceiver } from '../../transport/receiver.ts'
import { isLoopback } from '../environments.ts'
import { sendUnrecorded, type SendParts } from '../send-case.ts'
import { entryOf, partsIn, type SequenceSubject } from '../sequence-entry.ts'
import { answerFrom, type Answer } from './answer.ts'
import { draftOf } from './call-draft.ts'
import type { DeviceControl } from './device-control.ts'
import { identityTools, TOKEN_OPERATION } from './identity.ts'
import { inWords, isMet, OUTCOME_IS_AS_DOCUMENTED, type Expectation, type Promised } from './expectation.ts'
import { concluded, judgeCall, placeOf, type CallJudgeParts } from './judge-call.ts'
import type { GuessedEquipment } from './guessed-equipment.ts'
import { ScenarioSkipped, ScenarioStopped } from './leaving.ts'
import { lostDeletion } from './lost-deletion.ts'
import { sampleRequest } from './sample-request.ts'
import { withoutCardNumbers } from './evidence.ts'
import { recordScenario, type ScenarioRecorder } from './record-scenario.ts'
import type { Scenario } from './scenario.ts'
import type { Api, CallRequest, Observation, ScenarioTarget, ScenarioTools } from './tools.ts'

/** What playing scenarios needs of a run. */
export interface PlayParts {
  readonly send: SendParts
  readonly judge: CallJudgeParts
  readonly clock: Clock
  readonly target: ScenarioTarget
  readonly device: DeviceControl
  readonly terminal: string
  /** Terminal and device where nobody named them. */
  readonly guessed?: GuessedEquipment
  /** A key that may not do everything. */
  readonly limitedApiKey?: string | undefined
  /** Whether nobody says that the target can do this: then what it refuses is no finding, and ends the scenario. */
  readonly isTried?: boolean
  /** Begins every reference, so that what was created is known again: at most 10 characters. */
  readonly tag: string
  readonly seed: number
  /** Whether it was played before: its keys and references are others then. */
  readonly isAgain?: boolean
}

/** Added to the hold, for a poll that is answered late but in time. Milliseconds. */
const POLL_MARGIN = 15_000

/** Plays one scenario from its first step to its clean-up and yields the record. */
export async function playScenario(parts: PlayParts, scenario: Scenario): Promise<ScenarioFinished> {
  const recorder = recordScenario(scenario, parts.clock, parts.judge.strict)
  const cleanUps: { readonly title: string; readonly take: () => Promise<unknown> }[] = []
  const tools = toolsFor(parts, scenario, recorder, (title, take) => cleanUps.push({ title, take }))
  let ending: Parameters<ScenarioRecorder['finish']>[0] = {}
  try {
    await scenario.body(tools)
  } catch (error) {
    ending = endingOf(error, recorder)
  }
  for (const { title, take } of cleanUps.toReversed()) {
    try {
      await tools.step(title, take)
    } catch (error) {
      if (!(error instanceof ScenarioStopped || error instanceof ScenarioSkipped)) throw error
    }
  }
  return recorder.finish(ending)
}

function endingOf(error: unknown, recorder: ScenarioRecorder): Parameters<ScenarioRecorder['finish']>[0] {
  recorder.close()
  if (error instanceof ScenarioStopped) return { reason: error.message }
  if (error instanceof ScenarioSkipped) return { verdict: 'skipped', reason: error.message }
  throw error
}

function toolsFor(
  parts: PlayParts,
  scenario: Scenario,
  recorder: ScenarioRecorder,
  cleanUp: ScenarioTools['cleanUp'],
): ScenarioTools {
  const { send, judge, target, clock, seed } = parts
  /** Where answers were found to break the contract. */
  const found = new WeakMap<Exchange, readonly string[]>()
  let keys = 0
  let references = 0
  const origin = (): { scenarioId: string; step: string } => ({
    scenarioId: scenario.id,
    step: `${scenario.id}/${recorder.stepNumber()}`,
  })
  const own = [parts.tag, scenario.id, ...(parts.isAgain === true ? ['again'] : [])]
  const newKey = (): string => keyOf(deriveSeed(seed, ...own, 'key', keys++))
  const soFar = (subject: SequenceSubject): readonly SequenceEntry[] => {
    const partOf = partsIn(subject)
    return recorder.calls().flatMap(({ operationId, exchanges }) =>
      exchanges.slice(-1).map((exchange) => {
        const step = { operation: operationBy(send, operationId), exchange }
        return entryOf(step, {}, partOf(step))
      }),
    )
  }

  const api: Api = async (operationId, request) => {
    const operation = operationBy(send, operationId)
    const startedAtMs = recorder.elapsed()
    const draft = draftOf(operation, request, { steerable: target.steerable, newKey })
    const recorded = await sendUnrecorded(send, operation, draft, {
      timeoutMs: request.timeoutMs ?? target.holdMs + POLL_MARGIN,
      ...(request.signal !== undefined && { signal: request.signal }),
    })
    recorder.call({
      operationId,
      exchanges: recorded.map(({ exchange }) => exchange),
      startedAtMs,
      durationMs: recorder.elapsed() - startedAtMs,
    })
    const last = recorded.at(-1)
    if (last === undefined) throw new HarnessError('internal', `${operationId}: nothing was sent`)
    const { outcome } = last.exchange
    const answered = answerFrom(operation, last)
    if (outcome.kind === 'no-response' || answered === undefined) {
      const why = outcome.kind === 'no-response' ? outcome.message : 'no answer'
      // Whoever hung up knows why there is no answer.
      if (request.signal?.aborted !== true) recorder.inconclusive(`no response: ${why}`)
      throw new ScenarioStopped(`${operationId} was not answered: ${why}`)
    }
    const judged = await judgeCall(judge, operation, last.exchange, origin(), () => soFar({ at: last.exchange }))
    recorder.find(judged.findings, judged.mockDefects)
    const answer = { ...answered, findings: judged.findings }
    const lost = request.expect.statuses.includes(answer.status)
      ? undefined
      : await lostDeletion(send, operation, draft, recorded)
    if (lost?.kind === 'unknown') {
      recorder.inconclusive(lost.reason)
      throw new ScenarioStopped(`${operationId} answered ${shown(answer)}: ${lost.reason}`)
    }
    if (lost?.kind === 'done') {
      recorder.saw(`${operationId} was done although its answer was lost.`)
      return doneUnseen(answer, request.expect, { operation, exchange: lost.exchange })
    }
    found.set(
      last.exchange,
      judged.findings.flatMap(({ payload }) => payload?.pointer ?? []),
    )
    parts.guessed?.note(draft, answer.status)
    const doubt = parts.guessed?.doubt(draft, answer.status)
    if (doubt !== undefined) throw new ScenarioSkipped(`${operationId} answered ${shown(answer)}: ${doubt}`)
    if (isMet(request.expect, answer.status, answer.problem)) return answer
    await unexpected(request, operation, answer, judged.findings.length > 0)
    return answer
  }

  /** Records what is wrong with an answer that was not expected, and ends the scenario where it must. */
  const unexpected = async (
    { expect }: CallRequest,
    operation: Operation,
    answer: Answer,
    isExplained: boolean,
  ): Promise<void> => {
    const what = `${operation.operationId} answered ${shown(answer)}, expected ${inWords(expect)}`
    const { exchange } = answer.recorded
    if (parts.isTried === true && isLack(expect, answer)) {
      throw new ScenarioSkipped(`${what}, and the feature ${scenario.feature ?? ''} is not declared`)
    }
    if (INCONCLUSIVE.has(answer.status) && !expect.statuses.includes(answer.status)) {
      recorder.inconclusive(what)
      throw new ScenarioStopped(what)
    }
    // A server error or an undocumented status is a finding already; another one would say the same.
    if (!isExplained || expect.statuses.includes(answer.status)) {
      const draft = unexpectedDraft(expect, operation, answer)
      const found = await concluded(judge, {
        check: expect.promise,
        draft,
        operation,
        exchange,
        origin: origin(),
        sequence: soFar({ at: exchange }),
      })
      recorder.find([found], [])
      if (expect.statuses.includes(answer.status) || expect.promise.severity !== 'error') return
    }
    throw new ScenarioStopped(what)
  }

  const record = async (drafts: readonly SequenceDraft[], check: Promised, evidence: unknown): Promise<void> => {
    for (const draft of drafts) {
      const sequence = soFar({ at: draft.at.exchange, shownBy: draft.shownBy?.exchange, evidence })
      const found = await concluded(judge, { check, draft, ...placeOf(draft), origin: origin(), sequence })
      recorder.find([found], [])
    }
  }

  return {
    api,
    device: parts.device,
    terminal: parts.terminal,
    target,
    step: async (title, take) => {
      recorder.open(title)
      const result = await take()
      recorder.close()
      return result
    },
    stateful: async (title, take) => {
      if (!target.stateful) {
        recorder.skip(title, 'the target has no memory')
        return undefined
      }
      recorder.open(title)
      const result = await take()
      recorder.close()
      return result
    },
    promise: async (check, evidence) => {
      if (!target.stateful) return true
      const drafts = check.judge(evidence, { contract: judge.contract, target: judge.target.summary })
      await record(drafts, check, evidence)
      return drafts.length === 0
    },
    observe: async (observation) => {
      if (observation.holds || !target.stateful) return true
      const { operation, exchange } = observation.answer.recorded
      // What the contract itself says of the member has been reported.
      if (found.get(exchange)?.includes(observation.pointer) === true) return false
      const finding = await concluded(judge, {
        check: observation.promise ?? OUTCOME_IS_AS_DOCUMENTED,
        draft: observationDraft(observation, operation),
        operation,
        exchange,
        origin: origin(),
        sequence: soFar({ at: exchange }),
      })
      recorder.find([finding], [])
      return false
    },
    evidence: (name, value) => recorder.evidence(name, withoutCardNumbers(value)),
    saw: (reading) => recorder.saw(reading),
    reference: () => `${parts.tag}-${deriveSeed(seed, ...own, 'reference', references++).toString(36)}`,
    sample: (operationId) => sampleRequest(send.contract, operationBy(send, operationId), seed),
    key: newKey,
    cleanUp,
    skip: (reason) => {
      throw new ScenarioSkipped(reason)
    },
    stop: (reason) => {
      throw new ScenarioStopped(reason)
    },
    sleep: (ms) => clock.sleep(ms, send.signal),
    arrange: async (circumstance) => {
      if (target.steerable) return
      const { arrange } = judge.target
      if (arrange === undefined) throw new ScenarioSkipped(`nobody can make ${circumstance.title} on this target`)
      await arrange(circumstance)
    },
    receiver: async () => {
      if (!isLoopback(target.baseUrl)) throw new ScenarioSkipped('the target cannot call back to this machine')
      const receiver = await openReceiver()
      cleanUp('Close the receiver', () => receiver.close())
      return receiver
    },
    identity: identityTools({
      requestToken: send.credentials.requestToken,
      limitedApiKey: parts.limitedApiKey,
      expireToken: judge.target.expireToken,
      recorder,
      newKey,
    }),
    now: () => clock.now(),
  }
}

/** The answer of a deletion that was done while nobody saw the answer. */
function doneUnseen(answer: Answer, { statuses }: Expectation, recorded: Answer['recorded']): Answer {
  const status = statuses.find((one) => one < 300) ?? 204
  const nothing = (): undefined => undefined
  return {
    ...answer,
    status,
    body: undefined,
    problem: undefined,
    at: nothing,
    text: () => '',
    recordedAt: nothing,
    header: nothing,
    recorded,
  }
}

/** Answers that say something of our credentials or of our pace, not of the story. */
const INCONCLUSIVE = new Set([401, 403, 429])

/** Whether a target that cannot do something may say so by this answer. */
function isLack({ promise }: Expectation, { status }: Answer): boolean {
  return promise.code === validRequestIsAccepted.code && status >= 400 && status < 500 && status !== 429
}

function operationBy({ contract }: SendParts, operationId: string): Operation {
  if (operationId === TOKEN_OPERATION.operationId) return TOKEN_OPERATION
  const operation = contract.operations.find((one) => one.operationId === operationId)
  if (operation === undefined) {
    throw new ScenarioSkipped(`the contract has no operation ${operationId}`)
  }
  return operation
}

function shown({ status, problem }: Answer): string {
  return problem === undefined ? String(status) : `${status} ${problem}`
}

function unexpectedDraft(expect: Expectation, operation: Operation, answer: Answer): FindingDraft {
  const expected = inWords(expect)
  const actual = shown(answer)
  const detail = answer.recordedAt('/detail')
  return {
    key: `expected ${expect.statuses.join(' ')} ${expect.problems.join(' ')}, ${actual}`,
    title: `Answered ${actual} instead of ${expect.statuses.join(' or ')}`,
    message: `The documented answer is ${expected}; the server answered ${actual}${typeof detail === 'string' ? `: ${detail}` : ''}.`,
    expected,
    actual,
    document: operation.pointer,
    ...(expect.statuses.includes(answer.status) && { payload: '/type' }),
  }
}

function observationDraft(
  { answer, pointer, expected, rule, severity }: Observation,
  operation: Operation,
): FindingDraft {
  const found = answer.recordedAt(pointer)
  const isWhole = pointer === ''
  const actual = isWhole ? shown(answer) : found === undefined ? 'nothing' : (JSON.stringify(found) ?? 'nothing')
  return {
    key: `${pointer} ${expected}`,
    title: `${isWhole ? 'The answer' : pointer} is not as documented`,
    message: isWhole
      ? `${rule}: expected ${expected}, the server answered ${actual}.`
      : `${rule}: expected ${expected} at ${pointer}, the answer has ${actual}.`,
    expected,
    actual,
    document: operation.pointer,
    payload: pointer,
    ...(severity !== undefined && { severity }),
  }
}
