import type { Selectable } from 'kysely'

import type { Appointment } from '../../../contract/conversations.ts'
import type { CoreTables } from '../../../postgres/core-tables.ts'

/** A row of `appointments` as the contract shows it. */
export function toAppointment(row: Selectable<CoreTables['appointments']>): Appointment {
  return {
    id: row.id,
    customerName: row.customer_name,
    customerPhone: row.customer_phone,
    service: row.service,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    status: row.status,
  }
}
