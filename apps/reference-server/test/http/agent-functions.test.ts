import { signRetellWebhook } from '@cloudgreet/telephony/retell'
import { describe, expect, it } from 'vitest'

import { AgentLine } from '../support/agent-call.ts'
import { postJson, type Problem, register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { VendorWebhooks } from '../support/vendor-webhooks.ts'

const dana = '+13125550142'
const lee = '+13125550143'

describe('functions of the agent', () => {
  onEachDatabase((server) => {
    const open = () => AgentLine.open(server())
    const problemOf = async (answer: Response) => [answer.status, ((await answer.json()) as Problem).code]
    const wish = (starts_at: string, customer_name = 'Dana Reyes') => ({ starts_at, customer_name })
    /** In the middle of a day, so that it does not matter when the test runs. */
    const firstSlot = async (line: AgentLine) => {
      const from = `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T10:00`
      const { slots } = await line.ask('check_availability', { from }, line.toCall(dana))
      return slots?.[0]?.starts_at ?? ''
    }

    it('row 40: refuses a slot that is taken, also when 32 callers want it at once, and frees it with the business', async () => {
      const line = await open()
      const slot = await firstSlot(line)
      const answers = await Promise.all(
        Array.from({ length: 32 }, () => line.ask('book_appointment', wish(slot), line.toCall(dana))),
      )
      expect(answers.filter(({ code }) => code === 'booked')).toHaveLength(1)
      const refused = answers.filter(({ code }) => code === 'slot_taken')
      expect(refused).toHaveLength(31)
      for (const { say, alternatives } of refused) {
        expect(alternatives).toHaveLength(3)
        expect(say).toContain(alternatives?.[0]?.words)
      }
      const rows = `SELECT id FROM appointments WHERE business_id = '${line.businessId}'`
      expect(await server().sql(rows)).toHaveLength(1)
      const alternative = refused[0]?.alternatives?.[0]?.starts_at ?? ''
      expect(await line.ask('book_appointment', wish(alternative), line.toCall(lee))).toMatchObject({ code: 'booked' })

      await server().sql(`DELETE FROM businesses WHERE id = '${line.businessId}'`, { write: true })
      for (const table of ['appointments', 'function_calls', 'caller_messages'])
        expect(await server().sql(`SELECT 1 FROM ${table} WHERE business_id = '${line.businessId}'`)).toEqual([])
    })

    it('books once although the vendor sends it again and the model repeats it, also at once', async () => {
      const line = await open()
      const call = line.toCall(dana)
      const args = wish(await firstSlot(line))
      const reordered = { customer_name: args.customer_name, service: null, starts_at: args.starts_at }
      const answers = await Promise.all([
        line.ask('book_appointment', args, call),
        line.ask('book_appointment', args, call),
        line.ask('book_appointment', reordered, call),
      ])
      const again = await line.ask('book_appointment', args, call)
      expect(again.code).toBe('booked')
      for (const answer of answers) expect(answer).toEqual(again)
      expect((await line.eventTypes()).filter((type) => type === 'appointment_booked')).toHaveLength(1)
    })

    it('moves and cancels what the caller has, and lets the caller book it again', async () => {
      const line = await open()
      const call = line.toCall(dana)
      const slot = await firstSlot(line)
      const booked = await line.ask('book_appointment', wish(slot), call)
      const later = new Date(Date.parse(slot) + 3 * 3_600_000).toISOString()
      expect(await line.ask('reschedule', { starts_at: later }, call)).toMatchObject({
        code: 'moved',
        appointment_id: booked.appointment_id,
      })
      expect(await line.ask('cancel', {}, call)).toMatchObject({ code: 'cancelled' })
      expect(await line.ask('book_appointment', wish(slot), call)).toMatchObject({ code: 'booked' })
      const { items } = await line.get<{ items: { status: string; startsAt: string }[] }>('/api/appointments')
      expect(items.map(({ status }) => status).sort()).toEqual(['booked', 'cancelled'])
      expect((await line.eventTypes()).filter((type) => type.startsWith('appointment_'))).toEqual([
        'appointment_booked',
        'appointment_moved',
        'appointment_cancelled',
        'appointment_booked',
      ])
    })

    it('touches nobody else’s appointment: neither by its id nor by a number without the name', async () => {
      const line = await open()
      const slot = await firstSlot(line)
      const booked = await line.ask('book_appointment', wish(slot), line.toCall(dana))
      const stranger = line.toCall(lee)
      const cancel = async (args: unknown) => (await line.ask('cancel', args, stranger)).code
      expect(await cancel({ appointment_id: booked.appointment_id })).toBe('appointment_not_found')
      expect(await cancel({ customer_phone: dana })).toBe('name_needed')
      expect(await cancel({ customer_phone: dana, customer_name: 'Lee Nguyen' })).toBe('appointment_not_found')
      expect(await cancel({ customer_phone: dana, customer_name: 'dana reyes' })).toBe('cancelled')
    })

    it('says why a time cannot be had, by name and in words', async () => {
      const line = await open()
      const at = async (starts_at: string) =>
        (await line.ask('book_appointment', wish(starts_at), line.toCall(dana))).code
      expect(await at('2020-01-15T10:00')).toBe('too_soon')
      expect(await at('2099-01-15T10:00')).toBe('too_far_ahead')
      expect(await at('next Thursday')).toBe('bad_time')
      await line.set({ hours: {} })
      expect(await at(new Date(Date.now() + 86_400_000).toISOString())).toBe('closed_then')
      expect(await line.ask('check_availability', {}, line.toCall(dana))).toMatchObject({ code: 'no_open_time' })
    })

    it('answers wrong arguments so that the model can put them right', async () => {
      const line = await open()
      const answer = await line.ask('book_appointment', { starts_at: 5 }, line.toCall(dana))
      expect(answer).toMatchObject({ ok: false, code: 'bad_arguments' })
      expect(answer.fields?.map(({ field }) => field).sort()).toEqual(['customer_name', 'starts_at'])
    })

    it('refuses what no agent of ours sends', async () => {
      const line = await open()
      const body = { name: 'book_appointment', call: line.toCall(dana), args: {} }
      expect(await problemOf(await line.post('fly_to_the_moon', body))).toEqual([404, 'unknown_function'])
      expect(await problemOf(await line.post('cancel', body))).toEqual([400, 'name_mismatch'])
      expect(await problemOf(await line.post('book_appointment', wish('2026-01-15T10:00')))).toEqual([
        400,
        'call_missing',
      ])
      expect(await problemOf(await line.post('book_appointment', '{no json'))).toEqual([400, 'not_json'])
      const unsigned = await postJson(server(), '/api/retell/functions/cancel', body)
      expect(await problemOf(unsigned)).toEqual([401, 'missing_header'])
      const headers = await signRetellWebhook({ rawBody: '{}', secret: 'a key of somebody else, long enough' })
      expect(await problemOf(await postJson(server(), '/api/retell/functions/cancel', {}, headers))).toEqual([
        401,
        'mismatch',
      ])
    })

    it('finds the business by its agent, else by its number, never by what the payload says of itself', async () => {
      const [line, other] = [await open(), await open()]
      const call = { ...line.toCall(dana), metadata: { business_id: other.businessId } }
      await line.ask('take_message', { message: 'For the first.' }, call)
      await line.ask('take_message', { message: 'By number.' }, { ...line.toCall(dana), agent_id: 'agent_unknown' })
      const stranger = { ...line.toCall(dana), agent_id: 'agent_unknown', to_number: '+18005550199' }
      expect(await line.ask('take_message', { message: 'Nobody.' }, stranger)).toMatchObject({
        code: 'unknown_business',
      })
      const messages = (one: AgentLine) => one.get<{ items: { message: string }[] }>('/api/caller-messages')
      expect((await messages(line)).items.map(({ message }) => message)).toEqual(['By number.', 'For the first.'])
      expect((await messages(other)).items).toEqual([])
    })

    it('passes a message on to the owner, once', async () => {
      const line = await open()
      const call = line.toCall(dana)
      const args = { message: 'Please call back about the invoice.', caller_name: 'Dana Reyes', urgent: true }
      for (let time = 0; time < 3; time += 1)
        expect(await line.ask('take_message', args, call)).toMatchObject({ ok: true, code: 'message_taken' })
      const { items } = await line.get<{ items: object[] }>('/api/caller-messages')
      expect(items).toMatchObject([{ callerName: 'Dana Reyes', callbackNumber: dana, urgent: true }])
      expect((await line.eventTypes()).filter((type) => type === 'message_taken')).toHaveLength(1)
    })

    it('row 101: after an opt-out on the telephone a text by hand is refused with opted_out', async () => {
      const line = await open()
      const person = '+13125550161'
      const call = line.toCall(person)
      const args = { reason: 'Take me off your list.' }
      for (let time = 0; time < 2; time += 1)
        expect(await line.ask('opt_out', args, call)).toMatchObject({ ok: true, code: 'opted_out' })
      const recorded = await server().sql<{ channel: string; event_type: string }>(
        `SELECT channel, event_type FROM compliance_events WHERE business_id = '${line.businessId}'
         AND metadata->'request'->>'from' = '${person}' ORDER BY channel`,
      )
      expect(recorded).toEqual([
        { channel: 'sms', event_type: 'consent_revoked' },
        { channel: 'voice', event_type: 'consent_revoked' },
      ])
      const reply = await postJson(
        server(),
        '/api/messages',
        { to: person, text: 'One more thing.' },
        { authorization: `Bearer ${line.session.token}` },
      )
      expect(await problemOf(reply)).toEqual([409, 'opted_out'])
      const withheld = { ...line.toCall(person), from_number: 'anonymous' }
      expect(await line.ask('opt_out', args, withheld)).toMatchObject({ ok: false, code: 'no_number' })
    })

    it('puts a caller through to the owner while the business is open, else says why not', async () => {
      const line = await open()
      expect(await line.ask('transfer', { reason: 'A complaint.' }, line.toCall(dana))).toMatchObject({
        ok: true,
        code: 'transfer',
        transfer_to: '+13125550142',
      })
      await line.set({ hours: {} })
      expect(await line.ask('transfer', {}, line.toCall(dana))).toMatchObject({
        code: 'closed_now',
        fallback: 'take_message',
      })
      await line.set({ forwardNumber: null })
      expect(await line.ask('transfer', {}, line.toCall(dana))).toMatchObject({
        code: 'no_forward_number',
        fallback: 'take_message',
      })
      expect((await line.eventTypes()).filter((type) => type === 'transfer_requested')).toHaveLength(3)
    })

    it('tells the agent before the call what it should know', async () => {
      const line = await open()
      const fresh = (await line.askInbound(dana)).dynamic_variables
      expect(fresh).toMatchObject({
        business_id: line.businessId,
        business_name: 'Example Plumbing',
        time_zone: 'America/Chicago',
        open_now: 'yes',
        opens_next: '',
        caller_known: 'no',
        agent_paused: 'no',
        can_transfer: 'yes',
      })
      expect(fresh?.['next_open_times']).toMatch(/ or \w+day, /)
      expect(Object.values(fresh ?? {}).every((value) => typeof value === 'string')).toBe(true)
      await line.ask('book_appointment', wish(await firstSlot(line)), line.toCall(dana))
      expect((await line.askInbound(dana)).dynamic_variables).toMatchObject({
        caller_known: 'yes',
        caller_name: 'Dana Reyes',
      })
      expect((await line.askInbound(undefined)).dynamic_variables).toMatchObject({
        caller_number: '',
        caller_known: 'no',
      })
    })

    it('lets a paused agent say so, and make no appointments', async () => {
      const line = await open()
      await line.set({ agentPaused: true })
      expect(await line.askInbound(dana)).toMatchObject({
        dynamic_variables: { agent_paused: 'yes' },
        agent_override: { retell_llm: { begin_message: expect.stringContaining('AI assistant') } },
      })
      expect(await line.ask('check_availability', {}, line.toCall(dana))).toMatchObject({ code: 'agent_paused' })
    })

    it('answers a call to a number that is not ours with nothing, and refuses what is no call', async () => {
      const webhooks = new VendorWebhooks(server())
      const stranger = { event: 'call_inbound', call_inbound: { from_number: dana, to_number: '+18005550199' } }
      const answer = await webhooks.retell(stranger, '/api/retell/inbound')
      expect([answer.status, await answer.json()]).toEqual([200, { call_inbound: {} }])
      expect(await problemOf(await webhooks.retell({ test: 'data' }, '/api/retell/inbound'))).toEqual([
        400,
        'schema_mismatch',
      ])
    })

    it('books through the real surface when the simulated agent talks to a caller', async () => {
      const line = await open()
      const place = { to: line.session.business.phoneNumber, from: dana, speed: 10_000, wait: true }
      const placed = await fetch(`${server().simulatorControlUrl}/calls`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(place),
      })
      expect(placed.status).toBe(200)
      const { items } = await line.get<{ items: object[] }>('/api/appointments')
      expect(items).toMatchObject([{ customerName: 'Dana Reyes', customerPhone: dana, status: 'booked' }])
      const calls = await line.get<{ items: { summary: string }[] }>('/api/calls')
      expect(calls.items[0]?.summary).toContain('You are booked for')
    })

    it('keeps the owner to the same rules, and appointments to their own business', async () => {
      const line = await open()
      const other = await register(server())
      const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
      const startsAt = await firstSlot(line)
      const book = (body: object, headers = {}) =>
        postJson(server(), '/api/appointments', body, { ...bearer(line.session.token), ...headers })
      const wanted = { startsAt, customerName: 'Dana Reyes', customerPhone: '(312) 555-0142' }
      const key = { 'idempotency-key': crypto.randomUUID() }
      const [first, second] = [await book(wanted, key), await book(wanted, key)]
      const appointment = (await first.json()) as { id: string }
      expect([first.status, second.status, await second.json()]).toEqual([201, 201, appointment])
      expect(await problemOf(await book(wanted))).toEqual([409, 'slot_taken'])
      const change = (token: string, body: object) =>
        server().fetch(`/api/appointments/${appointment.id}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json', ...bearer(token) },
          body: JSON.stringify(body),
        })
      expect(await problemOf(await change(other.token, { status: 'cancelled' }))).toEqual([404, 'not_found'])
      const cancelled = await change(line.session.token, { status: 'cancelled' })
      expect(await cancelled.json()).toMatchObject({ id: appointment.id, status: 'cancelled' })
    })
  })
})
