import { describe, expect, inject, it } from 'vitest'

import { crashRun } from '../crash/crash-run.ts'
import { duplicateRun } from '../crash/duplicate-run.ts'

const kills = 4

describe('kill -9 under signed traffic', () => {
  it.each(['PGlite', 'Postgres'])(
    'fault 14: [%s] loses no acknowledged webhook and does each effect once (G1, G2)',
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

describe('one event delivered many times', () => {
  it.each(['PGlite', 'Postgres'])(
    'fault 6: [%s] has one effect and hears 2xx each time, 1 to 50 times, in turn and at the same moment (G3)',
    async (database) => {
      const target = database === 'Postgres' ? { postgresUrl: inject('postgresUrl') } : {}
      const report = await duplicateRun({ events: 8, seed: 20_260_115, ...target })
      console.log(JSON.stringify(report))
      expect(report).toMatchObject({ refused: 0, acceptedTwice: 0, rowsFound: 8, effectsFound: report.effectsExpected })
    },
    240_000,
  )
})
