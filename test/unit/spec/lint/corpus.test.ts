import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeAsLinter } from '../../../../cli/lint-parts.ts'
import type { LintFinding } from '../../../../spec/lint/rule.ts'
import { lintContract } from '../../../../spec/lint/lint.ts'
import { lintRules } from '../../../../spec/lint/rules.ts'
import { loadContract } from '../../../../spec/load.ts'
import { loadPositions } from '../../../../spec/positions.ts'

const CORPUS = new URL('../../../corpus/lint/', import.meta.url)

const documents = readdirSync(CORPUS, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name)
  .toSorted()
  .map((name) => ({ name, text: readFileSync(new URL(name, CORPUS), 'utf8') }))

/** What a document says will be found in it: its lines that start with `#>`. */
function announced(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.startsWith('#> ') ? [line.slice(3)] : []))
}

function line({ line, column, severity, code, message, otherPlaces }: LintFinding): string {
  const more = otherPlaces === 0 ? '' : ` (+${otherPlaces})`
  return `${line}:${column} ${severity} ${code}: ${message}${more}`
}

async function lint(name: string): Promise<readonly LintFinding[]> {
  const contract = await loadContract(new URL(name, CORPUS).pathname)
  return lintContract(contract, await loadPositions(contract), judgeAsLinter(contract))
}

describe('lintContract', () => {
  it.each(documents)('finds in $name what is planted there and nothing else', async ({ name, text }) => {
    const findings = await lint(name)

    expect(findings.map(line)).toEqual(announced(text))
  })

  it('has a planted defect for every rule', () => {
    const planted = documents.flatMap(({ text }) => announced(text).map((entry) => entry.split(/[ :]/)[3]))

    expect(new Set(planted)).toEqual(new Set(lintRules.map(({ code }) => code)))
  })

  it('has documents in which nothing is found', () => {
    const clean = documents.filter(({ text }) => announced(text).length === 0).map(({ name }) => name)

    expect(clean).toEqual(['000-clean-3.1.yaml', '001-clean-3.0.yaml', '002-clean-composition.yaml'])
  })

  it('names each rule once', () => {
    const codes = lintRules.map(({ code }) => code)

    expect(new Set(codes).size).toBe(codes.length)
  })
})
