import type { BusinessId, Clock, EventOutbox, Transactions } from '@cloudgreet/core'
import type { Dashboard } from '@cloudgreet/core/contract'
import type { CallLog, MessageLog } from '@cloudgreet/telephony'

import { countBookingsByDay, listUpcoming } from './appointments.ts'
import { findBusiness } from './businesses.ts'

export interface DashboardSources {
  readonly transactions: Transactions
  readonly calls: CallLog
  readonly messages: MessageLog
  readonly outbox: EventOutbox
  readonly clock: Clock
}

const recent = { limit: 20 }
const dayMs = 86_400_000

/** What the dashboard shows, in a number of queries that does not grow. Undefined when the business is gone. */
export async function readDashboard(sources: DashboardSources, id: BusinessId): Promise<Dashboard | undefined> {
  const { transactions, calls, messages, outbox, clock } = sources
  const now = clock.now()
  // Read first: what happens during the reads comes again over the stream, and nothing is missed.
  const seq = await outbox.lastSeq(id)
  const own = await transactions.asTenant(id, async (transaction) => {
    const business = await findBusiness(transaction, id)
    if (business === undefined) return undefined
    const appointments = await listUpcoming(transaction, id, { from: now, limit: 20 })
    const since = new Date(now.getTime() - 14 * dayMs)
    const booked = await countBookingsByDay(transaction, id, { since, timeZone: business.timeZone })
    return { business, appointments, booked }
  })
  if (own === undefined) return undefined
  const at = { now, timeZone: own.business.timeZone }
  const { days, ...figures } = await calls.stats(id, at)
  const lastWeek = days.slice(-7)
  return {
    business: own.business,
    appointments: own.appointments,
    recentCalls: [...(await calls.list(id, recent)).items],
    messages: [...(await messages.list(id, recent)).items],
    stats: {
      ...figures,
      bookedLast7Days: lastWeek.reduce((sum, { date }) => sum + (own.booked.get(date) ?? 0), 0),
      messagesToday: await messages.countToday(id, at),
      days: days.map((day) => ({ ...day, booked: own.booked.get(day.date) ?? 0 })),
    },
    seq,
  }
}
