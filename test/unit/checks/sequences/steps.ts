import type { SequenceCheck, SequenceStep } from '../../../../checks/sequences/sequence-check.ts'
import type { NoResponse } from '../../../../core/exchange.ts'
import { contractFrom } from '../contract-from.ts'
import { exchange, textBody, type Recorded } from '../recorded.ts'

const answers = { '200': { description: 'done' }, '404': { description: 'unknown' } }

/** Notes: create, list, read, change, delete. */
const contract = await contractFrom({
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  paths: {
    '/notes': {
      post: { operationId: 'createNote', responses: { '201': { description: 'created' } } },
      get: {
        operationId: 'listNotes',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer' } },
          { name: 'author', in: 'query', schema: { type: 'string' } },
        ],
        responses: answers,
      },
    },
    '/notes/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'getNote', responses: answers },
      put: { operationId: 'replaceNote', responses: answers },
      delete: { operationId: 'deleteNote', responses: { '204': { description: 'gone' } } },
    },
  },
})

const METHODS: Readonly<Record<string, string>> = {
  createNote: 'POST',
  listNotes: 'GET',
  getNote: 'GET',
  replaceNote: 'PUT',
  deleteNote: 'DELETE',
}

/** What a step of the record is made of: the operation, what was sent, what came. */
export interface Told extends Recorded {
  readonly sent?: unknown
  readonly startedAt?: number
  readonly durationMs?: number
}

/** A step as the transport records it. */
export function step(operationId: string, told: Told = {}): SequenceStep {
  const operation = contract.operations.find((candidate) => candidate.operationId === operationId)
  if (operation === undefined) throw new Error(`the contract of the test has no operation ${operationId}`)
  const recorded = exchange({
    method: METHODS[operationId] ?? 'GET',
    url: `http://127.0.0.1:4010${operation.path.replace('{id}', '7')}`,
    ...told,
  })
  const { sent, startedAt = 0, durationMs = 1 } = told
  return {
    operation,
    exchange: {
      ...recorded,
      request: { ...recorded.request, ...(sent !== undefined && { body: textBody(JSON.stringify(sent)) }) },
      timings: { startedAt, durationMs },
    },
  }
}

/** What a check says of its evidence, short: severity, message, expected and actual. */
export function judged<E>(check: SequenceCheck<E>, evidence: E): readonly (readonly string[])[] {
  return check
    .judge(evidence, { contract, target: { baseUrl: 'http://127.0.0.1:4010', stateful: true } })
    .map((draft) => [draft.severity ?? check.severity, draft.message, draft.expected, draft.actual])
}

/** What a check calls its findings: the keys of their fingerprints. */
export function keys<E>(check: SequenceCheck<E>, evidence: E): readonly string[] {
  return check
    .judge(evidence, { contract, target: { baseUrl: 'http://127.0.0.1:4010', stateful: true } })
    .map(({ key }) => key)
}

export const unanswered: NoResponse = { kind: 'no-response', cause: 'reset', message: 'the connection was reset' }
