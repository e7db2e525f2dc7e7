import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { readEnvironment } from '../config/environment.ts'
import { ALLURE_FOLDER } from '../reports/allure.ts'
import { runFolders } from '../reports/read-results.ts'

// `npm run report:allure -- [run folder]`: the Allure results of a run (the newest, where none is named) as one HTML file
// that opens from disk. Of Allure's reports only this one can be told to leave Google Analytics out.
const run = resolve(process.argv[2] ?? runFolders('.conformance').at(-1) ?? '.')
const results = join(run, ALLURE_FOLDER)
if (!existsSync(results)) {
  process.stderr.write(`There are no Allure results in ${run}. Run with --report allure, or name a run folder.\n`)
  process.exit(2)
}
const output = join(run, 'allure-report')
const { status } = spawnSync(
  'allure',
  ['allure2', results, '--output', output, '--single-file', '--report-language', 'en'],
  {
    env: { ...readEnvironment(), ALLURE_NO_ANALYTICS: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  },
)
if (status === 0) process.stdout.write(`${join(output, 'index.html')}\n`)
process.exit(status ?? 4)
