import { describe, expect, inject, it } from 'vitest'

import { crashRun } from '../crash/crash-run.ts'

const kills = 4

describe('kill -9 under signed traffic', () => {
  it.each(['PGlite', 'Postgres'])(
    '[%s] loses no acknowledged webhook and does each effect once',
    async (database) => {
      const target = database === 'Postgres' ? { postgresUrl: inject('postgresUrl') } : {}
      const report = await crashRun({ kills, seed: 20_260_115, ...target })
      console.log(JSON.stringify(report))
      expect(report).toMatchObject({ lost: 0, doubled: 0, missing: 0, effectsFound: report.effectsExpected })
      expect(report.effectsExpected).toBeGreaterThan(report.acknowledged / 3)
    },
    240_000,
  )
})
