import { type BusinessId, type ConsentRecord, uuidSource } from '@cloudgreet/core'
import { coreMigrations, type Database, migrate, postgresTransactions } from '@cloudgreet/core/postgres'
import { FakeClock, openFreshPostgres } from '@cloudgreet/core/testkit'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

import { createContactGate } from '../../gate/create-contact-gate.ts'
import { createNodeAddressHasher } from '../node/node-address-hasher.ts'
import { complianceMigrations } from './migrations/index.ts'
import { createPostgresConsentRecorder } from './postgres-consent-recorder.ts'
import { createPostgresContactStore } from './postgres-contact-store.ts'

// PGlite has one connection, which cannot wait for itself: its order is the order of asking.
describe('[Postgres] the lock on a person', () => {
  let database: Database
  beforeAll(async () => {
    database = await openFreshPostgres(inject('postgresUrl'))
    await migrate(database, [coreMigrations, complianceMigrations])
  })
  afterAll(() => database.close())

  const address = '+13125550142'

  async function makeConsentingPerson() {
    const businessId: BusinessId = uuidSource.next<'Business'>()
    await database.pool.query(`INSERT INTO businesses (id, business_name) VALUES ($1, 'Fictional Plumbing')`, [
      businessId,
    ])
    const transactions = postgresTransactions(database)
    const clock = new FakeClock()
    const tools = { ids: uuidSource, clock, hasher: createNodeAddressHasher(new Uint8Array(32).fill(7)) }
    const store = createPostgresContactStore({ transactions, ...tools })
    const recorder = createPostgresConsentRecorder({ transactions, ...tools })
    const event = (type: string): ConsentRecord => ({
      businessId,
      address,
      channel: 'sms',
      type,
      occurredAt: clock.now(),
      idempotencyKey: type,
      metadata: { kind: 'written' },
    })
    await recorder.record(event('consent_granted'))
    const gate = createContactGate({ store, clock })
    const ask = (intentKey: string) =>
      gate.open({ businessId, address, channel: 'sms', purpose: 'marketing', intentKey })
    return { businessId, transactions, store, recorder, ask, stop: event('consent_revoked') }
  }

  it('makes a STOP wait for the decision that runs, and refuses the next one', async () => {
    const { businessId, store, recorder, ask, stop } = await makeConsentingPerson()
    const order: string[] = []
    let stopping: Promise<unknown> = Promise.resolve()
    await store.withSubject({ businessId, address }, async (session) => {
      stopping = recorder.record(stop).then(() => order.push('stop'))
      await waitForLockWaiter(database)
      await session.keepIntent({
        intentKey: `${businessId}-1`,
        channel: 'sms',
        purpose: 'marketing',
        openedAt: new Date(0),
      })
      order.push('intent')
    })
    await stopping
    expect(order).toEqual(['intent', 'stop'])
    expect(await ask(`${businessId}-2`)).toMatchObject({ allowed: false, reasons: ['opted_out'] })
  })

  it('makes a decision wait for the STOP that runs, and refuses it', async () => {
    const { businessId, transactions, recorder, ask, stop } = await makeConsentingPerson()
    let asking: ReturnType<typeof ask> | undefined
    await transactions.asOwner('test', async (transaction) => {
      await recorder.record(stop, transaction)
      asking = ask(businessId)
      await waitForLockWaiter(database)
    })
    expect(await asking).toMatchObject({ allowed: false, reasons: ['opted_out'] })
  })
})

/** Returns once some session waits for an advisory lock. */
async function waitForLockWaiter(database: Database): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
    if (rows.length > 0) return
  }
}
