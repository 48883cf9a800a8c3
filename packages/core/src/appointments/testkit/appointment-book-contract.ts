import { describe, expect, it } from 'vitest'

import type { BookingTerms } from '../domain/booking-terms.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import { parsePhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { Transactions } from '../../kernel/ports/transactions.ts'
import type { FakeClock } from '../../kernel/testkit/fake-clock.ts'
import type { EventOutbox } from '../../realtime/ports/event-outbox.ts'
import type { AppointmentBook, BookingResult, NewAppointment } from '../ports/appointment-book.ts'

export interface AppointmentBookSubject {
  readonly book: AppointmentBook
  /** Of the same store. */
  readonly transactions: Transactions
  readonly outbox: EventOutbox
  /** Stands at Thursday, 2026-01-15T12:00Z: 6 o'clock in Chicago. */
  readonly clock: FakeClock
  makeBusiness(terms: BookingTerms): Promise<BusinessId>
}

const dana = parsePhoneNumber('+13125550142')
const wish = (changes: Partial<NewAppointment> = {}): NewAppointment => ({
  startsAt: '2026-01-15T10:00',
  customerName: 'Dana Reyes',
  customerPhone: dana,
  ...changes,
})
const terms = (changes: Partial<BookingTerms> = {}): BookingTerms => ({
  timeZone: 'America/Chicago',
  hours: null,
  rules: null,
  services: ['Leak repair', 'Survey'],
  ...changes,
})

/** What every {@link AppointmentBook} does. */
export function appointmentBookContract({
  name,
  makeSubject,
}: {
  name: string
  makeSubject: () => AppointmentBookSubject
}): void {
  async function open(changes: Partial<BookingTerms> = {}) {
    const subject = makeSubject()
    const business = await subject.makeBusiness(terms(changes))
    const eventTypes = async () => {
      const page = await subject.outbox.read(business, 0, 100)
      return page.outcome === 'page' ? page.events.map(({ type }) => type) : []
    }
    return { ...subject, business, eventTypes }
  }
  const codeOf = (result: BookingResult) => (result.ok ? 'ok' : result.code)
  const idOf = (result: BookingResult) => (result.ok ? result.appointment.id : '')

  describe(`AppointmentBook: ${name}`, () => {
    it('books a time of the wall clock and tells the stream', async () => {
      const { book, business, eventTypes } = await open()
      const result = await book.book(business, wish({ service: 'leak REPAIR' }))
      expect(result).toMatchObject({
        ok: true,
        timeZone: 'America/Chicago',
        appointment: {
          customerName: 'Dana Reyes',
          service: 'Leak repair',
          startsAt: '2026-01-15T16:00:00.000Z',
          endsAt: '2026-01-15T17:00:00.000Z',
          status: 'booked',
        },
      })
      expect(await book.listBookedFor(business, dana)).toMatchObject([{ id: idOf(result) }])
      expect(await eventTypes()).toEqual(['appointment_booked'])
    })

    it('refuses by name, with times that can be booked instead', async () => {
      const { book, business, eventTypes } = await open()
      await book.book(business, wish())
      const at = (startsAt: string) => book.book(business, wish({ startsAt }))
      expect(codeOf(await at('2026-01-15T06:30'))).toBe('too_soon')
      expect(codeOf(await at('2026-09-15T10:00'))).toBe('too_far_ahead')
      expect(codeOf(await at('2026-01-17T10:00'))).toBe('closed_then')
      expect(codeOf(await at('2026-01-16T16:30'))).toBe('outside_hours')
      expect(codeOf(await at('tomorrow at ten'))).toBe('bad_time')
      const taken = await at('2026-01-15T10:30')
      expect(codeOf(taken)).toBe('slot_taken')
      const alternatives = taken.ok || !('alternatives' in taken) ? [] : taken.alternatives
      expect(alternatives).toHaveLength(3)
      for (const { startsAt } of alternatives) expect(codeOf(await at(startsAt.toISOString()))).toMatch(/ok|slot_taken/)
      expect(codeOf(await book.book(business, wish({ service: 'Roofing' })))).toBe('unknown_service')
      expect((await eventTypes()).every((type) => type === 'appointment_booked')).toBe(true)
    })

    it('lets exactly one of 32 at once have a time', async () => {
      const { book, business, eventTypes } = await open()
      const results = await Promise.all(
        Array.from({ length: 32 }, (_, index) =>
          book.book(business, wish({ startsAt: `2026-01-15T10:${String(index % 30).padStart(2, '0')}` })),
        ),
      )
      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
      expect(new Set(results.map(codeOf))).toEqual(new Set(['ok', 'slot_taken']))
      expect(await eventTypes()).toEqual(['appointment_booked'])
    })

    it('keeps the pause between two appointments', async () => {
      const { book, business } = await open({ rules: { bufferMinutes: 30 } })
      await book.book(business, wish())
      expect(codeOf(await book.book(business, wish({ startsAt: '2026-01-15T11:15' })))).toBe('slot_taken')
      expect(codeOf(await book.book(business, wish({ startsAt: '2026-01-15T08:45' })))).toBe('outside_hours')
      expect(codeOf(await book.book(business, wish({ startsAt: '2026-01-15T11:30' })))).toBe('ok')
    })

    it('moves an appointment, also into the time that it has', async () => {
      const { book, business, eventTypes } = await open()
      const appointmentId = idOf(await book.book(business, wish()))
      const moved = await book.reschedule(business, { appointmentId, startsAt: '2026-01-15T10:30' })
      expect(moved).toMatchObject({ ok: true, appointment: { startsAt: '2026-01-15T16:30:00.000Z' } })
      expect(codeOf(await book.reschedule(business, { appointmentId, startsAt: '2026-01-15T10:30' }))).toBe('ok')
      expect(await eventTypes()).toEqual(['appointment_booked', 'appointment_moved'])
    })

    it('does not move one onto another, and leaves it where it is', async () => {
      const { book, business } = await open()
      await book.book(business, wish())
      const appointmentId = idOf(await book.book(business, wish({ startsAt: '2026-01-15T13:00' })))
      expect(codeOf(await book.reschedule(business, { appointmentId, startsAt: '2026-01-15T10:30' }))).toBe(
        'slot_taken',
      )
      const booked = await book.listBookedFor(business, dana)
      expect(booked.map(({ startsAt }) => startsAt)).toEqual(['2026-01-15T16:00:00.000Z', '2026-01-15T19:00:00.000Z'])
    })

    it('frees the time of a cancelled appointment, once', async () => {
      const { book, business, eventTypes } = await open()
      const id = idOf(await book.book(business, wish()))
      expect(await book.cancel(business, id)).toMatchObject({ ok: true, appointment: { status: 'cancelled' } })
      expect(codeOf(await book.cancel(business, id))).toBe('ok')
      expect(codeOf(await book.reschedule(business, { appointmentId: id, startsAt: '2026-01-15T11:00' }))).toBe(
        'appointment_not_booked',
      )
      expect(codeOf(await book.book(business, wish()))).toBe('ok')
      expect(await eventTypes()).toEqual(['appointment_booked', 'appointment_cancelled', 'appointment_booked'])
    })

    it('leaves alone what is over', async () => {
      const { book, business, clock } = await open()
      const id = idOf(await book.book(business, wish()))
      clock.set('2026-01-16T18:00:00Z')
      expect(codeOf(await book.cancel(business, id))).toBe('appointment_not_booked')
      expect(await book.listBookedFor(business, dana)).toEqual([])
      expect(await book.findLatestFor(business, dana)).toMatchObject({ id })
    })

    it('hides the appointments of another business', async () => {
      const { book, business, makeBusiness } = await open()
      const id = idOf(await book.book(business, wish()))
      const other = await makeBusiness(terms())
      expect(codeOf(await book.cancel(other, id))).toBe('appointment_not_found')
      expect(codeOf(await book.cancel(business, 'not-an-id'))).toBe('appointment_not_found')
      expect(await book.listBookedFor(other, dana)).toEqual([])
      expect(await book.findLatestFor(other, dana)).toBeUndefined()
      expect(codeOf(await book.book(other, wish()))).toBe('ok')
    })

    it('lists open times from the wanted one on', async () => {
      const { book, business } = await open()
      await book.book(business, wish())
      const from = await book.listOpenSlots(business, { from: '2026-01-15T09:30', limit: 2 })
      expect(from).toMatchObject({
        ok: true,
        slots: [{ startsAt: new Date('2026-01-15T17:00Z') }, { startsAt: new Date('2026-01-15T17:30Z') }],
      })
      expect(await book.listOpenSlots(business, { from: 'soon', limit: 2 })).toEqual({ ok: false, code: 'bad_time' })
    })

    it('joins a transaction: what fails afterwards undoes the booking and its event', async () => {
      const { book, business, transactions, eventTypes } = await open()
      const failed = transactions.asTenant(business, async (transaction) => {
        await book.book(business, wish(), transaction)
        expect(codeOf(await book.book(business, wish(), transaction))).toBe('slot_taken')
        throw new RangeError('Undo it.')
      })
      await expect(failed).rejects.toThrow(RangeError)
      expect(await book.listBookedFor(business, dana)).toEqual([])
      expect(await eventTypes()).toEqual([])
    })
  })
}
