import { readFileSync } from 'node:fs'
import process from 'node:process'

// Prints the closing line of CI from vitest's JSON report; a run without a single test is a failure.
const file = process.argv[2] ?? ''
const {
  numPassedTests = 0,
  numFailedTests = 0,
  success = false,
} = JSON.parse(readFileSync(file, 'utf8')) as {
  numPassedTests?: number
  numFailedTests?: number
  success?: boolean
}
process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed\n`)
process.exitCode = success && numPassedTests > 0 ? 0 : 1
