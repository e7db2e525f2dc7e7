import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/run-cli.ts'

const shell = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The code under a heading of README, as it stands there. */
function readmeCode(heading: string): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const section = readme.slice(readme.indexOf(`## ${heading}`))
  const code = /```ts\n([\s\S]*?)```/.exec(section)?.[1]
  if (code === undefined) throw new Error(`README has no code under ${heading}`)
  return code
}

describe('the published package', () => {
  const folder = temporaryFolder()

  beforeAll(async () => {
    await shell('npm', ['pack', '--pack-destination', folder], { cwd: ROOT })
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    // The packages are in npm's cache from the project's own installation, so this needs no network.
    await shell('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball)], {
      cwd: folder,
    })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...packageOf(folder), type: 'module' }))
  }, 300_000)

  it('lists the packaged contract and runs with every report', { timeout: 300_000 }, async () => {
    const list = await shell('npx', ['payroc-conformance', 'contract', 'list'], { cwd: folder })
    expect(list.stdout).toContain('131 operations on 88 paths: 61 GET, 45 POST, 12 DELETE, 7 PUT, 6 PATCH')

    const run = await shell(
      'npx',
      ['payroc-conformance', 'run', '--operation', 'getPayment', '--cases', '2', '--out', 'out'],
      { cwd: folder },
    )
    expect(run.stdout).toContain('passed')
    expect(readdirSync(join(folder, 'out')).toSorted()).toEqual([
      'allure-results',
      'junit.xml',
      'report.html',
      'results.json',
      'run.ndjson',
    ])
    expect(readdirSync(join(folder, 'out', 'allure-results')).some((name) => name.endsWith('-result.json'))).toBe(true)
  })

  it('generates as the example of README does', async () => {
    writeFileSync(join(folder, 'generators.ts'), readmeCode('Generators as a library'))

    const library = await shell(process.execPath, ['generators.ts'], { cwd: folder })

    expect(library.stderr).toBe('')
    expect(library.stdout).toMatch(
      /^(POST https:\/\/api\.example\.com\/v1\/processing-terminals\/\S+\/payment-links\n){3}\d+ requests show (\d+) of \2 constraints\n(\S+ .+: .+ #\/\S+\n){3}$/,
    )
  })

  it('writes a certificate', { timeout: 120_000 }, async () => {
    const args = ['payroc-conformance', 'certify', '--target', 'prism', '--scenario', 'CP-03', '--out', 'certified']
    // A certificate of one scenario is incomplete, and ends so.
    await expect(shell('npx', args, { cwd: folder })).rejects.toMatchObject({ code: 3 })

    expect(readFileSync(join(folder, 'certified', 'certificate.html'), 'utf8')).toContain('<strong>REHEARSAL</strong>')
  })

  it('plays the scenario of README in the tests of others', { timeout: 120_000 }, async () => {
    writeFileSync(join(folder, 'till.test.ts'), readmeCode('Scenarios in your own tests'))
    const env = { ...process.env, CONFORMANCE_TARGET: 'sandbox', CONFORMANCE_SEED: '7', NO_COLOR: '1' }

    const passed = await shell('npx', ['vitest', 'run'], { cwd: folder, env })
    const faulty = shell('npx', ['vitest', 'run'], {
      cwd: folder,
      env: { ...env, CONFORMANCE_FAULT: 'cancel-refused' },
    })

    expect(passed.stdout).toContain('1 passed')
    await expect(faulty).rejects.toMatchObject({ stderr: expect.stringContaining('ScenarioStopped') as unknown })
  })
})

function packageOf(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>
}
