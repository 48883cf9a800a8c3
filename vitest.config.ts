import { defineConfig } from 'vitest/config'

import { KindsReporter } from './scripts/testing/kinds-reporter.ts'

const condition = 'cloudgreet-source'
const resolve = { conditions: [condition, 'module', 'node', 'development|production'] }
const shared = { pool: 'forks', testTimeout: 20_000, hookTimeout: 120_000 } as const

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', new KindsReporter()],
    globalSetup: ['./test/postgres-server.ts'],
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: {
          ...shared,
          name: 'packages',
          include: [
            'packages/*/src/**/*.test.ts',
            'packages/*/test/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'apps/*/web/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...shared,
          name: 'server',
          include: ['apps/reference-server/test/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
})
