import type { PhoneNumber } from '@cloudgreet/core'
import type { BusinessSummary, UpdateBusinessRequest } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'

import type { Account } from '../data/accounts.ts'
import { updateBusiness } from '../data/businesses.ts'
import type { Services } from '../composition/compose-services.ts'
import { type DemoVisit, demoVisits } from './demo-visits.ts'
import { toRetellCall, toTelnyxText } from './demo-webhooks.ts'

type DemoBusiness = NonNullable<Account['business']>

const openHours = [{ opens: '08:00', closes: '17:00' }]

/** What the demo business says of itself; its callers also ask for what it does not do. */
const demoProfile: UpdateBusinessRequest = {
  services: ['Leak repair', 'Drain cleaning', 'Toilet repair'],
  hours: { monday: openHours, tuesday: openHours, wednesday: openHours, thursday: openHours, friday: openHours },
}

/** Longest wait for the demo's first insights, in milliseconds. */
const insightsWaitMs = 10_000

/** Two weeks of calls, texts and appointments, through the same pipeline as real ones, and what they tell. Made once. */
export async function seedHistory(services: Services, business: DemoBusiness): Promise<void> {
  const { calls, clock, transactions, insights } = services
  if ((await calls.list(business.id, { limit: 1 })).items.length > 0) return
  const now = clock.now()
  await transactions.asTenant(business.id, (transaction) =>
    updateBusiness(transaction, business.id, { changes: demoProfile, now }),
  )
  for (const visit of demoVisits(now)) await seedVisit(services, business, visit)
  await insights.read(business.id, { waitMs: insightsWaitMs })
}

async function seedVisit(services: Services, business: DemoBusiness, visit: DemoVisit): Promise<void> {
  const { pipeline } = services
  const parties = toParties(business, visit)
  const receive = (provider: string, payload: unknown, receivedAt: Date) =>
    pipeline.receive({
      provider,
      account: 'default',
      body: new TextEncoder().encode(JSON.stringify(payload)),
      receivedAt,
    })
  await receive('retell', toRetellCall({ ...parties, visit }), visit.endedAt)
  if (visit.text !== undefined) await receive('telnyx', toTelnyxText({ ...parties, visit }), visit.endedAt)
  if (visit.appointment !== undefined) await bookAppointment(services, business, visit)
}

function toParties(business: BusinessSummary, { caller }: DemoVisit) {
  return { agentId: business.retellAgentId ?? '', number: (business.phoneNumber ?? '') as PhoneNumber, caller }
}

async function bookAppointment(
  { transactions, clock, ids }: Services,
  business: DemoBusiness,
  visit: DemoVisit,
): Promise<void> {
  const { appointment, endedAt, callerName, caller } = visit
  if (appointment === undefined) return
  await transactions.asTenant(business.id, async (transaction) => {
    await executorOf<CoreTables>(transaction)
      .insertInto('appointments')
      .values({
        id: ids.next(),
        business_id: business.id,
        call_id: null,
        customer_name: callerName,
        customer_phone: caller,
        service: appointment.service,
        starts_at: appointment.startsAt,
        ends_at: appointment.endsAt,
        status: appointment.endsAt < clock.now() ? 'completed' : 'booked',
        notes: null,
        created_at: endedAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}
