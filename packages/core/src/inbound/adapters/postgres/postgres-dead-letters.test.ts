import { postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import { deadLettersContract } from '../../testkit/dead-letters-contract.ts'
import { forEachToyDatabase, makeToyBusiness } from '../../testkit/toy-inbound.ts'
import { createPostgresDeadLetters } from './postgres-dead-letters.ts'

forEachToyDatabase(({ database, tables }) => {
  deadLettersContract({
    name: 'postgres',
    makeSubject: async (makeLetters) => {
      await tables().deleteFrom('webhook_inbox').execute()
      const businesses = [(await makeToyBusiness(database())).id, (await makeToyBusiness(database())).id] as const
      for (const letter of makeLetters(businesses))
        await tables()
          .insertInto('webhook_inbox')
          .values({
            id: letter.id,
            provider: letter.provider,
            account: 'main',
            event_key: letter.eventKey,
            event_type: letter.eventType ?? null,
            business_id: letter.businessId ?? null,
            status: letter.status,
            body: Buffer.from('{}'),
            body_digest: 'digest-1',
            received_at: letter.receivedAt,
            occurred_at: null,
            attempts: letter.attempts,
            next_attempt_at: null,
            error_class: letter.errorClass ?? null,
            first_failed_at: letter.firstFailedAt,
            last_failed_at: letter.lastFailedAt,
            answered_status: null,
            answered_at: null,
          })
          .execute()
      return { deadLetters: createPostgresDeadLetters({ transactions: postgresTransactions(database()) }), businesses }
    },
  })
})
