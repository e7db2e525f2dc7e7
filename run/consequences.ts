import { intentChecks } from '../checks/all.ts'
import type { BrokenConstraint, Case } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import { type Finding, isFailure } from '../core/finding.ts'
import { type Json, jsonEquals } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import type { Judgement } from './judge-case.ts'

/** Knows what a server took that it should have refused, and so what it shows later for no reason of its own. */
export interface Consequences {
  /**
   * A judgement with those findings alone that are broken promises of their own: a server that stores what it should
   * have refused shows it in its answers to this and to other requests, and that is one broken promise, not many.
   */
  leftOut(planned: Case, exchange: Exchange, judgement: Judgement): Judgement
}

/** Checks of what an answer holds. */
const OF_CONTENT = new Set(['body-matches-schema', 'no-undocumented-fields'])

const OF_ACCEPTANCE = new Set(intentChecks.map(({ code }) => code))

/** A member that was sent wrong and accepted. */
interface Stored {
  readonly member: string
  /** `undefined` where it was left out. */
  readonly value: Json | undefined
}

/** More are not told apart; a run that finds so many has other worries. */
const MOST_KEPT = 1_000

/** A constraint that an operation was found not to insist on. */
interface Lax {
  readonly operationId: string
  readonly code: string
  readonly constraint: BrokenConstraint
}

/** What a server does not ask for it does not look into either. */
const INTO: Readonly<Record<string, string>> = {
  'missing-authentication-is-rejected': 'invalid-token-is-rejected',
  'missing-idempotency-key-is-rejected': 'malformed-idempotency-key-is-rejected',
}

/** Whether one laxity explains another of the same operation: a value of any type was taken, so nothing of it was checked. */
function isReasonFor(one: Lax, other: Lax): boolean {
  if (one.operationId !== other.operationId) return false
  if (INTO[one.code] === other.code) return true
  const { breakage, payload } = one.constraint
  const isWithin = other.constraint.payload === payload || other.constraint.payload.startsWith(`${payload}/`)
  return breakage === 'wrong-type' && one.code === other.code && isWithin && isTyped(other.constraint)
}

/** Whether something is asked of a value, rather than that it is of a type, which is the same promise. */
function isTyped({ breakage, kind = 'data' }: BrokenConstraint): boolean {
  return kind === 'data' && breakage !== 'wrong-type' && breakage !== 'null' && breakage?.startsWith('body-') !== true
}

export function createConsequences(strict: boolean): Consequences {
  const stored: Stored[] = []
  const lax: Lax[] = []

  const own = (planned: Case, exchange: Exchange, findings: readonly Finding[]): readonly Finding[] => {
    const { intent, operationId } = planned
    const accepted = intent.kind === 'invalid' ? findings.find(({ code }) => OF_ACCEPTANCE.has(code)) : undefined
    if (intent.kind === 'valid' || accepted === undefined) {
      if (stored.length === 0) return findings
      return findings.filter((finding) => !OF_CONTENT.has(finding.code) || !isShown(finding, exchange, stored))
    }
    const met = { operationId, code: accepted.code, constraint: intent.constraint }
    const follows = lax.some((one) => isReasonFor(one, met))
    if (lax.length < MOST_KEPT) lax.push(met)
    const sent = sentWrong(planned)
    if (sent !== undefined && stored.length < MOST_KEPT) stored.push(sent)
    return findings.filter(({ code }) => !OF_CONTENT.has(code) && !(follows && code === accepted.code))
  }

  return {
    leftOut(planned, exchange, judgement) {
      const findings = own(planned, exchange, judgement.findings)
      if (findings.length === judgement.findings.length) return judgement
      const failed = findings.some((finding) => isFailure(finding, strict))
      return { ...judgement, findings, verdict: failed || judgement.verdict !== 'fail' ? judgement.verdict : 'pass' }
    },
  }
}

function sentWrong({ intent, draft }: Case): Stored | undefined {
  if (intent.kind !== 'invalid' || draft.body?.kind !== 'value') return undefined
  const { payload } = intent.constraint
  if (!payload.startsWith('/')) return undefined
  return { member: memberOf(payload), value: valueAt(draft.body.value, payload) as Json | undefined }
}

function isShown({ payload }: Finding, { outcome }: Exchange, stored: readonly Stored[]): boolean {
  if (payload === undefined || outcome.kind !== 'response') return false
  const body = parsed(outcome.body?.content ?? '')
  if (body === undefined) return false
  const value = valueAt(body, payload.pointer) as Json | undefined
  return stored.some(
    (one) =>
      one.member === memberOf(payload.pointer) &&
      (one.value === undefined || value === undefined ? one.value === value : jsonEquals(one.value, value)),
  )
}

function memberOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1)
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
