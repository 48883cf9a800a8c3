import { parseArgs } from 'node:util'

import { startPostgres } from '../../../../test/postgres-server.ts'
import { crashRun } from './crash-run.ts'
import { duplicateRun } from './duplicate-run.ts'

/**
 * `npm run crash -- --kills 50 --duplicates 200 --seed 1 --database pglite|postgres` (both by default).
 *
 * Goals: `--kills 500` on each database, at least 100,000 acknowledged events in both, none lost, no effect twice or
 * missing (G1, G2); `--duplicates 1000`: one effect each, always 2xx (G3).
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    duplicates: { type: 'string', default: '0' },
    seed: { type: 'string' },
    database: { type: 'string' },
  },
})
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const kills = Number(values.kills)
const duplicates = Number(values.duplicates)
console.log(`seed ${seed}`)

const postgres = await startPostgres()
try {
  const targets = [{}, { postgresUrl: postgres.url }].filter(
    (target) => values.database === undefined || (values.database === 'postgres') === 'postgresUrl' in target,
  )
  for (const target of targets) {
    if (kills > 0) await reportCrashes(target)
    if (duplicates > 0) await reportDuplicates(target)
  }
} finally {
  await postgres.stop()
}

async function reportCrashes(target: { readonly postgresUrl?: string }): Promise<void> {
  const report = await crashRun({ kills, seed, ...target })
  console.log(JSON.stringify(report))
  if (report.lost + report.doubled + report.missing > 0 || report.killsWithRequestInFlight < kills * 0.3)
    process.exitCode = 1
}

async function reportDuplicates(target: { readonly postgresUrl?: string }): Promise<void> {
  const report = await duplicateRun({ events: duplicates, seed, ...target })
  console.log(JSON.stringify(report))
  const { refused, acceptedTwice, rowsFound, events, effectsFound, effectsExpected } = report
  if (refused + acceptedTwice > 0 || rowsFound !== events || effectsFound !== effectsExpected) process.exitCode = 1
}
