import type { BusinessCalendar, CallWindow } from '../../calls/ports/call-history.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { Booking } from '../domain/insight-facts.ts'

/** What insights need to know of the business itself. */
export interface BusinessProfile extends BusinessCalendar {
  readonly services: readonly string[]
  /** Whether the owner wants insights. */
  readonly wantsInsights: boolean
}

export interface BusinessRecords {
  /** Undefined when there is no such business. */
  profile(business: BusinessId): Promise<BusinessProfile | undefined>

  /** Appointments made in the window that were not cancelled, the newest first, at most 10,000. */
  bookings(business: BusinessId, window: CallWindow, timeZone: string): Promise<readonly Booking[]>
}
