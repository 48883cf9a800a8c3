import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'

import {
  createToyInbox,
  makeToyBusiness,
  toyEvent,
  toyMigrations,
  type ToyTables,
} from '../inbound/testkit/toy-inbound.ts'
import type { BusinessId } from '../kernel/domain/ids.ts'
import { RecordingLogger } from '../kernel/testkit/recording-logger.ts'
import { createPostgresWakeUpBus } from '../realtime/adapters/postgres/postgres-wake-up-bus.ts'
import { migrate } from './migrate.ts'
import { coreMigrations } from './migrations/index.ts'
import type { Database } from './open-database.ts'
import { openFreshPostgres } from './testkit/for-each-database.ts'

describe('[Postgres] a line that the server cuts', () => {
  let database: Database

  beforeAll(async () => {
    database = await openFreshPostgres(inject('postgresUrl'))
    await migrate(database, [coreMigrations, toyMigrations])
  })
  afterAll(() => database.close())

  it('in the middle of a webhook leaves nothing, and the next delivery is taken', async () => {
    const business = await makeToyBusiness(database)
    const { inbox } = createToyInbox(database)
    const event = toyEvent({ agentId: business.agentId })
    const tables = database.tables<ToyTables>()
    await tables.insertInto('faults').values({ action: 'terminate' }).execute()
    await expect(inbox.accept(event)).rejects.toMatchObject({ code: 'database_unavailable', isRetryable: true })
    await tables.deleteFrom('faults').execute()
    expect(await tables.selectFrom('webhook_inbox').select('id').where('id', '=', event.id).execute()).toEqual([])
    expect(await inbox.accept(event)).toMatchObject({ outcome: 'accepted' })
  })

  it('is opened anew where wake-ups are heard', async () => {
    const settings = { database, logger: new RecordingLogger() }
    const [here, there] = [await createPostgresWakeUpBus(settings), await createPostgresWakeUpBus(settings)]
    const heard: BusinessId[] = []
    there.subscribe((business) => heard.push(business))
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = current_database()`,
    )
    const { id } = await makeToyBusiness(database)
    const wakeUntilHeard = () => {
      here.wake(id)
      expect(heard).toContain(id)
    }
    await vi.waitFor(wakeUntilHeard, { timeout: 10_000, interval: 100 })
    await here.close()
    await there.close()
  })
})
