import type { BusinessId, PhoneNumber } from '@cloudgreet/core'
import type { ColumnType, Generated } from 'kysely'

import type { NumberStatus, VerificationStatus } from '../../domain/number-state.ts'

/** Read as Date, written as Date, filled in by the database when left out. */
type CreatedAt = ColumnType<Date, Date | undefined, Date>

/** The tables that inventory owns. */
export interface InventoryTables {
  toll_free_numbers: {
    id: Generated<string>
    number: PhoneNumber
    status: Generated<NumberStatus>
    assigned_to: BusinessId | null
    provider: string | null
    provider_number_id: string | null
    verification_status: Generated<VerificationStatus>
    reserved_at: Date | null
    assigned_at: Date | null
    quarantined_until: Date | null
    created_at: CreatedAt
    updated_at: CreatedAt
  }
  /** Written by a trigger only. */
  toll_free_number_history: {
    id: Generated<string>
    number: PhoneNumber
    from_status: NumberStatus | null
    to_status: NumberStatus
    business_id: BusinessId | null
    /** `claimed`, `confirmed`, `unused`, `business_closed`, `business_deleted`, `quarantine_ended`, `by_hand`, … */
    reason: string
    actor: string
    at: CreatedAt
  }
}
