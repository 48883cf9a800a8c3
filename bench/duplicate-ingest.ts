import { startPostgres } from '../test/postgres-server.ts'
import { compareRounds } from './compare-rounds.ts'
import { runPgbench } from './pgbench.ts'
import {
  clients,
  createEvent,
  createTemplate,
  openInbox,
  openWebhookDatabase,
  repeat,
  seconds,
} from './webhook-load.ts'

/** Keys in the inbox, out of which the duplicates come. */
const known = 1_000

/**
 * What a vendor's retry costs: an event that is in the inbox already, beside a new one, and beside the least that any
 * database needs to find the key taken.
 */
async function measure(url: string): Promise<void> {
  const database = await openWebhookDatabase(url)
  const inbox = openInbox(database)
  const template = createTemplate()
  const stored = Array.from({ length: known }, () => createEvent(template))
  for (const event of stored) await inbox.accept(event)
  await database.pool.query(`CREATE TABLE taken (key integer PRIMARY KEY)`)
  await database.pool.query(`INSERT INTO taken SELECT generate_series(1, $1)`, [known])

  let next = 0
  const again = () => inbox.accept(stored[(next += 1) % known] ?? createEvent(template))
  await compareRounds(
    { name: 'a new event, by the Inbox', run: () => repeat(() => inbox.accept(createEvent(template))) },
    [
      { name: 'the same event again', goal: 3, run: () => repeat(again) },
      {
        name: 'limit: ON CONFLICT DO NOTHING on one key, pgbench',
        run: async () => runPgbench({ url, script: takenKey, clients, seconds }),
      },
    ],
  )
  await demandOneRowEach()
  await database.close()

  async function demandOneRowEach(): Promise<void> {
    const { rows } = await database.pool.query<{ calls: number; events: number }>(
      `SELECT (SELECT count(*) FROM calls)::integer AS calls, (SELECT count(*) FROM webhook_inbox)::integer AS events`,
    )
    if (rows[0]?.calls !== rows[0]?.events) throw new Error('A duplicate left a row.')
  }
}

const takenKey = `\\set key random(1, ${known})\nINSERT INTO taken VALUES (:key) ON CONFLICT DO NOTHING;\n`

const postgres = await startPostgres()
try {
  await measure(postgres.url)
} finally {
  await postgres.stop()
}
