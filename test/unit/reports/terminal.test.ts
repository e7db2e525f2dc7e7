import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { foldEvents } from '../../../reports/result-fold.ts'
import { createTerminalReporter, terminalSummary } from '../../../reports/terminal.ts'
import { finding, finished, finishedCase, operationEvents, sampleRun, started } from './sample-run.ts'

const folder = '.conformance/run-1'

describe('the summary of a run', () => {
  it('shows findings, what was left out, and the verdict last', async () => {
    const result = await foldEvents(sampleRun)

    const summary = terminalSummary(result, { folder })

    expect(summary).toMatchInlineSnapshot(`
      "
      ── 1 of 1 ──────────────────────────────────────────────────────────────────────────────────────────
      ERROR  status-code-is-documented
      POST /pets (createPet)
      The status 418 is not documented.

        expected  201, 400 or 404
        came      418
        answer    418 short and stout
        look at   What gives this status, the handler or a proxy.
        contract  pets.yaml:21 #/paths/~1pets/post/responses
        case      createPet/random/2, seed 7
        replay    npx payroc-conformance replay run-1 --case createPet/random/2
        request
          curl -sS -i -X POST 'http://127.0.0.1:4010/v1/pets'

      Skipped
        the target does not remember (stateful)
        its parameter cannot be generated (deletePet)

      Inconclusive
        no answer: connection reset (1 case of 1 operation)

      Known defects of the mock or of the contract’s examples, not findings
        prism-pattern (1 answer of 1 operation)

      FAIL  1 error, 1 case inconclusive
        contract    Pets 1.2 (pets.yaml)
        target      url at http://127.0.0.1:4010/v1
        operations  2 of 3 exercised
        cases       4 (examples 1, random 3)
        requests    4 (examples 1, random 3) in 1.5 s, 3/s
        seed        7 (profile standard, payroc-conformance 0.1.0)
        folder      .conformance/run-1
        exit        1 (findings)
      "
    `)
  })

  it('is short when everything passed', async () => {
    const result = await foldEvents([started, ...sampleRun.slice(1, 5), { ...finished, verdict: 'pass', exitCode: 0 }])

    const summary = terminalSummary({ ...result, mockDefects: [] }, { folder })

    expect(summary).toMatchInlineSnapshot(`
      "
      PASS  no findings
        contract    Pets 1.2 (pets.yaml)
        target      url at http://127.0.0.1:4010/v1
        operations  1 of 3 exercised
        cases       2 (examples 1, random 1)
        requests    2 (examples 1, random 1) in 1.5 s, 1/s
        seed        7 (profile standard, payroc-conformance 0.1.0)
        folder      .conformance/run-1
        exit        0 (everything judged passed)
      "
    `)
  })

  it('says how many constraints were covered, never rounded up to all', async () => {
    const result = await foldEvents(sampleRun)
    const lineFor = (covered: number): string | undefined => {
      const totals = { ...result.totals, constraints: { reachable: 9999, covered } }
      return terminalSummary({ ...result, totals }, { folder, quiet: true })
        .split('\n')
        .find((line) => line.startsWith('  constraints'))
    }

    expect(lineFor(9999)).toBe('  constraints 9,999 of 9,999 covered (100 %)')
    expect(lineFor(9998)).toBe(
      '  constraints 9,998 of 9,999 covered (99.9 %), the others with their reasons in results.json',
    )
  })

  it('is only the verdict when quiet', async () => {
    const result = await foldEvents(sampleRun)

    const summary = terminalSummary(result, { folder, quiet: true })

    expect(summary.split('\n').slice(0, 3)).toEqual([
      '',
      'FAIL  1 error, 1 case inconclusive',
      '  contract    Pets 1.2 (pets.yaml)',
    ])
  })

  it('says that a run was interrupted', async () => {
    const result = await foldEvents(sampleRun.slice(0, 3))

    const summary = terminalSummary(result, { folder })

    expect(summary).toContain('PASS  interrupted before its end\n')
    expect(summary).toContain('  exit        130 (interrupted)\n')
  })

  it('says why a run concluded nothing', async () => {
    const nothing = { ...finished, verdict: 'inconclusive', exitCode: 3, reason: 'connection refused' } as const

    const summary = terminalSummary(await foldEvents([started, nothing]), { folder })

    expect(summary.split('\n').slice(1, 3)).toEqual(['INCONCLUSIVE  no findings', '  reason      connection refused'])
  })

  it('shows a cause that reaches many operations once', async () => {
    const ids = ['a', 'b', 'c']
    const events = ids.flatMap((operationId) =>
      operationEvents(operationId, { method: 'get', path: `/${operationId}`, verdict: 'fail' }, [
        finishedCase({ operationId, verdict: 'fail', findings: [finding({ operationId })] }),
      ]),
    )
    const result = await foldEvents([started, ...events, finished])

    const summary = terminalSummary(result, { folder })

    expect(summary.match(/^── .* ─+$/gm)).toHaveLength(1)
    expect(summary).toContain('  also      2 findings with the same cause at 2 more operations: b, c\n')
    expect(summary).toContain('FAIL  3 errors\n')
  })

  it('shows twenty blocks, then a line per finding, then a number', async () => {
    const findings = Array.from({ length: 90 }, (_, i) =>
      finding({ fingerprint: `f${i}`, document: { pointer: `#/paths/${i}` } }),
    )
    const result = await foldEvents([started, finishedCase({ verdict: 'fail', findings }), finished])

    const lines = terminalSummary(result, { folder }).split('\n')

    expect(lines.filter((line) => line.startsWith('── '))).toHaveLength(20)
    expect(lines.filter((line) => line.startsWith('  error status-code-is-documented at createPet'))).toHaveLength(50)
    expect(lines).toContain('  and 20 more in results.json')
  })

  it('fits 100 columns and sends no control character to the terminal, whatever the server says', async () => {
    const nasty = `\u001b[2J\u0007${'wide '.repeat(100)}`
    const events = [
      { ...started, contract: { ...started.contract, title: nasty } },
      finishedCase({ verdict: 'inconclusive', reason: nasty, mockDefects: [nasty] }),
      finishedCase({ verdict: 'fail', findings: [finding({ title: nasty, message: nasty, actual: nasty })] }),
      { type: 'skipped', what: nasty, reason: nasty } as const,
      finished,
    ]
    const result = await foldEvents(events)

    const summary = terminalSummary(result, { folder })

    expect(summary.split('\n').filter((line) => line.length > 100)).toEqual([])
    expect(summary).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })
})

describe('the terminal reporter', () => {
  it('prints the summary without colours where they are not wanted', async () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true })
    const result = await foldEvents(sampleRun)

    await createTerminalReporter({ stream, noColor: true }).finish?.({ folder, result, async *events() {} })

    expect(String(stream.read())).toBe(terminalSummary(result, { folder }))
  })

  it('colours what is good and what is bad, and nothing else changes', async () => {
    const result = await foldEvents(sampleRun)

    const painted = terminalSummary(result, { folder, paint: (tone, text) => `<${tone}>${text}</${tone}>` })

    expect(painted.replace(/<\/?[a-z]+>/g, '')).toBe(terminalSummary(result, { folder }))
    expect(painted).toContain('<bad><strong>FAIL</strong></bad>  1 error')
  })
})
