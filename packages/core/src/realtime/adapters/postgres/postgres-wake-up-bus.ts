import { randomUUID } from 'node:crypto'

import { type BusinessId, isId } from '../../../kernel/domain/ids.ts'
import type { Logger } from '../../../kernel/ports/logger.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { WakeUpBus } from '../../ports/wake-up-bus.ts'
import { createLocalWakeUpBus } from '../../domain/local-wake-up-bus.ts'

const channel = 'cloudgreet_wake_up'
/** A NOTIFY carries less than 8,000 bytes: 200 ids and the sender's. */
const idsPerNotification = 200

/**
 * Wakes the readers of every process over NOTIFY, those of this process at once. Wake-ups that come while one is
 * being sent go together in the next, so the server-wide lock of NOTIFY is taken seldom.
 *
 * @returns once this process listens
 */
export async function createPostgresWakeUpBus({
  database,
  logger,
}: {
  readonly database: Database
  readonly logger: Logger
}): Promise<WakeUpBus> {
  const local = createLocalWakeUpBus()
  const sender = randomUUID()
  const waiting = new Set<BusinessId>()
  let sending: Promise<void> | undefined

  const stopListening = await database.listen(channel, (payload) => {
    const [from, ...ids] = payload.split(',')
    if (from !== sender) for (const id of ids) if (isId<'Business'>(id)) local.wake(id)
  })

  async function send(): Promise<void> {
    while (waiting.size > 0) {
      const ids = [...waiting].slice(0, idsPerNotification)
      for (const id of ids) waiting.delete(id)
      try {
        await database.pool.query('SELECT pg_notify($1, $2)', [channel, [sender, ...ids].join(',')])
      } catch (error) {
        logger.debug('Wake-ups were lost; readers poll', { error, count: ids.length })
      }
    }
    sending = undefined
  }

  return {
    subscribe: local.subscribe,
    wake: (business) => {
      local.wake(business)
      waiting.add(business)
      sending ??= send()
    },
    close: async () => {
      await sending
      await stopListening()
      await local.close()
    },
  }
}
