import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '../../reports/run-result.ts'
import { SHOP_DOCUMENT, startShop } from '../servers/shop-server.ts'
import { runCli, temporaryFolder } from '../support/run-cli.ts'

/** Where a run was made with its default reports, in `.conformance`. */
let cwd: string
let folder: string

beforeAll(async () => {
  const shop = await startShop((answer, { operation }) =>
    operation === 'getOrder' && answer.status === 200 ? { ...answer, status: 202 } : answer,
  )
  cwd = temporaryFolder()
  folder = join(cwd, '.conformance', 'first')
  try {
    const args = ['--spec', SHOP_DOCUMENT, '--target', shop.baseUrl, '--seed', '5', '--cases', '3', '--out', folder]
    await runCli(['run', ...args, '--report', 'json,html'], { cwd })
  } finally {
    await shop.close()
  }
})

const page = (where: string): string => readFileSync(join(where, 'report.html'), 'utf8')

describe('report build', () => {
  it('writes the same page again from the events of a run', async () => {
    const out = temporaryFolder()

    const { code, stderr } = await runCli(['report', 'build', '--from', folder, '--report', 'html', '--out', out], {
      cwd,
    })

    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(page(out)).toBe(page(folder))
    expect(page(out)).toContain('Status 202 is not documented')
  })

  it('makes a page with the findings from results.json alone', async () => {
    const [from, out] = [join(temporaryFolder(), 'results.json'), temporaryFolder()]
    copyFileSync(join(folder, 'results.json'), from)

    const { code } = await runCli(['report', 'build', '--from', from, '--report', 'html', '--out', out], { cwd })

    expect(code).toBe(0)
    expect(page(out)).toContain('Status 202 is not documented')
    expect(page(out)).toContain('Copy curl')
  })

  it('takes the newest run where none is named, and writes into its folder', async () => {
    const { code, stdout } = await runCli(['report', 'build', '--report', 'terminal,junit'], { cwd })

    expect(code).toBe(0)
    expect(stdout).toContain('FAIL')
    expect(existsSync(join(folder, 'junit.xml'))).toBe(true)
  })

  it.each([
    {
      name: 'no run',
      args: ['--from', 'nowhere'],
      message: /No result of a run can be read from .*nowhere/,
    },
    { name: 'an unknown report', args: ['--report', 'htlm'], message: /got "htlm"[^]*Did you mean "html"\?/ },
  ])('refuses $name', async ({ args, message }) => {
    const { code, stderr } = await runCli(['report', 'build', ...args], { cwd })

    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })
})

describe('run --history', () => {
  it('says in every report since when a finding is there', async () => {
    const shop = await startShop((answer, { operation }) =>
      operation === 'getOrder' && answer.status === 200 ? { ...answer, status: 202, headers: {} } : answer,
    )
    const out = temporaryFolder()
    const args = ['--spec', SHOP_DOCUMENT, '--target', shop.baseUrl, '--seed', '6', '--cases', '3', '--out', out]
    const history = ['--history', '.conformance', '--report', 'terminal,json,junit,markdown,html']
    const { stdout } = await runCli(['run', ...args, ...history], { cwd })
    await shop.close()

    const { run } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as RunResult
    const { findings } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as RunResult
    const status = findings.find(({ code }) => code === 'status-code-is-documented')
    expect(status?.history).toEqual({ firstSeen: run.startedAt, seen: 2, tested: 2 })
    const since = `since     ${run.startedAt.slice(0, 10)}, in 2 of 2 runs that could see it\n`
    for (const text of [stdout, ...['junit.xml', 'summary.md'].map((name) => readFileSync(join(out, name), 'utf8'))]) {
      expect(text).toContain(since)
      expect(text).toMatch(/look at {3}What gives this status/)
    }
    expect(page(out)).toContain('in 2 of 2 runs that could see it')
  })
})

describe('report open', () => {
  it('names the page it would open', async () => {
    const { code, stdout } = await runCli(['report', 'open', '--print'], { cwd })

    expect(code).toBe(0)
    expect(stdout).toBe(`${join(folder, 'report.html')}\n`)
  })

  it('says how to make a page where there is none', async () => {
    const empty = temporaryFolder()

    const { code, stderr } = await runCli(['report', 'open', '--print', '--from', empty])

    expect(code).toBe(2)
    expect(stderr).toContain('payroc-conformance report build --report html')
  })
})
