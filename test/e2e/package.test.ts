import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
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
  it(
    'installs into an empty folder, lists the packaged contract and runs with every report',
    { timeout: 300_000 },
    async () => {
      const folder = temporaryFolder()
      await shell('npm', ['pack', '--pack-destination', folder], { cwd: ROOT })
      const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
      // The packages are in npm's cache from the project's own installation, so this needs no network.
      await shell('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball)], {
        cwd: folder,
      })

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
      expect(readdirSync(join(folder, 'out', 'allure-results')).some((name) => name.endsWith('-result.json'))).toBe(
        true,
      )

      writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...packageOf(folder), type: 'module' }))
      writeFileSync(join(folder, 'generators.ts'), readmeCode('Generators as a library'))
      const library = await shell(process.execPath, ['generators.ts'], { cwd: folder })
      expect(library.stderr).toBe('')
      expect(library.stdout).toMatch(
        /^(POST https:\/\/api\.example\.com\/v1\/processing-terminals\/\S+\/payment-links\n){3}\d+ requests show (\d+) of \2 constraints\n(\S+ .+: .+ #\/\S+\n){3}$/,
      )
    },
  )
})

function packageOf(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>
}
