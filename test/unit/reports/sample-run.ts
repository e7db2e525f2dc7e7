import type { CaseFinished, RunEvent, RunFinished, RunStarted, ScenarioFinished } from '../../../core/event.ts'
import type { Exchange, RecordedRequest } from '../../../core/exchange.ts'
import { fingerprintOf, type Finding } from '../../../core/finding.ts'

export const started: RunStarted = {
  type: 'run-started',
  run: { id: 'run-1', startedAt: '2026-03-01T10:00:00.000Z', seed: 7, profile: 'standard' },
  tool: { name: 'payroc-conformance', version: '0.1.0' },
  contract: { title: 'Pets', version: '1.2', source: 'pets.yaml', sha256: 'ab'.repeat(32), operations: 3 },
  target: { name: 'url', baseUrl: 'http://127.0.0.1:4010/v1', stateful: true, steerable: false },
  plan: { operations: 3, cases: 4 },
}

export const finished: RunFinished = {
  type: 'run-finished',
  durationMs: 1500,
  verdict: 'fail',
  exitCode: 1,
  interrupted: false,
  generated: { values: 200, discarded: 1 },
}

export function request(changes: Partial<RecordedRequest> = {}): RecordedRequest {
  return {
    method: 'POST',
    url: 'http://127.0.0.1:4010/v1/pets',
    headers: [['content-type', 'application/json']],
    body: { encoding: 'text', content: '{"name":"a"}', bytes: 12, truncated: false },
    ...changes,
  }
}

export function exchange(changes: Partial<Exchange> = {}): Exchange {
  return {
    request: request(),
    outcome: { kind: 'response', status: 200, headers: [['content-type', 'application/json']] },
    timings: { startedAt: Date.parse('2026-03-01T10:00:00.100Z'), durationMs: 20, firstByteMs: 10 },
    attempt: 1,
    redactions: [],
    echoedSecrets: [],
    ...changes,
  }
}

export function finding(changes: Partial<Finding> = {}): Finding {
  const { code = 'status-code-is-documented', operationId = 'createPet' } = changes
  return {
    fingerprint: fingerprintOf(code, operationId, '418'),
    code,
    severity: 'error',
    faults: [101],
    title: 'The status 418 is not documented.',
    message: 'The status 418 is not documented.',
    operationId,
    phase: 'random',
    expected: '201, 400 or 404',
    actual: '418',
    document: { pointer: '#/paths/~1pets/post/responses', line: 21 },
    reproduction: {
      seed: 7,
      caseId: 'createPet/random/2',
      curl: "curl -sS -i -X POST 'http://127.0.0.1:4010/v1/pets'",
      command: 'npx payroc-conformance replay run-1 --case createPet/random/2',
    },
    request: request(),
    response: {
      kind: 'response',
      status: 418,
      headers: [['content-type', 'text/plain']],
      body: { encoding: 'text', content: 'short and stout', bytes: 15, truncated: false },
    },
    occurrences: 1,
    lookAt: 'What gives this status, the handler or a proxy.',
    ...changes,
  }
}

export function finishedCase(changes: Partial<CaseFinished> = {}): CaseFinished {
  const { operationId = 'createPet', phase = 'random' } = changes
  return {
    type: 'case-finished',
    caseId: `${operationId}/${phase}/1`,
    operationId,
    phase,
    intent: { kind: 'valid' },
    verdict: 'pass',
    exchanges: [exchange()],
    findings: [],
    mockDefects: [],
    ...changes,
  }
}

export function operationEvents(
  operationId: string,
  about: { method: string; path: string; tags?: readonly string[]; verdict?: CaseFinished['verdict'] },
  cases: readonly CaseFinished[],
): readonly RunEvent[] {
  const { method, path, tags = ['pets'], verdict = 'pass' } = about
  return [
    { type: 'operation-started', operationId, method, path, tags, cases: cases.length },
    ...cases,
    { type: 'operation-finished', operationId, verdict, durationMs: 400 },
  ]
}

/** A run of three operations: one that fails, one that passes, one that gets no answer; a fourth is skipped. */
export const sampleRun: readonly RunEvent[] = [
  started,
  ...operationEvents('listPets', { method: 'get', path: '/pets' }, [
    finishedCase({ operationId: 'listPets', phase: 'examples', mockDefects: ['prism-pattern'] }),
    finishedCase({ operationId: 'listPets' }),
  ]),
  ...operationEvents('createPet', { method: 'post', path: '/pets', verdict: 'fail' }, [
    finishedCase({
      verdict: 'fail',
      findings: [finding()],
      exchanges: [exchange({ outcome: finding().response })],
    }),
  ]),
  { type: 'skipped', what: 'stateful', operationId: 'createPet', reason: 'the target does not remember' },
  ...operationEvents('getPet', { method: 'get', path: '/pets/{id}', tags: [], verdict: 'inconclusive' }, [
    finishedCase({
      operationId: 'getPet',
      verdict: 'inconclusive',
      reason: 'no answer: connection reset',
      exchanges: [exchange({ outcome: { kind: 'no-response', cause: 'reset', message: 'connection reset' } })],
    }),
  ]),
  { type: 'skipped', what: 'deletePet', operationId: 'deletePet', reason: 'its parameter cannot be generated' },
  finished,
]

export function finishedScenario(changes: Partial<ScenarioFinished> = {}): ScenarioFinished {
  const call = { operationId: 'createPet', exchanges: [exchange()], startedAtMs: 0, durationMs: 20 }
  return {
    type: 'scenario-finished',
    scenario: {
      id: 'CP-01',
      title: 'Sale: submit, poll, follow the link, read the payment',
      suite: 'sale',
      tier: 'required',
      requirements: ['Payroc: run a sale'],
    },
    verdict: 'fail',
    startedAt: '2026-03-01T10:00:00.000Z',
    durationMs: 900,
    steps: [{ title: 'Submit a payment instruction', verdict: 'fail', startedAtMs: 0, durationMs: 20, calls: [call] }],
    evidence: { paymentId: 'DD6ZDQU7L2' },
    readings: ['The hold was 60 s.'],
    findings: [],
    mockDefects: [],
    ...changes,
  }
}
