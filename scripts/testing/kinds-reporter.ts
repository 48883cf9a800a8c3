import { mkdirSync, writeFileSync } from 'node:fs'

import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'

/** Where `npm run rows` finds the titles of the last run. */
export const resultsFile = '.test-results/tests.json'

const kinds = ['memory', 'PGlite', 'Postgres', 'HTTP', 'socket', 'browser'] as const
type Kind = (typeof kinds)[number]

export interface TestResult {
  readonly title: string
  readonly file: string
  readonly passed: boolean
}

/** A test's kind: by the folder of its file, else by the database in its title. */
export function kindOf(file: string, title: string): Kind {
  if (file.includes('/test/browser/')) return 'browser'
  if (file.includes('/test/socket/')) return 'socket'
  if (file.includes('/test/http/')) return 'HTTP'
  if (title.includes('[PGlite]')) return 'PGlite'
  return title.includes('[Postgres]') ? 'Postgres' : 'memory'
}

/** Ends a run with the count of tests of each kind; in a whole run, a kind without a test is a failure. */
export class KindsReporter implements Reporter {
  #isWholeRun = false

  onInit(vitest: Vitest): void {
    this.#isWholeRun = process.argv.slice(3).length === 0 && vitest.config.testNamePattern === undefined
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const results = tests.map(toResult)
    const counts = new Map<Kind, number>(kinds.map((kind) => [kind, 0]))
    for (const { file, title, passed } of results) {
      const kind = kindOf(file, title)
      if (passed) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
    for (const [kind, count] of counts) process.stdout.write(`${kind}: ${count} tests\n`)
    mkdirSync('.test-results', { recursive: true })
    if (this.#isWholeRun) {
      writeFileSync(resultsFile, JSON.stringify(results, undefined, 1))
      for (const [kind, count] of counts) if (count === 0) fail(`No ${kind} test ran.`)
    }
    for (const test of tests) if (test.result().state === 'skipped') fail(`Skipped: ${test.fullName}`)
    const passed = results.filter((result) => result.passed).length
    process.stdout.write(`${passed} passed, ${results.length - passed} failed\n`)
  }
}

function toResult(test: TestCase): TestResult {
  return { title: test.fullName, file: test.module.moduleId, passed: test.result().state === 'passed' }
}

function fail(reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.exitCode = 1
}
