import {
  type AppointmentBook,
  type BusinessId,
  createAppointmentBook,
  parsePhoneNumber,
  type Timer,
  UnavailableError,
} from '@cloudgreet/core'
import {
  createMemoryAppointmentStore,
  createMemoryCallerMessages,
  createMemoryEventOutbox,
  createMemoryFunctionCalls,
  createMemoryTransactions,
} from '@cloudgreet/core/memory'
import { FakeClock, FakeTimer, RecordingLogger, SequentialIdSource } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import { createFunctionDispatcher } from './create-function-dispatcher.ts'
import { createInboundCallAnswer } from './create-inbound-call-answer.ts'
import { agentFunctions } from './domain/agent-functions.ts'
import type { CalledBusiness } from './ports/called-businesses.ts'

const business: CalledBusiness = {
  id: '00000000-0000-7000-8000-0000000000b1' as BusinessId,
  businessName: 'Toy Works',
  terms: { timeZone: 'America/Chicago', hours: null, rules: null, services: ['Leak repair'] },
  forwardNumber: parsePhoneNumber('+13125550142'),
  isAgentPaused: false,
  isSynthetic: false,
}

function createDesk({ book, timer = new FakeTimer() }: { book?: Partial<AppointmentBook>; timer?: Timer } = {}) {
  const ids = new SequentialIdSource()
  const clock = new FakeClock()
  const logger = new RecordingLogger()
  const outbox = createMemoryEventOutbox()
  const transactions = createMemoryTransactions()
  const store = createMemoryAppointmentStore({ transactions, termsOf: () => business.terms })
  const shared = { ids, clock, logger, outbox, transactions, timer }
  const tools = {
    ...shared,
    book: { ...toPlain(createAppointmentBook({ ...shared, store })), ...book },
    businesses: { find: async () => business },
  }
  const functions = createFunctionDispatcher({
    ...tools,
    messages: createMemoryCallerMessages(shared),
    consents: { record: async () => {} },
    functionCalls: createMemoryFunctionCalls({ transactions }),
    digest: (text) => text,
  })
  const call = { call_id: 'call_1', direction: 'inbound', from_number: '+13125550143', to_number: '+18005550100' }
  const ask = (name: string, args: unknown) =>
    functions.dispatch(name, new TextEncoder().encode(JSON.stringify({ name, call, args })))
  return { ask, logger, inbound: createInboundCallAnswer(tools) }
}

/** The members of a class do not spread. */
function toPlain(book: AppointmentBook): AppointmentBook {
  return {
    listOpenSlots: (...given) => book.listOpenSlots(...given),
    book: (...given) => book.book(...given),
    reschedule: (...given) => book.reschedule(...given),
    cancel: (...given) => book.cancel(...given),
    listBookedFor: (...given) => book.listBookedFor(...given),
    findLatestFor: (...given) => book.findLatestFor(...given),
  }
}

const never = () => new Promise<never>(() => undefined)
const away = () => Promise.reject(new UnavailableError('database_unavailable', 'The database does not answer.'))

describe('agentFunctions', () => {
  it('are plain JSON Schema objects that a vendor takes as they are', () => {
    expect(agentFunctions.map(({ name }) => name)).toContain('book_appointment')
    for (const { name, description, parameters } of agentFunctions) {
      expect(name).toMatch(/^[a-z_]{1,64}$/)
      expect(description.length).toBeGreaterThan(20)
      expect(parameters).toMatchObject({ type: 'object', properties: expect.any(Object) })
      expect(parameters).not.toHaveProperty('$schema')
    }
  })

  it('require what a function cannot do without', () => {
    const required = Object.fromEntries(
      agentFunctions.map(({ name, parameters }) => [name, parameters['required'] ?? []]),
    )
    expect(required).toMatchObject({
      check_availability: [],
      book_appointment: ['starts_at', 'customer_name'],
      reschedule: ['starts_at'],
      take_message: ['message'],
    })
  })
})

describe('createFunctionDispatcher', () => {
  it('offers times in words and in the form in which they are handed back', async () => {
    const { ask } = createDesk()
    const offered = await ask('check_availability', { from: '2026-01-15T10:00', service: '' })
    expect(offered).toMatchObject({
      ok: true,
      answer: {
        code: 'open_times',
        say: 'I could offer Thursday, January 15 at 10 AM, Thursday, January 15 at 10:30 AM or Thursday, January 15 at 11 AM.',
        slots: [{ starts_at: '2026-01-15T10:00-06:00' }, {}, {}, {}, {}],
      },
    })
    const booked = await ask('book_appointment', { starts_at: '2026-01-15T10:00-06:00', customer_name: 'Lee Nguyen' })
    expect(booked).toMatchObject({
      answer: { code: 'booked', say: 'You are booked for Thursday, January 15 at 10 AM.' },
    })
  })

  it('asks which one when the caller has several', async () => {
    const { ask } = createDesk()
    for (const starts_at of ['2026-01-15T10:00', '2026-01-15T13:00'])
      await ask('book_appointment', { starts_at, customer_name: 'Lee Nguyen' })
    const asked = await ask('cancel', {})
    expect(asked).toMatchObject({ answer: { ok: false, code: 'which_appointment' } })
    const [, second] = (asked.ok ? asked.answer['appointments'] : []) as { appointment_id: string }[]
    const cancelled = await ask('cancel', { appointment_id: second?.appointment_id })
    expect(cancelled).toMatchObject({ answer: { code: 'cancelled', appointment_id: second?.appointment_id } })
  })

  it('refuses a service and a telephone number that are none', async () => {
    const { ask } = createDesk()
    const wish = { starts_at: '2026-01-15T10:00', customer_name: 'Lee Nguyen' }
    expect(await ask('book_appointment', { ...wish, service: 'Roofing' })).toMatchObject({
      answer: { code: 'unknown_service', say: 'We do not offer that. We do Leak repair.' },
    })
    expect(await ask('book_appointment', { ...wish, customer_phone: 'the usual' })).toMatchObject({
      answer: { code: 'bad_phone' },
    })
  })

  it('tells the model within its time that the calendar does not answer', async () => {
    const timer = new FakeTimer()
    const { ask, logger } = createDesk({ book: { listOpenSlots: never }, timer })
    const answer = ask('check_availability', {})
    await Promise.resolve()
    timer.advance(1_800)
    expect(await answer).toMatchObject({ ok: true, answer: { ok: false, code: 'unavailable' } })
    expect(logger.lines.at(-1)).toMatchObject({ fields: { errorCode: 'function_late' } })
  })

  it('does not fall silent when the database is away', async () => {
    const { ask, logger } = createDesk({ book: { listOpenSlots: away } })
    expect(await ask('check_availability', {})).toMatchObject({ ok: true, answer: { code: 'unavailable' } })
    expect(logger.lines.at(-1)).toMatchObject({ level: 'error', message: 'Agent function failed' })
  })
})

describe('createInboundCallAnswer', () => {
  const body = new TextEncoder().encode(
    JSON.stringify({ event: 'call_inbound', call_inbound: { to_number: '+18005550100', from_number: '+13125550143' } }),
  )

  it('tells hours and open times of the wall clock', async () => {
    expect(await createDesk().inbound(body)).toMatchObject({
      ok: true,
      answer: {
        call_inbound: {
          dynamic_variables: {
            local_now: '2026-01-15T06:00-06:00',
            open_now: 'no',
            opens_next: 'Thursday, January 15 at 9 AM',
            services: 'Leak repair',
          },
        },
      },
    })
  })

  it('answers with nothing when the calendar is late or the database away: the agent takes the call', async () => {
    const nothing = { ok: true, answer: { call_inbound: {} } }
    expect(await createDesk({ book: { listOpenSlots: away } }).inbound(body)).toEqual(nothing)
    const timer = new FakeTimer()
    const late = createDesk({ book: { listOpenSlots: never }, timer }).inbound(body)
    await Promise.resolve()
    timer.advance(1_000)
    expect(await late).toEqual(nothing)
  })
})
