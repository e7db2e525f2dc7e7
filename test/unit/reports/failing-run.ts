import type { RunEvent } from '../../../core/event.ts'
import { fingerprintOf, type Finding } from '../../../core/finding.ts'
import { exchange, finding, finished, finishedCase, operationEvents, started } from './sample-run.ts'

/** A finding about a member of the body, in two operations at one place of the contract. */
function schemaFinding(operationId: string, changes: Partial<Finding> = {}): Finding {
  const content = '{"id":"1","name":{"first":"a"},"age":"seven"}'
  return finding({
    code: 'body-matches-schema',
    operationId,
    fingerprint: fingerprintOf('body-matches-schema', operationId, 'age'),
    title: '/age has the wrong type',
    message: '/age is a string, the contract promises an integer.',
    expected: 'an integer',
    actual: '"seven"',
    document: {
      pointer: '#/components/schemas/Pet/properties/age',
      line: 12,
      excerpt: { firstLine: 10, lines: ['properties:', '  id: { type: string }', '  age: { type: integer }'] },
    },
    payload: { pointer: '/age' },
    response: {
      kind: 'response',
      status: 200,
      headers: [['content-type', 'application/json']],
      body: { encoding: 'text', content, bytes: content.length, truncated: false },
    },
    ...changes,
  })
}

/** An undocumented status of createPet. */
export const status: Finding = finding()
/** A wrong member in an answer of getPet. */
export const inGet: Finding = schemaFinding('getPet')
/** The same broken promise in listPets, as a warning. */
export const inList: Finding = schemaFinding('listPets', { severity: 'warning', phase: 'examples' })

function failing(operationId: string, method: string, path: string, found: Finding): readonly RunEvent[] {
  const { phase, response } = found
  const exchanges = [exchange({ outcome: response })]
  return operationEvents(operationId, { method, path, verdict: 'fail' }, [
    finishedCase({ operationId, phase, verdict: 'fail', findings: [found], exchanges }),
  ])
}

/** A run with these three findings. */
export const failingRun: readonly RunEvent[] = [
  {
    ...started,
    checks: [{ code: 'body-matches-schema', severity: 'error', requirements: ['OAS 3.1'], describe: 'Fits.' }],
  },
  ...failing('createPet', 'post', '/pets', status),
  ...failing('getPet', 'get', '/pets/{id}', inGet),
  ...failing('listPets', 'get', '/pets', inList),
  finished,
]
