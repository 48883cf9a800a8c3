import type { BusinessId, PagePosition, Transaction } from '@cloudgreet/core'
import type { Appointment } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf, toAppointment } from '@cloudgreet/core/postgres'
import { sql } from 'kysely'

export interface AppointmentRow extends PagePosition {
  readonly appointment: Appointment
}

export interface AppointmentFilter {
  readonly limit: number
  readonly after?: PagePosition | undefined
  /** Leaves out what ends before, and turns the list round: the soonest first. */
  readonly from?: Date | undefined
}

/** One page of the tenant's appointments, the latest first unless `from` is given. Call it inside `asTenant`. */
export async function listAppointments(
  transaction: Transaction,
  business: BusinessId,
  { limit, after, from }: AppointmentFilter,
): Promise<AppointmentRow[]> {
  const direction = from === undefined ? 'desc' : 'asc'
  const beyond = from === undefined ? sql`<` : sql`>`
  const rows = await executorOf<CoreTables>(transaction)
    .selectFrom('appointments')
    .selectAll()
    .where('business_id', '=', business)
    .$if(from !== undefined, (query) => query.where('ends_at', '>', from ?? new Date(0)))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(starts_at, id) ${beyond} (${after?.at}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('starts_at', direction)
    .orderBy('id', direction)
    .limit(limit)
    .execute()
  return rows.map((row) => ({ at: row.starts_at, id: row.id, appointment: toAppointment(row) }))
}

/** What is booked from now on, the next first. Call it inside `asTenant`. */
export async function listUpcoming(
  transaction: Transaction,
  business: BusinessId,
  { from, limit }: { readonly from: Date; readonly limit: number },
): Promise<Appointment[]> {
  const rows = await executorOf<CoreTables>(transaction)
    .selectFrom('appointments')
    .selectAll()
    .where('business_id', '=', business)
    .where('status', '=', 'booked')
    .where('ends_at', '>', from)
    .orderBy('starts_at')
    .limit(limit)
    .execute()
  return rows.map(toAppointment)
}

/** Bookings of each day in the time zone, from the day of `since` on. Call it inside `asTenant`. */
export async function countBookingsByDay(
  transaction: Transaction,
  business: BusinessId,
  { since, timeZone }: { readonly since: Date; readonly timeZone: string },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ day: string; booked: number }>`
    SELECT to_char(created_at AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS day, count(*)::int AS booked
    FROM appointments
    WHERE business_id = ${business} AND created_at >= ${since}
    GROUP BY 1`.execute(executorOf(transaction))
  return new Map(rows.map(({ day, booked }) => [day, booked]))
}
