import { describe, expect, it } from 'vitest'
import type { CaseFinished } from '../../../core/event.ts'
import type { Exchange } from '../../../core/exchange.ts'
import type { Finding } from '../../../core/finding.ts'
import { createRunGuard } from '../../../run/run-guard.ts'

const never = new AbortController().signal

function exchange(outcome: Exchange['outcome']): Exchange {
  return {
    request: { method: 'GET', url: 'http://127.0.0.1/x', headers: [] },
    outcome,
    timings: { startedAt: 0, durationMs: 1 },
    attempt: 1,
    redactions: [],
    echoedSecrets: [],
  }
}

function finished(changes: Partial<CaseFinished>): CaseFinished {
  return {
    type: 'case-finished',
    caseId: 'getX/random/0',
    operationId: 'getX',
    phase: 'random',
    intent: { kind: 'valid' },
    verdict: 'pass',
    exchanges: [exchange({ kind: 'response', status: 200, headers: [] })],
    findings: [],
    mockDefects: [],
    ...changes,
  }
}

function finding(fingerprint: string, severity: Finding['severity']): Finding {
  const { request, outcome } = exchange({ kind: 'response', status: 200, headers: [] })
  return {
    fingerprint,
    code: 'body-matches-schema',
    severity,
    faults: [101],
    title: '',
    message: '',
    operationId: 'getX',
    phase: 'random',
    expected: '',
    actual: '',
    document: { pointer: '#' },
    reproduction: { seed: 1, caseId: 'getX/random/0', curl: '', command: '' },
    request,
    response: outcome,
    occurrences: 1,
  }
}

const noToken = finished({
  phase: 'invalid',
  intent: {
    kind: 'invalid',
    constraint: { kind: 'authentication-missing', description: 'none', document: '#', payload: '' },
  },
  exchanges: [exchange({ kind: 'response', status: 401, headers: [] })],
})

describe('cases about access', () => {
  it('conclude nothing for a target that refuses the credentials of all else', () => {
    const guard = createRunGuard({ bail: undefined, strict: false, signal: never })

    guard.observe(noToken)
    guard.observe(
      finished({ verdict: 'inconclusive', exchanges: [exchange({ kind: 'response', status: 401, headers: [] })] }),
    )

    expect(guard.ending()).toMatchObject({
      verdict: 'inconclusive',
      exitCode: 3,
      reason: 'nothing could be judged: the target refused the credentials (401)',
    })
  })

  it('are judged where nothing else was asked', () => {
    const guard = createRunGuard({ bail: undefined, strict: false, signal: never })

    guard.observe(noToken)

    expect(guard.ending()).toMatchObject({ verdict: 'pass', exitCode: 0 })
  })
})

describe('cases that a mock cannot show', () => {
  it('are not counted as judged', () => {
    const guard = createRunGuard({ bail: undefined, strict: false, signal: never })

    guard.observe(finished({ verdict: 'skipped', reason: 'a mock' }))

    expect(guard.ending()).toMatchObject({ verdict: 'inconclusive', exitCode: 3, reason: 'nothing could be judged' })
  })
})

const silent = finished({
  verdict: 'inconclusive',
  reason: 'no response: connection refused',
  exchanges: [exchange({ kind: 'no-response', cause: 'refused', message: 'connection refused' })],
})

describe('createRunGuard', () => {
  it('ends with 0 when what was judged passed', () => {
    const guard = createRunGuard({ bail: undefined, strict: false, signal: never })

    guard.observe(finished({}))

    expect(guard.ending()).toEqual({ verdict: 'pass', exitCode: 0, interrupted: false })
  })

  it('ends with 1 for an error, and for a warning only when strict', () => {
    const guards = [false, true].map((strict) => createRunGuard({ bail: undefined, strict, signal: never }))
    for (const guard of guards) guard.observe(finished({ findings: [finding('a', 'warning')] }))

    expect(guards.map((guard) => guard.ending().exitCode)).toEqual([0, 1])

    guards[0]?.observe(finished({ verdict: 'fail', findings: [finding('b', 'error')] }))
    expect(guards[0]?.ending()).toMatchObject({ verdict: 'fail', exitCode: 1 })
  })

  it('stops after as many distinct findings as --bail says', () => {
    const guard = createRunGuard({ bail: 2, strict: false, signal: never })

    guard.observe(finished({ findings: [finding('a', 'error')] }))
    guard.observe(finished({ findings: [finding('a', 'error')] }))
    expect(guard.stopped()).toBe(false)
    guard.observe(finished({ findings: [finding('b', 'error')] }))

    expect(guard.stopped()).toBe(true)
    expect(guard.ending()).toMatchObject({ exitCode: 1, reason: 'stopped after 2 findings (--bail)' })
  })

  it('gives up on a target that no longer answers, with 3', () => {
    const guard = createRunGuard({ bail: undefined, strict: false, signal: never })
    guard.observe(finished({}))

    for (let i = 0; i < 20; i++) guard.observe(silent)

    expect(guard.stopped()).toBe(true)
    expect(guard.ending()).toEqual({
      verdict: 'inconclusive',
      exitCode: 3,
      interrupted: false,
      reason: 'stopped: 20 requests in a row had no response (no response: connection refused)',
    })
  })

  it('goes on when answers come in between', () => {
    const guard = createRunGuard({ bail: undefined, strict: false, signal: never })

    for (let i = 0; i < 50; i++) guard.observe(i % 10 === 9 ? finished({}) : silent)

    expect(guard.stopped()).toBe(false)
  })

  it('ends with 3 when nothing could be judged, and says that the credentials were refused', () => {
    const guard = createRunGuard({ bail: undefined, strict: false, signal: never })

    guard.observe(
      finished({
        verdict: 'inconclusive',
        reason: 'credentials refused (401)',
        exchanges: [exchange({ kind: 'response', status: 401, headers: [] })],
      }),
    )

    expect(guard.ending()).toMatchObject({
      exitCode: 3,
      reason: 'nothing could be judged: the target refused the credentials (401)',
    })
  })

  it('ends with 3 when an operation had no case that could be judged, naming it', () => {
    const guard = createRunGuard({ bail: undefined, strict: false, signal: never })
    guard.observe(finished({}))

    guard.observe({ type: 'operation-finished', operationId: 'slowOne', verdict: 'inconclusive', durationMs: 1 })

    expect(guard.ending()).toMatchObject({ exitCode: 3, reason: 'not everything could be judged of: slowOne' })
  })

  it('ends with 130 when interrupted, whatever was found', () => {
    const controller = new AbortController()
    const guard = createRunGuard({ bail: undefined, strict: false, signal: controller.signal })
    guard.observe(finished({ verdict: 'fail', findings: [finding('a', 'error')] }))

    controller.abort()

    expect(guard.stopped()).toBe(true)
    expect(guard.ending()).toMatchObject({ verdict: 'fail', exitCode: 130, interrupted: true })
  })

  it('passes over a shard that is left without an operation', () => {
    const limits = { bail: undefined, strict: false, signal: never }

    expect(createRunGuard({ ...limits, mayBeEmpty: true }).ending()).toEqual({
      verdict: 'skipped',
      exitCode: 0,
      interrupted: false,
      reason: 'no operation falls into this shard',
    })
    expect(createRunGuard(limits).ending()).toMatchObject({ verdict: 'inconclusive', exitCode: 3 })
  })
})
