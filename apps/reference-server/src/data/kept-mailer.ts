import type { Clock, IdSource, Mailer, Transactions } from '@cloudgreet/core'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'

/** Keeps mails in the table `mails`, where the console and tests read them. Not for production: nobody gets them. */
export function createKeptMailer(options: {
  readonly transactions: Transactions
  readonly clock: Clock
  readonly ids: IdSource
}): Mailer {
  const { transactions, clock, ids } = options
  return {
    async send(permit, mail) {
      permit.assertCovers({ address: mail.to, channel: 'email' }, clock.now())
      await transactions.asOwner('keep_mail', async (transaction) => {
        await executorOf<CoreTables>(transaction)
          .insertInto('mails')
          .values({
            id: ids.next(),
            idempotency_key: mail.idempotencyKey,
            to_address: mail.to,
            subject: mail.subject,
            text: mail.text,
            created_at: clock.now(),
          })
          .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
          .execute()
      })
    },
  }
}
