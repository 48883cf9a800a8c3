import type { BusinessId, UserId } from '@cloudgreet/core'
import type { ColumnType, Generated } from 'kysely'

import type { LeadId, LeadStatus } from '../../leads/domain/lead.ts'

/** The tables that outreach owns, as far as its adapters read and write them. */
export interface OutreachTables {
  prospects: {
    id: LeadId
    business_id: BusinessId
    email: string | null
    phone: string | null
    first_name: string | null
    last_name: string | null
    company: string | null
    title: string | null
    source: string
    status: Generated<LeadStatus>
    owner_id: UserId | null
    opted_out_at: Date | null
    created_at: ColumnType<Date, Date | undefined, Date>
  }
}
