import type { Appointment } from '../../contract/conversations.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { Transaction } from '../../kernel/ports/transactions.ts'
import type { SlotRefusal } from '../domain/decide-slot.ts'
import type { Slot } from '../domain/list-open-slots.ts'

export interface NewAppointment {
  /** ISO 8601; without an offset, a time of the business's wall clock. */
  readonly startsAt: string
  readonly customerName: string
  readonly customerPhone: PhoneNumber | null
  /** Upper and lower case do not matter. */
  readonly service?: string | undefined
  readonly notes?: string | undefined
}

export interface OpenSlotsQuery {
  /** ISO 8601, as {@link NewAppointment.startsAt}. Default: as soon as the notice allows. */
  readonly from?: string | undefined
  readonly service?: string | undefined
  readonly limit: number
}

export type OpenSlots =
  | { readonly ok: true; readonly timeZone: string; readonly slots: readonly Slot[] }
  | { readonly ok: false; readonly code: 'bad_time' }
  | { readonly ok: false; readonly code: 'unknown_service'; readonly services: readonly string[] }

/** An appointment as it now is, or why not; times are said in `timeZone`. */
export type BookingResult =
  | { readonly ok: true; readonly appointment: Appointment; readonly timeZone: string }
  | {
      readonly ok: false
      readonly code: SlotRefusal
      /** The open times nearest to the wanted one, the earliest first; the next ones for a `bad_time`. */
      readonly alternatives: readonly Slot[]
      readonly timeZone: string
    }
  | { readonly ok: false; readonly code: 'unknown_service'; readonly services: readonly string[] }
  | {
      readonly ok: false
      /** Unknown, or of another business; cancelled or over. */
      readonly code: 'appointment_not_found' | 'appointment_not_booked'
    }

/**
 * The appointments of a business: never two at once, never outside the hours.
 *
 * Each change tells the business's stream in its own transaction: `appointment_booked`, `appointment_moved`,
 * `appointment_cancelled`. Every member sees that business's appointments only and, given a transaction, joins it.
 *
 * @throws {InvalidArgumentError} every member, when there is no such business
 */
export interface AppointmentBook {
  listOpenSlots(business: BusinessId, query: OpenSlotsQuery, transaction?: Transaction): Promise<OpenSlots>

  book(business: BusinessId, appointment: NewAppointment, transaction?: Transaction): Promise<BookingResult>

  /** Keeps the service, takes its present length. To the time that it has: nothing changes, and that is success. */
  reschedule(
    business: BusinessId,
    change: { readonly appointmentId: string; readonly startsAt: string },
    transaction?: Transaction,
  ): Promise<BookingResult>

  /** Cancelled already is success. */
  cancel(business: BusinessId, appointmentId: string, transaction?: Transaction): Promise<BookingResult>

  /** What is booked for this telephone and not over, the soonest first, 20 at most. */
  listBookedFor(business: BusinessId, phone: PhoneNumber, transaction?: Transaction): Promise<readonly Appointment[]>

  /** This telephone's appointment with the latest beginning, cancelled ones aside; undefined for a new caller. */
  findLatestFor(business: BusinessId, phone: PhoneNumber): Promise<Appointment | undefined>
}
