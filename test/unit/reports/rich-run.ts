import type { RunEvent } from '../../../core/event.ts'
import type { Finding } from '../../../core/finding.ts'
import {
  exchange,
  finding,
  finished,
  finishedCase,
  finishedScenario,
  operationEvents,
  request,
  sampleRun,
  started,
} from './sample-run.ts'

/** Text as a hostile server might send it: markup of every format, control characters, workflow commands. */
export const HOSTILE = `</script><img src=x onerror=alert(1)> | \`\`\` ]]> & "quoted" 100% [a](http://evil.test) @all\r\n::error file=a::b\u0000\u001b[2J\u2028\u202e*_#`

/** A finding that a baseline knows. */
export const known: Finding = finding({
  fingerprint: '00000000000000aa',
  code: 'headers-match-schema',
  operationId: 'rename',
  title: 'The header x-id is missing.',
  baseline: {
    status: 'known',
    reason: 'fixed in release 9',
    owner: 'payments',
    expiry: '2026-12-31',
    since: '2026-02-01',
  },
})

/** A finding that did not come again. */
export const flaky: Finding = finding({
  fingerprint: '00000000000000bb',
  code: 'no-server-error',
  operationId: 'rename',
  severity: 'warning',
  title: 'The server failed.',
  flaky: { attempts: 2, failures: 1, otherResponse: { kind: 'response', status: 200, headers: [] } },
})

/** A finding in which everything that a server decides is hostile, with bodies that are no text and are cut. */
export const hostile: Finding = finding({
  fingerprint: '00000000000000cc',
  operationId: `hostile ${HOSTILE}`,
  title: HOSTILE,
  message: HOSTILE,
  expected: HOSTILE,
  actual: HOSTILE,
  document: { pointer: '#' },
  request: request({ body: { encoding: 'base64', content: 'AP8=', bytes: 2, truncated: false } }),
  response: {
    kind: 'response',
    status: 599,
    headers: [
      ['x-a', HOSTILE.replaceAll(/[\r\n\u0000]/g, '')],
      ['x-a', '2'],
    ],
    body: { encoding: 'text', content: HOSTILE, bytes: 5_000_000, truncated: true },
  },
})

/** {@link sampleRun} and all that a run can have besides: a scenario, known, flaky and hostile findings. */
export const richRun: readonly RunEvent[] = [
  {
    ...started,
    checks: [
      {
        code: 'status-code-is-documented',
        severity: 'error',
        requirements: ['RFC 9110 §15'],
        describe: 'The status code is one the operation documents.',
      },
    ],
  },
  ...sampleRun.slice(1, -1),
  ...operationEvents('rename', { method: 'put', path: '/pets/{id}' }, [
    finishedCase({ operationId: 'rename', findings: [known, flaky] }),
  ]),
  ...operationEvents(hostile.operationId, { method: 'post', path: `/${HOSTILE}`, tags: [HOSTILE], verdict: 'fail' }, [
    finishedCase({
      operationId: hostile.operationId,
      verdict: 'fail',
      findings: [hostile],
      exchanges: [exchange({ request: hostile.request, outcome: hostile.response, attempt: 2 })],
    }),
  ]),
  finishedScenario({
    findings: [finding({ fingerprint: '00000000000000dd', scenarioId: 'CP-01', title: 'The poll did not hold.' })],
  }),
  finishedScenario({
    scenario: { id: 'CP-02', title: 'Refund', suite: 'refund', tier: 'conditional', requirements: [] },
    verdict: 'skipped',
    reason: 'needs a device',
    steps: [],
    evidence: {},
    readings: [],
  }),
  finished,
]

/** The events of a run as a reporter reads them again. */
export async function* eventsOf(events: readonly RunEvent[] = richRun): AsyncGenerator<RunEvent> {
  yield* events
}
