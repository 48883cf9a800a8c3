import { run } from '../scripts/run.ts'

/** All benchmarks, or those whose name begins with the argument: `npm run bench -- webhook-verification`. */
const benchmarks = [
  'webhook-verification',
  'webhook-event',
  'webhook-ingest',
  'webhook-transaction',
  'duplicate-ingest',
  'batch-replay',
  'insight-rules',
  'dashboard-data',
]
const [only = ''] = process.argv.slice(2)

for (const name of benchmarks.filter((benchmark) => benchmark.startsWith(only))) {
  console.log(`\n# ${name}`)
  run(process.execPath, [`bench/${name}.ts`])
}
