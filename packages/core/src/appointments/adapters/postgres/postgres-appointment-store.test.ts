import { describe, expect, it } from 'vitest'

import { uuidSource } from '../../../kernel/adapters/system/uuid-source.ts'
import { FakeClock } from '../../../kernel/testkit/fake-clock.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { coreMigrations } from '../../../postgres/migrations/index.ts'
import { executorOf, postgresTransactions } from '../../../postgres/postgres-transactions.ts'
import { forEachDatabase } from '../../../postgres/testkit/for-each-database.ts'
import { createPostgresEventOutbox } from '../../../realtime/adapters/postgres/postgres-event-outbox.ts'
import { createAppointmentBook } from '../../create-appointment-book.ts'
import type { BookingTerms } from '../../domain/booking-terms.ts'
import { appointmentBookContract } from '../../testkit/appointment-book-contract.ts'
import { createPostgresAppointmentStore } from './postgres-appointment-store.ts'

forEachDatabase([coreMigrations], (database, kind) => {
  const makeBusiness = async ({ timeZone, hours, rules, services }: BookingTerms) => {
    const id = uuidSource.next<'Business'>()
    await database()
      .tables<CoreTables>()
      .insertInto('businesses')
      .values({
        id,
        business_name: 'Toy Works',
        time_zone: timeZone,
        hours: JSON.stringify(hours),
        booking_rules: JSON.stringify(rules),
        services: JSON.stringify(services),
      })
      .execute()
    return id
  }
  const makeSubject = () => {
    const clock = new FakeClock()
    const outbox = createPostgresEventOutbox({ database: database() })
    const transactions = postgresTransactions(database())
    const store = createPostgresAppointmentStore({ transactions })
    const book = createAppointmentBook({ store, outbox, clock, ids: uuidSource })
    return { book, transactions, outbox, clock, makeBusiness }
  }
  appointmentBookContract({ name: kind, makeSubject })

  describe('createPostgresAppointmentStore', () => {
    it('leaves the last word to the constraint when others write without the lock', async () => {
      const { book, transactions } = makeSubject()
      const business = await makeBusiness({ timeZone: 'UTC', hours: null, rules: null, services: [] })
      const store = createPostgresAppointmentStore({ transactions })
      const time = {
        startsAt: new Date('2026-01-15T15:00Z'),
        endsAt: new Date('2026-01-15T16:00Z'),
        busyUntil: new Date('2026-01-15T16:15Z'),
      }
      const person = { customerName: 'Dana Reyes', customerPhone: null, service: null, notes: null }
      const insert = (start = time) =>
        store.within(business, undefined, (session) =>
          session.insert({ id: uuidSource.next(), ...person, ...start, createdAt: new Date('2026-01-15T12:00Z') }),
        )
      expect(await insert()).toBe(true)
      expect(await insert()).toBe(false)
      const inThePause = { ...time, startsAt: new Date('2026-01-15T16:10Z'), endsAt: new Date('2026-01-15T16:20Z') }
      expect(await insert({ ...inThePause, busyUntil: inThePause.endsAt })).toBe(false)
      const wish = { customerName: 'Lee Nguyen', customerPhone: null, startsAt: '2026-01-15T15:30Z' }
      expect(await book.book(business, wish)).toMatchObject({ code: 'slot_taken' })
    })

    it('shows no other business its rows', async () => {
      const { book, transactions } = makeSubject()
      const plain = { timeZone: 'UTC', hours: null, rules: null, services: [] }
      const [own, foreign] = [await makeBusiness(plain), await makeBusiness(plain)]
      await book.book(own, { startsAt: '2026-01-15T15:00Z', customerName: 'Dana Reyes', customerPhone: null })
      const seen = await transactions.asTenant(foreign, (transaction) =>
        executorOf<CoreTables>(transaction).selectFrom('appointments').select('id').execute(),
      )
      expect(seen).toEqual([])
    })
  })
})
