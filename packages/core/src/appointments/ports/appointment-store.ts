import type { Appointment } from '../../contract/conversations.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { Transaction } from '../../kernel/ports/transactions.ts'
import type { BookingTerms } from '../domain/booking-terms.ts'
import type { BusySpan } from '../domain/list-open-slots.ts'

/** When an appointment is, and until when nothing else may begin. */
export interface TakenTime {
  readonly startsAt: Date
  readonly endsAt: Date
  readonly busyUntil: Date
}

export interface AppointmentRecord extends TakenTime {
  readonly id: string
  readonly customerName: string
  readonly customerPhone: PhoneNumber | null
  readonly service: string | null
  readonly notes: string | null
  readonly createdAt: Date
}

/** One business's appointments, inside one transaction. */
export interface AppointmentSession {
  /** What the session's writes belong to. */
  readonly transaction: Transaction

  /**
   * What the business says about its appointments; whoever else changes them waits until the transaction ends.
   *
   * @throws {InvalidArgumentError} when there is no such business
   */
  lockTerms(): Promise<BookingTerms>

  /** The same, without the lock. @throws {InvalidArgumentError} when there is no such business */
  readTerms(): Promise<BookingTerms>

  /** What is booked and not over by then. */
  listBusy(after: Date, except?: string): Promise<readonly BusySpan[]>

  /** @returns false, with nothing written, when it would overlap another: the database decides */
  insert(record: AppointmentRecord): Promise<boolean>

  /** @returns false, with nothing written, when it would overlap another: the database decides */
  move(id: string, time: TakenTime): Promise<boolean>

  cancel(id: string): Promise<void>

  /** Undefined when the business has no such appointment. */
  find(id: string): Promise<Appointment | undefined>

  /** What is booked for this telephone and not over by then, the soonest first, 20 at most. */
  listBookedFor(phone: PhoneNumber, after: Date): Promise<readonly Appointment[]>

  /** The one with the latest beginning, cancelled ones aside. */
  findLatestFor(phone: PhoneNumber): Promise<Appointment | undefined>
}

/** Where appointments are kept. */
export interface AppointmentStore {
  /** @param transaction - join this one; without it the work gets one of its own */
  within<Result>(
    business: BusinessId,
    transaction: Transaction | undefined,
    work: (session: AppointmentSession) => Promise<Result>,
  ): Promise<Result>
}
