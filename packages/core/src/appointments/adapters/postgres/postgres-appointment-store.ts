import { type Kysely, type Selectable, sql } from 'kysely'

import type { Appointment } from '../../../contract/conversations.ts'
import type { BookingRules, BusinessHours } from '../../../contract/dashboard.ts'
import { InvalidArgumentError } from '../../../errors/invalid-argument-error.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../../kernel/domain/phone-number.ts'
import type { Transaction, Transactions } from '../../../kernel/ports/transactions.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'
import { sqlStateOf } from '../../../postgres/database-failure.ts'
import { executorOf } from '../../../postgres/postgres-transactions.ts'
import type { BookingTerms } from '../../domain/booking-terms.ts'
import type { BusySpan } from '../../domain/list-open-slots.ts'
import type {
  AppointmentRecord,
  AppointmentSession,
  AppointmentStore,
  TakenTime,
} from '../../ports/appointment-store.ts'
import { toAppointment } from './to-appointment.ts'

/** Appointments in PostgreSQL or PGlite, where an exclusion constraint keeps them apart. */
export function createPostgresAppointmentStore({
  transactions,
}: {
  readonly transactions: Transactions
}): AppointmentStore {
  return {
    within: (business, transaction, work) => {
      const open = (own: Transaction) => work(new PostgresSession(business, own))
      return transaction === undefined ? transactions.asTenant(business, open) : open(transaction)
    },
  }
}

const exclusionViolation = '23P01'

class PostgresSession implements AppointmentSession {
  readonly transaction: Transaction
  readonly #business: BusinessId
  readonly #executor: Kysely<CoreTables>

  constructor(business: BusinessId, transaction: Transaction) {
    this.transaction = transaction
    this.#business = business
    this.#executor = executorOf<CoreTables>(transaction)
  }

  async lockTerms(): Promise<BookingTerms> {
    return toTerms(await this.#selectTerms().forNoKeyUpdate().executeTakeFirst())
  }

  async readTerms(): Promise<BookingTerms> {
    return toTerms(await this.#selectTerms().executeTakeFirst())
  }

  async listBusy(after: Date, except?: string): Promise<readonly BusySpan[]> {
    const busyUntil = sql<Date>`GREATEST(busy_until, ends_at)`
    const rows = await this.#executor
      .selectFrom('appointments')
      .select(['starts_at as startsAt', busyUntil.as('busyUntil')])
      .where('business_id', '=', this.#business)
      .where('status', '=', 'booked')
      .where(busyUntil, '>', after)
      .$if(except !== undefined, (query) => query.where(sql<boolean>`id::text <> ${except}`))
      .orderBy('starts_at')
      .execute()
    return rows
  }

  insert(record: AppointmentRecord): Promise<boolean> {
    return this.#unlessOverlapping(() =>
      this.#executor
        .insertInto('appointments')
        .values({
          id: record.id,
          business_id: this.#business,
          call_id: null,
          customer_name: record.customerName,
          customer_phone: record.customerPhone,
          service: record.service,
          notes: record.notes,
          created_at: record.createdAt,
          ...toTimes(record),
        })
        .execute(),
    )
  }

  move(id: string, time: TakenTime): Promise<boolean> {
    return this.#unlessOverlapping(() =>
      this.#executor
        .updateTable('appointments')
        .set(toTimes(time))
        .where('business_id', '=', this.#business)
        .where('id', '=', id)
        .execute(),
    )
  }

  async cancel(id: string): Promise<void> {
    await this.#executor
      .updateTable('appointments')
      .set({ status: 'cancelled' })
      .where('business_id', '=', this.#business)
      .where('id', '=', id)
      .execute()
  }

  async find(id: string): Promise<Appointment | undefined> {
    const row = await this.#select()
      .where(sql<boolean>`id::text = ${id}`)
      .executeTakeFirst()
    return row && toAppointment(row)
  }

  async listBookedFor(phone: PhoneNumber, after: Date): Promise<readonly Appointment[]> {
    const rows = await this.#select()
      .where('customer_phone', '=', phone)
      .where('status', '=', 'booked')
      .where('ends_at', '>', after)
      .orderBy('starts_at')
      .limit(20)
      .execute()
    return rows.map(toAppointment)
  }

  async findLatestFor(phone: PhoneNumber): Promise<Appointment | undefined> {
    const row = await this.#select()
      .where('customer_phone', '=', phone)
      .where('status', '<>', 'cancelled')
      .orderBy('starts_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row && toAppointment(row)
  }

  /** A savepoint, so that the refusal of the constraint leaves the rest of the transaction alone. */
  async #unlessOverlapping(write: () => Promise<unknown>): Promise<boolean> {
    await sql`SAVEPOINT appointment`.execute(this.#executor)
    try {
      await write()
    } catch (error) {
      if (sqlStateOf(error) !== exclusionViolation) throw error
      await sql`ROLLBACK TO SAVEPOINT appointment`.execute(this.#executor)
      return false
    }
    await sql`RELEASE SAVEPOINT appointment`.execute(this.#executor)
    return true
  }

  #selectTerms() {
    return this.#executor
      .selectFrom('businesses')
      .select(['time_zone', 'hours', 'booking_rules', 'services'])
      .where('id', '=', this.#business)
  }

  #select() {
    return this.#executor.selectFrom('appointments').selectAll().where('business_id', '=', this.#business)
  }
}

type TermsRow = Pick<Selectable<CoreTables['businesses']>, 'time_zone' | 'hours' | 'booking_rules' | 'services'>

/** The columns hold what the contract's schemas let through. */
function toTerms(row: TermsRow | undefined): BookingTerms {
  if (row === undefined) throw new InvalidArgumentError('There is no business with this id.')
  return {
    timeZone: row.time_zone,
    hours: row.hours as BusinessHours | null,
    rules: row.booking_rules as BookingRules | null,
    services: row.services ?? [],
  }
}

function toTimes({ startsAt, endsAt, busyUntil }: TakenTime) {
  return { starts_at: startsAt, ends_at: endsAt, busy_until: busyUntil }
}
