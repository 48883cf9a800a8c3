import { describe, expect, it } from 'vitest'

import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import { RecordingLogger } from '../../../kernel/testkit/recording-logger.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { eventOutboxContract } from '../../testkit/event-outbox-contract.ts'
import { wakeUpBusContract } from '../../testkit/wake-up-bus-contract.ts'
import { createPostgresEventOutbox } from './postgres-event-outbox.ts'
import { createPostgresWakeUpBus } from './postgres-wake-up-bus.ts'

forEachDatabase([coreMigrations], (database, kind) => {
  const makeBusiness = async (): Promise<BusinessId> => {
    const id = uuidSource.next<'Business'>()
    await database().tables<CoreTables>().insertInto('businesses').values({ id, business_name: 'Toy Works' }).execute()
    return id
  }

  eventOutboxContract({
    name: kind,
    makeSubject: () => ({
      outbox: createPostgresEventOutbox({ database: database() }),
      transactions: postgresTransactions(database()),
      makeBusiness,
      forget: async (business, seq) => {
        const rows = database().tables<CoreTables>().deleteFrom('outbox').where('business_id', '=', business)
        await rows.where('seq', '<=', String(seq)).execute()
      },
    }),
  })

  wakeUpBusContract({
    name: kind,
    makeSubject: () => createPostgresWakeUpBus({ database: database(), logger: new RecordingLogger() }),
    reach: 'all_processes',
  })

  describe('createPostgresEventOutbox', () => {
    it('refuses an event of a business that does not exist', async () => {
      const nobody = uuidSource.next<'Business'>()
      const outbox = createPostgresEventOutbox({ database: database() })
      const occurredAt = new Date('2026-01-15T12:00:00.000Z')
      const event = { id: uuidSource.next<'Event'>(), businessId: nobody, type: 'call_ended', occurredAt, data: {} }
      const appended = postgresTransactions(database()).asTenant(nobody, (transaction) =>
        outbox.append(event, transaction),
      )
      await expect(appended).rejects.toMatchObject({ code: 'validation_failed' })
    })
  })
})
