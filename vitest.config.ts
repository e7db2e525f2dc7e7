import { defineConfig, type UserConfig } from 'vitest/config'

const config: UserConfig = defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['suites/**/*.suite.ts'],
          testTimeout: 600_000,
        },
      },
    ],
  },
})

export default config
