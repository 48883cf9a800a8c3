import type { Appointment } from '../../../contract/conversations.ts'
import { InvalidArgumentError } from '../../../errors/invalid-argument-error.ts'
import { onRollback } from '../../../kernel/adapters/memory/memory-transactions.ts'
import type { BusinessId } from '../../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../../kernel/domain/phone-number.ts'
import type { Transaction, Transactions } from '../../../kernel/ports/transactions.ts'
import type { BookingTerms } from '../../domain/booking-terms.ts'
import { type BusySpan, isTaken } from '../../domain/list-open-slots.ts'
import type {
  AppointmentRecord,
  AppointmentSession,
  AppointmentStore,
  TakenTime,
} from '../../ports/appointment-store.ts'

export interface MemoryAppointmentStoreOptions {
  /** Of `createMemoryTransactions`. */
  readonly transactions: Transactions
  /** Undefined when there is no such business. */
  readonly termsOf: (business: BusinessId) => BookingTerms | undefined
}

type KeptAppointment = AppointmentRecord & { readonly business: BusinessId; readonly status: Appointment['status'] }

/** The appointments of one process, for tests and examples. */
export function createMemoryAppointmentStore({
  transactions,
  termsOf,
}: MemoryAppointmentStoreOptions): AppointmentStore {
  const kept = new Map<string, KeptAppointment>()
  return {
    within: (business, transaction, work) => {
      const open = (own: Transaction) => work(new MemorySession({ business, transaction: own, kept, termsOf }))
      return transaction === undefined ? transactions.asTenant(business, open) : open(transaction)
    },
  }
}

interface MemorySessionParts {
  readonly business: BusinessId
  readonly transaction: Transaction
  readonly kept: Map<string, KeptAppointment>
  readonly termsOf: MemoryAppointmentStoreOptions['termsOf']
}

class MemorySession implements AppointmentSession {
  readonly transaction: Transaction
  readonly #parts: MemorySessionParts

  constructor(parts: MemorySessionParts) {
    this.transaction = parts.transaction
    this.#parts = parts
  }

  /** One session runs at a time: nothing needs a lock. */
  lockTerms(): Promise<BookingTerms> {
    return this.readTerms()
  }

  async readTerms(): Promise<BookingTerms> {
    const terms = this.#parts.termsOf(this.#parts.business)
    if (terms === undefined) throw new InvalidArgumentError('There is no business with this id.')
    return terms
  }

  async listBusy(after: Date, except?: string): Promise<readonly BusySpan[]> {
    return this.#booked().filter(({ id, busyUntil }) => id !== except && busyUntil > after)
  }

  async insert(record: AppointmentRecord): Promise<boolean> {
    if (isTaken(record, this.#booked())) return false
    this.#put({ ...record, business: this.#parts.business, status: 'booked' })
    return true
  }

  async move(id: string, { startsAt, endsAt, busyUntil }: TakenTime): Promise<boolean> {
    const known = this.#own().find((one) => one.id === id)
    const others = this.#booked().filter((one) => one.id !== id)
    if (known === undefined || isTaken({ startsAt, busyUntil }, others)) return false
    this.#put({ ...known, startsAt, endsAt, busyUntil })
    return true
  }

  async cancel(id: string): Promise<void> {
    const known = this.#own().find((one) => one.id === id)
    if (known !== undefined) this.#put({ ...known, status: 'cancelled' })
  }

  async find(id: string): Promise<Appointment | undefined> {
    return toAppointment(this.#own().find((one) => one.id === id))
  }

  async listBookedFor(phone: PhoneNumber, after: Date): Promise<readonly Appointment[]> {
    return this.#booked()
      .filter(({ customerPhone, endsAt }) => customerPhone === phone && endsAt > after)
      .sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
      .slice(0, 20)
      .flatMap((one) => toAppointment(one) ?? [])
  }

  async findLatestFor(phone: PhoneNumber): Promise<Appointment | undefined> {
    const theirs = this.#own().filter((one) => one.customerPhone === phone && one.status !== 'cancelled')
    return toAppointment(theirs.sort((one, other) => other.startsAt.getTime() - one.startsAt.getTime())[0])
  }

  #own(): KeptAppointment[] {
    return [...this.#parts.kept.values()].filter(({ business }) => business === this.#parts.business)
  }

  #booked(): KeptAppointment[] {
    return this.#own().filter(({ status }) => status === 'booked')
  }

  #put(appointment: KeptAppointment): void {
    const { kept } = this.#parts
    const before = kept.get(appointment.id)
    onRollback(this.transaction, () =>
      before === undefined ? kept.delete(appointment.id) : kept.set(before.id, before),
    )
    kept.set(appointment.id, appointment)
  }
}

function toAppointment(kept: KeptAppointment | undefined): Appointment | undefined {
  if (kept === undefined) return undefined
  const { id, customerName, customerPhone, service, startsAt, endsAt, status } = kept
  const times = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
  return { id, customerName, customerPhone, service, ...times, status }
}
