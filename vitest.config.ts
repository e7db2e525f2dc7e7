import { availableParallelism } from 'node:os'
import process from 'node:process'
import { defineConfig, type ViteUserConfigExport } from 'vitest/config'

// CI counts the tests from a JSON report; nobody else needs one.
const resultsFile = process.env['TEST_RESULTS_FILE']

const config: ViteUserConfigExport = defineConfig({
  test: {
    // One more than cores: much of the time goes by in commands and polls that are waited for.
    maxWorkers: availableParallelism() + 1,
    reporters: resultsFile === undefined ? ['default'] : ['default', ['json', { outputFile: resultsFile }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['suites/operations.suite.ts'],
          testTimeout: 600_000,
          setupFiles: ['allure-vitest/setup'],
        },
      },
    ],
  },
})

export default config
