import { describe, expect, it } from 'vitest'
import { markdownSummary } from '../../../reports/markdown.ts'
import { markdownBlock, markdownCode, markdownText } from '../../../reports/markdown-text.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { HOSTILE, richRun } from './rich-run.ts'
import { finished, sampleRun, started } from './sample-run.ts'

describe('the Markdown summary', () => {
  it('says verdict, numbers, findings with their curl, and what was skipped', async () => {
    expect(markdownSummary(await foldEvents(sampleRun))).toMatchInlineSnapshot(`
      "# ❌ FAIL: Pets 1.2

      | | |
      |---|---|
      | Target | \`url at http://127.0.0.1:4010/v1\` |
      | Contract | \`pets.yaml\` (abababababab) |
      | Operations | 2 of 3 exercised |
      | Cases | 4 |
      | Requests | 4 in 1.5 s |
      | Findings | 1 error, 0 warnings |
      | Seed | 7 (profile standard) |
      | Run | run-1, payroc-conformance 0.1.0, exit code 1 |

      ## 1 finding

      ### error status-code-is-documented: \`POST /pets\`

      The status 418 is not documented.

      <details><summary>expected, came, request</summary>

      \`\`\`text
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
      \`\`\`

      </details>

      ## Skipped

      - the target does not remember: \`createPet\`
      - its parameter cannot be generated: \`deletePet\`

      ## Inconclusive

      - no answer: connection reset (1 case of 1 operation)

      ## Known defects of the mock or of the contract’s examples

      - prism-pattern (1 answer of 1 operation)
      "
    `)
  })

  it('of a run that found nothing is short', async () => {
    const events = [started, { ...finished, verdict: 'pass' as const, exitCode: 0 }]

    expect(
      markdownSummary(await foldEvents(events))
        .split('\n')
        .filter((line) => line.startsWith('#')),
    ).toEqual(['# ✅ PASS: Pets 1.2'])
  })

  it('shows no markup of a server', async () => {
    const text = markdownSummary(await foldEvents(richRun))

    const outsideCode = text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/(`+).*?[^`]\1(?!`)/g, '')
    expect(outsideCode).not.toMatch(/<(?!\/?(?:details|summary)>)/)
    expect(outsideCode).not.toMatch(/(?<!\\)\]\(/)
    expect(outsideCode).not.toContain('@all')
    expect(text).not.toContain('\u001b')
  })
})

describe('Markdown text', () => {
  it('is one line without markup', () => {
    expect(markdownText(HOSTILE)).toMatchInlineSnapshot(
      `"&lt;/script&gt;&lt;img src=x onerror=alert\\(1\\)&gt; \\| \\\`\\\`\\\` \\]\\]&gt; &amp; "quoted" 100% \\[a\\]\\(http&#58;//evil.test\\) &#64;all\\\\n::error file=a::b\\\\u0000\\\\u001b\\[2J\\\\u2028\\\\u202e\\*\\_\\#"`,
    )
  })

  it('as code has a fence that nothing in it closes', () => {
    expect([markdownCode('a`b'), markdownCode('`'), markdownCode('a|b'), markdownBlock('a\n````\nb')]).toEqual([
      '``a`b``',
      '`` ` ``',
      String.raw`\`a\|b\``.replaceAll('\\`', '`'),
      '`````\na\n````\nb\n`````',
    ])
  })
})
