import type { Appointment } from '../contract/conversations.ts'
import type { BusinessId } from '../kernel/domain/ids.ts'
import type { PhoneNumber } from '../kernel/domain/phone-number.ts'
import type { Clock } from '../kernel/ports/clock.ts'
import type { IdSource } from '../kernel/ports/id-source.ts'
import type { Transaction } from '../kernel/ports/transactions.ts'
import type { EventOutbox } from '../realtime/ports/event-outbox.ts'
import { type BookingTerms, findService } from './domain/booking-terms.ts'
import { decideSlot, type SlotRefusal } from './domain/decide-slot.ts'
import { listOpenSlots, nearestSlots, type SlotQuestion, toBookableWindow } from './domain/list-open-slots.ts'
import { parseWantedTime } from './domain/zoned-time.ts'
import type {
  AppointmentBook,
  BookingResult,
  NewAppointment,
  OpenSlots,
  OpenSlotsQuery,
} from './ports/appointment-book.ts'
import type { AppointmentSession, AppointmentStore, TakenTime } from './ports/appointment-store.ts'

export interface AppointmentBookOptions {
  readonly store: AppointmentStore
  readonly outbox: EventOutbox
  readonly clock: Clock
  readonly ids: IdSource
}

/** The {@link AppointmentBook}: the rules decide, the store's own constraint has the last word. */
export function createAppointmentBook(options: AppointmentBookOptions): AppointmentBook {
  return new RuledAppointmentBook(options)
}

class RuledAppointmentBook implements AppointmentBook {
  readonly #store: AppointmentStore
  readonly #outbox: EventOutbox
  readonly #clock: Clock
  readonly #ids: IdSource

  constructor(options: AppointmentBookOptions) {
    this.#store = options.store
    this.#outbox = options.outbox
    this.#clock = options.clock
    this.#ids = options.ids
  }

  listOpenSlots(business: BusinessId, query: OpenSlotsQuery, transaction?: Transaction): Promise<OpenSlots> {
    return this.#store.within(business, transaction, async (session) => {
      const terms = await session.readTerms()
      const service = findService(terms, query.service)
      if (service === undefined) return { ok: false, code: 'unknown_service', services: terms.services }
      const question = await this.#ask(session, { terms, service })
      const bookable = toBookableWindow(question)
      const from = query.from === undefined ? bookable.from : parseWantedTime(query.from, terms.timeZone)
      if (from === undefined) return { ok: false, code: 'bad_time' }
      const slots = listOpenSlots(question, { from, to: bookable.to, limit: query.limit })
      return { ok: true, timeZone: terms.timeZone, slots }
    })
  }

  book(business: BusinessId, wish: NewAppointment, transaction?: Transaction): Promise<BookingResult> {
    return this.#store.within(business, transaction, async (session) => {
      const terms = await session.lockTerms()
      const service = findService(terms, wish.service)
      if (service === undefined) return { ok: false, code: 'unknown_service', services: terms.services }
      const id = this.#ids.next<'Appointment'>()
      const { customerName, customerPhone, notes = null } = wish
      const record = { id, customerName, customerPhone, service, notes, createdAt: this.#clock.now() }
      const refused = await this.#take(session, {
        question: await this.#ask(session, { terms, service }),
        startsAt: wish.startsAt,
        write: (time) => session.insert({ ...record, ...time }),
      })
      return refused ?? this.#tell(session, { business, id, terms, type: 'appointment_booked' })
    })
  }

  reschedule(
    business: BusinessId,
    { appointmentId: id, startsAt }: { readonly appointmentId: string; readonly startsAt: string },
    transaction?: Transaction,
  ): Promise<BookingResult> {
    return this.#store.within(business, transaction, async (session) => {
      const terms = await session.lockTerms()
      const known = await session.find(id)
      if (known === undefined) return { ok: false, code: 'appointment_not_found' }
      if (!this.#isAhead(known)) return { ok: false, code: 'appointment_not_booked' }
      const wanted = parseWantedTime(startsAt, terms.timeZone)
      if (wanted?.getTime() === Date.parse(known.startsAt))
        return { ok: true, appointment: known, timeZone: terms.timeZone }
      const refused = await this.#take(session, {
        question: await this.#ask(session, { terms, service: known.service, except: id }),
        startsAt,
        write: (time) => session.move(id, time),
      })
      return refused ?? this.#tell(session, { business, id, terms, type: 'appointment_moved' })
    })
  }

  cancel(business: BusinessId, appointmentId: string, transaction?: Transaction): Promise<BookingResult> {
    return this.#store.within(business, transaction, async (session) => {
      const terms = await session.lockTerms()
      const known = await session.find(appointmentId)
      if (known === undefined) return { ok: false, code: 'appointment_not_found' }
      if (known.status === 'cancelled') return { ok: true, appointment: known, timeZone: terms.timeZone }
      if (!this.#isAhead(known)) return { ok: false, code: 'appointment_not_booked' }
      await session.cancel(appointmentId)
      return this.#tell(session, { business, id: appointmentId, terms, type: 'appointment_cancelled' })
    })
  }

  listBookedFor(
    ...[business, phone, transaction]: Parameters<AppointmentBook['listBookedFor']>
  ): Promise<readonly Appointment[]> {
    return this.#store.within(business, transaction, (session) => session.listBookedFor(phone, this.#clock.now()))
  }

  findLatestFor(business: BusinessId, phone: PhoneNumber): Promise<Appointment | undefined> {
    return this.#store.within(business, undefined, (session) => session.findLatestFor(phone))
  }

  #isAhead({ status, endsAt }: Appointment): boolean {
    return status === 'booked' && Date.parse(endsAt) > this.#clock.now().getTime()
  }

  async #ask(
    session: AppointmentSession,
    { terms, service, except }: { terms: BookingTerms; service: string | null; except?: string },
  ): Promise<SlotQuestion> {
    const now = this.#clock.now()
    return { terms, service, now, booked: await session.listBusy(now, except) }
  }

  /** @returns undefined once the time is written down */
  async #take(
    session: AppointmentSession,
    wish: {
      readonly question: SlotQuestion
      readonly startsAt: string
      readonly write: (time: TakenTime) => Promise<boolean>
    },
  ): Promise<BookingResult | undefined> {
    const { question, startsAt, write } = wish
    const wanted = parseWantedTime(startsAt, question.terms.timeZone)
    if (wanted === undefined) return refuse(question, 'bad_time', question.now)
    const decision = decideSlot(question, wanted)
    if (!decision.ok) return refuse(question, decision.code, wanted)
    if (await write(decision)) return undefined
    // Somebody who does not take our lock was faster: what they booked is seen by now.
    const { terms, service } = question
    return refuse(await this.#ask(session, { terms, service }), 'slot_taken', wanted)
  }

  async #tell(
    session: AppointmentSession,
    { business, id, terms, type }: { business: BusinessId; id: string; terms: BookingTerms; type: string },
  ): Promise<BookingResult> {
    const appointment = await session.find(id)
    if (appointment === undefined) return { ok: false, code: 'appointment_not_found' }
    const event = { id: this.#ids.next<'Event'>(), businessId: business, type, occurredAt: this.#clock.now() }
    await this.#outbox.append({ ...event, data: { appointment } }, session.transaction)
    return { ok: true, appointment, timeZone: terms.timeZone }
  }
}

function refuse(question: SlotQuestion, code: SlotRefusal, wanted: Date): BookingResult {
  const { timeZone } = question.terms
  return { ok: false, code, timeZone, alternatives: nearestSlots(question, wanted) }
}
