import { judgeExchange } from '../../../checks/all.ts'
import type { Check, Judged } from '../../../checks/check.ts'
import type { Intent } from '../../../core/case.ts'
import type { Exchange, HeaderList, NoResponse, RecordedBody } from '../../../core/exchange.ts'
import type { FindingDraft } from '../../../core/finding.ts'
import type { Contract } from '../../../spec/model.ts'

export interface Recorded {
  readonly method?: string
  readonly url?: string
  readonly requestHeaders?: HeaderList
  readonly status?: number
  readonly contentType?: string | undefined
  readonly headers?: HeaderList
  /** A JSON value, sent as JSON text. */
  readonly json?: unknown
  readonly text?: string
  readonly body?: RecordedBody
  readonly outcome?: NoResponse
  readonly redactions?: Exchange['redactions']
  readonly echoedSecrets?: Exchange['echoedSecrets']
}

/** An exchange as the transport records it. */
export function exchange(recorded: Recorded = {}): Exchange {
  const { json, outcome, status = 200 } = recorded
  const text = recorded.text ?? (json === undefined ? undefined : JSON.stringify(json))
  const body = recorded.body ?? (text === undefined ? undefined : textBody(text))
  const contentType =
    'contentType' in recorded ? recorded.contentType : json === undefined ? undefined : 'application/json'
  const headers: HeaderList = [
    ...(contentType === undefined ? [] : [['Content-Type', contentType] as const]),
    ...(recorded.headers ?? []),
  ]
  return {
    request: {
      method: recorded.method ?? 'GET',
      url: recorded.url ?? 'http://127.0.0.1:4010/things',
      headers: recorded.requestHeaders ?? [],
    },
    outcome: outcome ?? { kind: 'response', status, headers, ...(body === undefined ? {} : { body }) },
    timings: { startedAt: 0, durationMs: 1 },
    attempt: 1,
    redactions: recorded.redactions ?? [],
    echoedSecrets: recorded.echoedSecrets ?? [],
  }
}

export function textBody(content: string): RecordedBody {
  return { encoding: 'text', content, bytes: Buffer.byteLength(content), truncated: false }
}

export interface Circumstances {
  readonly operationId?: string
  readonly intent?: Intent
  readonly stateful?: boolean
}

export function judgedOf(contract: Contract, recorded: Recorded, circumstances: Circumstances = {}): Judged {
  const { operationId = 'ask', intent, stateful = true } = circumstances
  const operation = contract.operations.find((candidate) => candidate.operationId === operationId)
  if (operation === undefined) throw new Error(`the contract of the test has no operation ${operationId}`)
  const draft = { operationId, path: {}, query: {}, header: {}, cookie: {} }
  return {
    contract,
    operation,
    exchange: exchange(recorded),
    target: { baseUrl: 'http://127.0.0.1:4010', stateful },
    ...(intent && { case: { id: `${operationId}/random/1`, operationId, phase: 'random', intent, draft } }),
  }
}

/** What one check says of an exchange. */
export function drafts(
  check: Check,
  contract: Contract,
  recorded: Recorded,
  circumstances?: Circumstances,
): readonly FindingDraft[] {
  return check.judge(judgedOf(contract, recorded, circumstances))
}

/** What one check says, short: title, expected and actual. */
export function said(
  check: Check,
  contract: Contract,
  recorded: Recorded,
  circumstances?: Circumstances,
): readonly (readonly [title: string, expected: string, actual: string])[] {
  return drafts(check, contract, recorded, circumstances).map(({ title, expected, actual }) => [
    title,
    expected,
    actual,
  ])
}

/** The codes of all findings of an exchange, and why checks crashed. */
export function codes(contract: Contract, recorded: Recorded, circumstances?: Circumstances): readonly string[] {
  const { findings, crashed } = judgeExchange(judgedOf(contract, recorded, circumstances))
  return [...findings.map(({ check }) => check.code), ...crashed]
}
