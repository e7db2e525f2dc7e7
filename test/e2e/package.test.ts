import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/run-cli.ts'

const shell = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

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
        'results.json',
        'run.ndjson',
      ])
      expect(readdirSync(join(folder, 'out', 'allure-results')).some((name) => name.endsWith('-result.json'))).toBe(
        true,
      )
    },
  )
})
