import { describe, inject, it, expect } from 'vitest'

import { RecordingLogger } from '../../../kernel/testkit/recording-logger.ts'
import { type Database, openDatabase } from '../../../postgres/open-database.ts'
import { openFreshPostgres } from '../../../postgres/testkit/for-each-database.ts'
import type { Json } from '../../ports/workflows.ts'
import { workflowsContract } from '../../testkit/workflows-contract.ts'
import { createDbosWorkflows } from './dbos-workflows.ts'

const logger = new RecordingLogger()

function contractOn(name: string, open: () => Promise<{ database: Database; url?: string }>): void {
  workflowsContract({
    name,
    makeSubject: async () => {
      const { database, url } = await open()
      const engine = createDbosWorkflows({ database, url, applicationVersion: 'test', executorId: 'test', logger })
      return {
        engine,
        finish: (id) => engine.waitFor<Json>(id, 10_000),
        close: async () => {
          await engine.stop()
          await database.close()
        },
      }
    },
  })
}

contractOn('[PGlite] DBOS', async () => ({ database: await openDatabase({ inMemory: true }) }))
contractOn('[Postgres] DBOS', async () => {
  const database = await openFreshPostgres(inject('postgresUrl'))
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${rows[0]?.name}`
  return { database, url: url.href }
})

describe('DBOS workflows', () => {
  it('need a url on PostgreSQL', async () => {
    const database = { kind: 'postgres' } as Database
    expect(() => createDbosWorkflows({ database, applicationVersion: 'test', executorId: 'test', logger })).toThrow(
      'URL',
    )
  })
})
