import { describe, expect, it } from 'vitest'
import { failureBlock } from '../../../reports/failure-block.ts'
import type { SequenceEntry, SequencePart } from '../../../core/finding.ts'
import { finding, request } from './sample-run.ts'

const operation = { method: 'post', path: '/pets' }

describe('the block of a finding', () => {
  it('says where, what was promised, what came and how to see it again', () => {
    const shown = finding({
      code: 'body-matches-schema',
      title: 'The body breaks its schema.',
      message: 'The member /owner/name must be a string.',
      expected: 'string',
      actual: 'number 7',
      payload: { pointer: '/owner/name' },
      occurrences: 12,
      reproduction: {
        seed: 7,
        caseId: 'createPet/random/2',
        curl: `curl -sS -i -X POST 'http://h/pets' \\\n  -H 'Authorization: Bearer '"\${ACCESS_TOKEN:-x}" \\\n  --data-raw '{"name":"a"}'`,
        command: 'npx payroc-conformance replay run-1 --case createPet/random/2',
      },
    })

    const block = failureBlock(shown, { source: 'contracts/pets.yaml', operation })

    expect(block).toMatchInlineSnapshot(`
      "ERROR  body-matches-schema
      POST /pets (createPet)
      The body breaks its schema.
      The member /owner/name must be a string.

        expected  string
        came      number 7
        answer    418 short and stout
        at        /owner/name
        look at   What gives this status, the handler or a proxy.
        contract  contracts/pets.yaml:21 #/paths/~1pets/post/responses
        case      createPet/random/2, seed 7, seen 12 times
        replay    npx payroc-conformance replay run-1 --case createPet/random/2
        request
          curl -sS -i -X POST 'http://h/pets' \\
            -H 'Authorization: Bearer '"\${ACCESS_TOKEN:-x}" \\
            --data-raw '{"name":"a"}'"
    `)
  })

  it('shows all that led to it in order, where it shows, and what the request broke on purpose', () => {
    const entry = (method: string, path: string, status: number, part?: SequencePart): SequenceEntry => ({
      operationId: 'op',
      request: request({ method, url: `http://h/v1${path}` }),
      response: {
        kind: 'response',
        status,
        headers: [],
        body: { encoding: 'text', content: `body of ${path}`, bytes: 9, truncated: false },
      },
      ...(part !== undefined && { part }),
    })
    const created = Array.from({ length: 20 }, (_, i) => entry('POST', `/pets?n=${i}`, 201))
    const constraint = { description: '/name: type string, sent a number', document: '#', payload: '/name' }
    const shown = finding({
      payload: { pointer: '/name' },
      sequence: [...created, entry('PUT', '/pets/1', 200, 'asked'), entry('GET', '/pets/1', 203, 'shows')],
      reproduction: { ...finding().reproduction, intent: { kind: 'invalid', constraint } },
    })

    const block = failureBlock(shown, { source: 'pets.yaml', operation })

    expect(block).toContain('  answer    203 body of /pets/1\n  at        /name in the answer of step 22\n')
    expect(block).toContain('  sent      /name: type string, sent a number (on purpose)\n')
    expect(block).toContain('  steps     1. POST /v1/pets?n=0 → 201\n            2. POST /v1/pets?n=1 → 201\n')
    expect(block).toContain(
      '            10. POST /v1/pets?n=9 → 201\n            21. PUT /v1/pets/1 → 200: the promise',
    )
    expect(block).toContain('22. GET /v1/pets/1 → 203: here it is broken\n            and 10 more in results.json\n')
  })

  it('leaves out what is not known', () => {
    const shown = finding({ severity: 'warning', document: { pointer: '#/paths' }, message: '', scenarioId: 'S-1' })

    const block = failureBlock(shown, { source: 'memory' })

    expect(block).toMatchInlineSnapshot(`
      "WARNING  status-code-is-documented
      createPet, scenario S-1
      The status 418 is not documented.

        expected  201, 400 or 404
        came      418
        answer    418 short and stout
        look at   What gives this status, the handler or a proxy.
        contract  memory #/paths
        case      createPet/random/2, seed 7
        replay    npx payroc-conformance replay run-1 --case createPet/random/2
        request
          curl -sS -i -X POST 'http://127.0.0.1:4010/v1/pets'"
    `)
  })

  it('breaks long values into lines of 100 columns, but not the command', () => {
    const shown = finding({
      message: 'A long message that goes on and on. '.repeat(8).trim(),
      expected: 'one of '.repeat(40),
      actual: 'x'.repeat(1000),
      reproduction: { ...finding().reproduction, curl: `curl '${'y'.repeat(300)}'` },
    })

    const block = failureBlock(shown, { source: 'pets.yaml', operation })

    const long = block.split('\n').filter((line) => line.length > 100)
    expect(long).toEqual([`    curl '${'y'.repeat(300)}'`])
    expect(block).toContain('x…')
  })

  it('shows control characters of a server instead of sending them to the terminal', () => {
    const nasty = 'a\u001b[2J\u001b]0;title\u0007\u009b31m\rb\u202ec'
    const shown = finding({ message: nasty, title: nasty, actual: nasty, expected: nasty, payload: { pointer: nasty } })

    const block = failureBlock(shown, { source: nasty, operation: { method: 'get', path: nasty } })

    expect(block).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(block).toContain(String.raw`a\u001b[2J\u001b]0;title\u0007\u009b31m\u000db\u202ec`)
  })

  it('points to the file where the command is too long to be read', () => {
    const reproduction = { ...finding().reproduction, curl: `curl '${'y'.repeat(20_000)}'` }

    const block = failureBlock(finding({ reproduction }), { source: 'pets.yaml', operation })

    expect(block.split('\n').at(-1)).toBe(
      '    (20007 characters; it stands in results.json, and the replay command sends it)',
    )
  })
})
