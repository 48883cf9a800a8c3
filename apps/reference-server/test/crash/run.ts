import { parseArgs } from 'node:util'

import { startPostgres } from '../../../../test/postgres-server.ts'
import { crashRun } from './crash-run.ts'

/** `npm run crash -- --kills 50 --seed 1 --database pglite|postgres` (both by default). */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string' }, database: { type: 'string' } },
})
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const kills = Number(values.kills)
console.log(`seed ${seed}`)

const postgres = await startPostgres()
try {
  const targets = [{}, { postgresUrl: postgres.url }].filter(
    (target) => values.database === undefined || (values.database === 'postgres') === 'postgresUrl' in target,
  )
  for (const target of targets) {
    const report = await crashRun({ kills, seed, ...target })
    console.log(JSON.stringify(report))
    if (report.lost + report.doubled + report.missing > 0 || report.killsWithRequestInFlight < kills * 0.3)
      process.exitCode = 1
  }
} finally {
  await postgres.stop()
}
