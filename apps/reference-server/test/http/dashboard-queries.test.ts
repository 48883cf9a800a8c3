import { describe, expect, it } from 'vitest'

import { getJson, register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'

const reads = 10

describe('dashboard data', () => {
  onEachDatabase((server) => {
    /** Statements at the database driver since the start. */
    async function countStatements(): Promise<number> {
      const answer = await server().fetch('/metrics', {
        headers: { 'x-internal-token': server().secrets.internalToken },
      })
      return Number(/^cloudgreet_database_statements_total (\d+)$/m.exec(await answer.text())?.[1])
    }

    /** Statements of one read. What runs beside it only adds, so the least of many reads is the read's own. */
    async function countOfRead(token: string): Promise<number> {
      const counts: number[] = []
      for (let read = 0; read < reads; read += 1) {
        const before = await countStatements()
        expect((await getJson(server(), '/api/dashboard/data', token)).status).toBe(200)
        counts.push((await countStatements()) - before)
      }
      return Math.min(...counts)
    }

    it('row 108: sends as many statements at 10,000 calls as at one', async () => {
      const { business, token } = await register(server())
      const addCalls = (count: number) =>
        server().sql(
          `INSERT INTO calls (id, business_id, provider, provider_call_id, route, direction, status, status_rank,
             outcome, outcome_rank, disconnection_stage, first_seen_at, created_at, updated_at)
           SELECT gen_random_uuid(), '${business.id}', 'retell', gen_random_uuid()::text, 'trunk', 'inbound', 'ended', 30,
             'answered', 50, 4, moment, moment, moment
           FROM (SELECT now() - number * interval '1 minute' AS moment FROM generate_series(1, ${count}) AS number) AS made`,
          { write: true },
        )
      await addCalls(1)
      const atOne = await countOfRead(token)
      await addCalls(9_999)
      const atMany = await countOfRead(token)
      expect(atOne).toBeGreaterThan(5)
      expect(atMany).toBe(atOne)
      const { stats } = (await (await getJson(server(), '/api/dashboard/data', token)).json()) as {
        stats: { callsLast7Days: number }
      }
      expect(stats.callsLast7Days).toBeGreaterThan(8_000)
    })
  })
})
