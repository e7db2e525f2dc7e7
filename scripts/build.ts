import { execFileSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// dist/ mirrors the sources, so that a file finds its data by the same relative path in both.
const root = fileURLToPath(new URL('..', import.meta.url))
rmSync(`${root}/dist`, { recursive: true, force: true })
execFileSync('tsc', ['--project', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
for (const data of [
  'spec/document',
  'reports/results.schema.json',
  'reports/baseline.schema.json',
  'reports/html/style.css',
  'reports/html/behaviour.js',
  'reports/html/certificate.css',
]) {
  cpSync(`${root}/${data}`, `${root}/dist/${data}`, { recursive: true })
}
