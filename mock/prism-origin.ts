import { everyExchangeChecks } from '../checks/all.ts'
import type { Judged } from '../checks/check.ts'
import type { Exchange } from '../core/exchange.ts'
import { headerOf } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import { child, memberOf, tokensOf } from '../core/json-pointer.ts'
import { responseFor } from '../spec/model.ts'
import { maskNumber, maskText } from '../transport/redact/mask.ts'
import { type PredictedBody, predictBody, predictHeader } from './predicted-answer.ts'

/** Where Prism has what it answered from. */
export type PrismOrigin = PredictedBody['origin'] | 'header'

/**
 * Where a finding's value comes from when it is Prism's own doing; `undefined` when it is not, or not for certain. Two
 * things must hold: the answer is at the place of the finding what an unmodified Prism gives, and the answer of an
 * unmodified Prism makes the same check find the same thing in the same place.
 */
export function comesFromPrism(
  draft: FindingDraft & { readonly code: string },
  judged: Judged,
): PrismOrigin | undefined {
  const { outcome } = judged.exchange
  if (outcome.kind !== 'response' || draft.payload === undefined) return undefined
  const header = /^header: (.*)$/i.exec(draft.payload)?.[1]
  if (header !== undefined) return isPrismHeader(header, judged) ? 'header' : undefined
  const predicted = predictionFor(judged)
  if (predicted === undefined) return undefined
  const { body, actual, drafts } = predicted
  if (!drafts(draft.code).some(({ key, payload }) => key === draft.key && payload === draft.payload)) return undefined
  const masked = maskedPlaces(judged.exchange)
  return samePlaces(body.value, actual, tokensOf(draft.payload), '', masked) ? body.origin : undefined
}

/** Whether the answer is, whole, what Prism gives for another operation whose template matches the same path. */
export function isAnswerOfAnother({ contract, operation, exchange }: Judged): boolean {
  const { outcome, request } = exchange
  if (outcome.kind !== 'response' || outcome.body?.encoding !== 'text' || outcome.body.truncated) return false
  const actual = parse(outcome.body.content)
  const path = URL.parse(request.url)?.pathname ?? ''
  const masked = maskedPlaces(exchange)
  return contract.operations.some((other) => {
    if (other === operation || other.method !== operation.method || !matches(other.path, path)) return false
    const predicted = predictBody(contract, other, outcome)
    return predicted !== undefined && actual !== undefined && sameValue(predicted.value, actual, '', masked)
  })
}

function matches(template: string, path: string): boolean {
  const parts = template.split('/')
  const segments = path.split('/')
  return parts.length === segments.length && parts.every((part, i) => part.includes('{') || part === segments[i])
}

interface Prediction {
  readonly body: PredictedBody
  readonly actual: Json
  /** What a check finds in the predicted answer. */
  drafts(code: string): readonly FindingDraft[]
}

const predictions = new WeakMap<Exchange, Prediction | undefined>()

function predictionFor(judged: Judged): Prediction | undefined {
  const { exchange } = judged
  if (!predictions.has(exchange)) predictions.set(exchange, predict(judged))
  return predictions.get(exchange)
}

function predict(judged: Judged): Prediction | undefined {
  const { contract, operation, exchange } = judged
  const { outcome } = exchange
  if (outcome.kind !== 'response' || outcome.body?.encoding !== 'text' || outcome.body.truncated) return undefined
  const actual = parse(outcome.body.content)
  const body = actual === undefined ? undefined : predictBody(contract, operation, outcome)
  if (actual === undefined || body === undefined) return undefined
  const content = JSON.stringify(body.value)
  const recorded = { encoding: 'text', content, bytes: Buffer.byteLength(content), truncated: false } as const
  const asPredicted: Judged = { ...judged, exchange: { ...exchange, outcome: { ...outcome, body: recorded } } }
  const known = new Map<string, readonly FindingDraft[]>()
  return {
    body,
    actual,
    drafts: (code) => {
      const found = known.get(code) ?? judgeBy(code, asPredicted)
      known.set(code, found)
      return found
    },
  }
}

/** Only checks of what was answered: whether a request should have been accepted is no question of the answer's value. */
function judgeBy(code: string, judged: Judged): readonly FindingDraft[] {
  try {
    return everyExchangeChecks.find((check) => check.code === code)?.judge(judged) ?? []
  } catch {
    return []
  }
}

/**
 * Whether two bodies agree at a place, and at the same place in every item of the arrays on the way, because one finding
 * stands for all of them. What is in neither agrees when what should hold it is in both.
 */
function samePlaces(
  left: Json,
  right: Json,
  tokens: readonly string[],
  pointer: string,
  masked: ReadonlySet<string>,
): boolean {
  const [token, ...rest] = tokens
  if (token === undefined) return sameValue(left, right, pointer, masked)
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((item, i) => samePlaces(item, right[i] as Json, rest, child(pointer, i), masked))
    )
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return sameValue(left, right, pointer, masked)
  const members = [memberOf(left, token), memberOf(right, token)] as readonly (Json | undefined)[]
  const [inLeft, inRight] = members
  if (inLeft === undefined || inRight === undefined) return inLeft === inRight
  return samePlaces(inLeft, inRight, rest, child(pointer, token), masked)
}

function sameValue(left: Json, right: Json, pointer: string, masked: ReadonlySet<string>): boolean {
  if (left === right) return true
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((item, i) => sameValue(item, right[i] as Json, child(pointer, i), masked))
    )
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    const names = Object.keys(left)
    return (
      names.length === Object.keys(right).length &&
      names.every(
        (name) =>
          Object.hasOwn(right, name) &&
          sameValue(left[name] as Json, right[name] as Json, child(pointer, name), masked),
      )
    )
  }
  return masked.has(pointer) && isMaskOf(left, right)
}

/** Whether a value is what the record writes for another, wholly or in parts. */
function isMaskOf(value: Json, recorded: Json): boolean {
  if (typeof value === 'number') return typeof recorded === 'number' && maskNumber(String(value)) === String(recorded)
  if (typeof value !== 'string' || typeof recorded !== 'string' || value.length !== recorded.length) return false
  const mask = maskText(value)
  return [...recorded].every((character, i) => character === value[i] || character === mask[i])
}

function maskedPlaces({ redactions }: Exchange): ReadonlySet<string> {
  return new Set(redactions.flatMap(({ at }) => (at.part === 'response-body' ? [at.pointer] : [])))
}

function isPrismHeader(name: string, judged: Judged): boolean {
  const { contract, operation, exchange } = judged
  const { outcome } = exchange
  if (outcome.kind !== 'response') return false
  const header = responseFor(operation, outcome.status)?.headers.find(
    (candidate) => candidate.name.toLowerCase() === name.toLowerCase(),
  )
  const actual = headerOf(outcome.headers, name)
  return header !== undefined && actual !== undefined && actual === predictHeader(contract, header)
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
