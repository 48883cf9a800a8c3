import { existsSync, readFileSync } from 'node:fs'

import { resultsFile, type TestResult } from './testing/kinds-reporter.ts'

/** Lists the rows of `docs/contract.md` that no passing test of the last whole run names. */
const rows = [...readFileSync('docs/contract.md', 'utf8').matchAll(/^(\d+)\. (.+)$/gm)].map(([, number, text]) => ({
  number: Number(number),
  text: text ?? '',
}))

if (!existsSync(resultsFile)) {
  console.error('No results yet: run npm test first.')
  process.exit(2)
}
const results = JSON.parse(readFileSync(resultsFile, 'utf8')) as TestResult[]
const proven = new Set(
  results
    .filter(({ passed, file }) => passed && file.includes('/apps/reference-server/test/'))
    .flatMap(({ title }) => [...title.matchAll(/\brow (\d+):/g)].map(([, number]) => Number(number))),
)

const open = rows.filter(({ number }) => !proven.has(number))
for (const { number, text } of open) console.log(`row ${number}: no passing test · ${text.slice(0, 100)}`)
console.log(`${rows.length - open.length} of ${rows.length} rows have a passing test`)
