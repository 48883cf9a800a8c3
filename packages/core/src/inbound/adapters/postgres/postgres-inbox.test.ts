import { describe, expect, it } from 'vitest'

import { FakeTimer } from '../../../kernel/testkit/fake-timer.ts'
import {
  createToyInbox,
  forEachToyDatabase,
  makeToyBusiness,
  type ToyBusiness,
  toyEvent,
  toyStatements,
} from '../../testkit/toy-inbound.ts'

forEachToyDatabase(({ database, tables, business, inboxRow, thingsOf, streamOf, counterOf }) => {
  describe('accept', () => {
    it('stores the event, applies it and tells the business, in one statement', async () => {
      const { inbox, woken, logger } = createToyInbox(database())
      const event = toyEvent({ agentId: business().agentId, subject: 'gate', amount: 3 })
      expect(await inbox.accept(event)).toEqual({ outcome: 'accepted', businessId: business().id })
      expect(await thingsOf(business().id)).toMatchObject([{ subject: 'gate', amount: 3 }])
      expect(await streamOf(business().id)).toMatchObject([
        {
          id: event.id,
          seq: '1',
          type: 'thing_changed',
          data: { amount: 3, by: 'toy' },
          workflow: 'follow_thing',
          relayed_at: null,
        },
      ])
      expect(await inboxRow(event.eventKey)).toMatchObject({
        id: event.id,
        status: 'processed',
        business_id: business().id,
      })
      expect(woken).toEqual([business().id])
      expect(logger.lines).toEqual([])
    })

    it('keeps the bytes as they came', async () => {
      const event = toyEvent({ agentId: business().agentId }, { body: new Uint8Array([0, 255, 10, 13]) })
      await createToyInbox(database()).inbox.accept(event)
      expect([...((await inboxRow(event.eventKey))?.body ?? [])]).toEqual([0, 255, 10, 13])
    })

    it('finds the business by its agent first, then by its number', async () => {
      const other = await makeToyBusiness(database())
      const number = '+18005550100'
      await tables()
        .updateTable('businesses')
        .set({ phone_number: null })
        .where('phone_number', '=', number as never)
        .execute()
      await tables()
        .updateTable('businesses')
        .set({ phone_number: number as never })
        .where('id', '=', other.id)
        .execute()
      const { inbox } = createToyInbox(database())
      expect(await inbox.accept(toyEvent({ agentId: business().agentId, number }))).toMatchObject({
        businessId: business().id,
      })
      expect(await inbox.accept(toyEvent({ number }))).toMatchObject({ businessId: other.id })
      expect(await inbox.accept(toyEvent({ agentId: 'agent-of-nobody', number }))).toMatchObject({
        businessId: other.id,
      })
    })

    it('fault 6: has one effect for 50 deliveries at the same moment', async () => {
      const { inbox, woken } = createToyInbox(database())
      const event = toyEvent({ agentId: business().agentId })
      const deliveries = Array.from({ length: 50 }, () =>
        toyEvent({ agentId: business().agentId }, { eventKey: event.eventKey }),
      )
      const receipts = await Promise.all(deliveries.map((delivery) => inbox.accept(delivery)))
      expect(receipts.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
      expect(receipts.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(49)
      expect(await thingsOf(business().id)).toMatchObject([{ amount: 1 }])
      expect(await streamOf(business().id)).toHaveLength(1)
      expect(woken).toEqual([business().id])
    })

    it('fault 6: keeps the first body when the same key comes with another, and says so', async () => {
      const { inbox, logger } = createToyInbox(database())
      const event = toyEvent({ agentId: business().agentId })
      await inbox.accept(event)
      expect(await inbox.accept({ ...event, bodyDigest: 'digest-1' })).toEqual({
        outcome: 'duplicate',
        businessId: business().id,
      })
      expect(await inbox.accept({ ...event, bodyDigest: 'digest-2' })).toMatchObject({
        outcome: 'duplicate',
        conflict: true,
      })
      expect((await inboxRow(event.eventKey))?.body_digest).toBe('digest-1')
      expect(logger.lines).toMatchObject([{ level: 'warn', fields: { eventKey: event.eventKey } }])
    })

    it('fault 7: takes the same key of another account or another vendor as another event', async () => {
      const { inbox } = createToyInbox(database())
      const event = toyEvent({ agentId: business().agentId })
      await inbox.accept(event)
      const second = { ...toyEvent({ agentId: business().agentId }), eventKey: event.eventKey, account: 'second' }
      expect(await inbox.accept(second)).toMatchObject({ outcome: 'accepted' })
      const third = { ...toyEvent({ agentId: business().agentId }), eventKey: event.eventKey, provider: 'other' }
      expect(await inbox.accept(third)).toMatchObject({ outcome: 'accepted' })
    })

    it('keeps an event of nobody as unrouted', async () => {
      const { inbox, woken } = createToyInbox(database())
      const event = toyEvent({ agentId: 'agent-of-nobody' })
      expect(await inbox.accept(event)).toEqual({ outcome: 'unrouted' })
      expect(await inboxRow(event.eventKey)).toMatchObject({ status: 'unrouted', business_id: null })
      expect(await tables().selectFrom('outbox').selectAll().where('id', '=', event.id).execute()).toEqual([])
      expect(woken).toEqual([])
    })

    it('keeps an event that no package knows as unrouted, even with a known agent', async () => {
      const { inbox } = createToyInbox(database())
      const event = toyEvent({ agentId: business().agentId }, { transition: undefined })
      expect(await inbox.accept(event)).toEqual({ outcome: 'unrouted' })
      expect(await inboxRow(event.eventKey)).toMatchObject({ status: 'unrouted', business_id: null })
      expect(await inbox.accept(event)).toMatchObject({ outcome: 'duplicate' })
    })

    it('numbers the stream without gaps under 8 writers on the same subject, without a deadlock', async () => {
      const { inbox, logger } = createToyInbox(database())
      const writers = Array.from({ length: 8 }, async () => {
        for (let count = 0; count < 25; count += 1) await inbox.accept(toyEvent({ agentId: business().agentId }))
      })
      await Promise.all(writers)
      expect((await streamOf(business().id)).map(({ seq }) => Number(seq))).toEqual(
        Array.from({ length: 200 }, (_, index) => index + 1),
      )
      expect(await thingsOf(business().id)).toMatchObject([{ amount: 200 }])
      expect(logger.lines).toEqual([])
    })
  })

  describe('the general path', () => {
    const { accept, ...rest } = toyStatements.thing_changed
    const failing = {
      thing_changed: {
        ...rest,
        accept: { ...accept, name: 'toy_broken', text: 'SELECT 1 / 0', parameterNames: [], jsonParameters: [] },
      },
    }

    it('writes the same rows as the one statement', async () => {
      const twin = await makeToyBusiness(database())
      const canonical = Buffer.from('stop')
      const fast = toyEvent({ agentId: business().agentId, canonical, person: '+13125550142', amount: 4 })
      const general = toyEvent({ agentId: twin.agentId, canonical, person: '+13125550142', amount: 4 })
      const { inbox, woken } = createToyInbox(database(), { statements: failing })
      expect(await createToyInbox(database()).inbox.accept(fast)).toMatchObject({ outcome: 'accepted' })
      expect(await inbox.accept(general)).toEqual({ outcome: 'accepted', businessId: twin.id })
      expect(woken).toEqual([twin.id])

      const rowsOf = async ({ id, agentId }: ToyBusiness, eventKey: string) => {
        const counter = await counterOf(id)
        const rows = {
          inbox: await inboxRow(eventKey),
          things: await thingsOf(id),
          stream: await streamOf(id),
          counter,
          entries: await tables().selectFrom('entries').selectAll().where('business_id', '=', id).execute(),
        }
        // Each business's chain has a beginning of its own.
        const own = new Set(['created_at', 'body', 'chain_prev', 'chain_head', 'prev', 'head'])
        const text = JSON.stringify(rows, (name, value: unknown) => (own.has(name) ? undefined : value))
        const things = rows.things.map((thing) => thing.id)
        return [id, agentId, eventKey, ...things].reduce((kept, part) => kept.replaceAll(part, '*'), text)
      }
      expect(await rowsOf(twin, general.eventKey)).toBe(await rowsOf(business(), fast.eventKey))
    })

    it('answers a duplicate as such', async () => {
      const event = toyEvent({ agentId: business().agentId })
      await createToyInbox(database()).inbox.accept(event)
      const { inbox } = createToyInbox(database(), { statements: failing })
      expect(await inbox.accept({ ...event, bodyDigest: 'digest-2' })).toMatchObject({
        outcome: 'duplicate',
        conflict: true,
      })
    })

    it.each([
      ['a constraint refuses', { amount: 1_000 }, '23514'],
      ['a value has the wrong type', { amount: 0.5 }, '22P02'],
    ])('keeps the event as failed when %s', async (_title, change, errorClass) => {
      const { inbox, woken, logger } = createToyInbox(database())
      const event = toyEvent({ agentId: business().agentId, ...change })
      expect(await inbox.accept(event)).toEqual({ outcome: 'failed', businessId: business().id })
      expect(await inboxRow(event.eventKey)).toMatchObject({
        status: 'failed',
        business_id: business().id,
        attempts: 1,
        error_class: errorClass,
      })
      const row = await inboxRow(event.eventKey)
      expect(Number(row?.next_attempt_at) - Number(row?.first_failed_at)).toBe(2_500)
      expect(await thingsOf(business().id)).toEqual([])
      expect(await counterOf(business().id)).toMatchObject({ seq: '0' })
      expect(woken).toEqual([])
      expect(logger.lines.map(({ level }) => level)).toEqual(['warn', 'error'])
    })

    it('keeps the event as failed when its kind was never composed, or a value has no parameter', async () => {
      const { inbox } = createToyInbox(database())
      const known = toyEvent({ agentId: business().agentId })
      const transition = { ...known.transition!, kind: 'never_composed' }
      expect(await inbox.accept({ ...known, transition })).toMatchObject({ outcome: 'failed' })
      expect(await inboxRow(known.eventKey)).toMatchObject({ status: 'failed', error_class: 'TypeError' })
    })
  })

  describe('a database that cannot commit', () => {
    it('fault 11: is busy when no connection is free in time, and the one that comes late is given back', async () => {
      const timer = new FakeTimer()
      const { inbox } = createToyInbox(database(), { timer })
      const { pool } = database()
      const held = await Promise.all(Array.from({ length: pool.options.max ?? 1 }, () => pool.connect()))
      const event = toyEvent({ agentId: business().agentId })
      const refusal = inbox.accept(event).catch((error: unknown) => error)
      timer.advance(500)
      expect(await refusal).toMatchObject({ code: 'database_busy', retryAfterMs: 1_000 })
      for (const client of held) client.release()
      expect(await inbox.accept(event)).toMatchObject({ outcome: 'accepted' })
      expect(pool.waitingCount).toBe(0)
    })

    it('fault 11: serves the next event on a new connection after one was given up', async () => {
      const { inbox, logger } = createToyInbox(database())
      await inbox.accept(toyEvent({ agentId: business().agentId }))
      const client = await database().pool.connect()
      await client.query('BEGIN')
      client.release(true)
      expect(await inbox.accept(toyEvent({ agentId: business().agentId }))).toMatchObject({ outcome: 'accepted' })
      expect(logger.lines).toEqual([])
    })

    it.each([
      ['a deadlock', '40P01'],
      ['a statement that took too long', '57014'],
      ['a full disk', '53100'],
      ['a lock that was not free in time', '55P03'],
    ])('fault 11: asks the vendor to come again after %s, and takes the event then', async (_title, sqlState) => {
      const { inbox } = createToyInbox(database())
      const event = toyEvent({ agentId: business().agentId })
      const { pool } = database()
      await pool.query(`CREATE OR REPLACE FUNCTION refuse_inbox() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'A toy fault.' USING ERRCODE = '${sqlState}'; END $$`)
      await pool.query(`CREATE TRIGGER refuse_inbox BEFORE INSERT ON webhook_inbox EXECUTE FUNCTION refuse_inbox()`)
      const refusal = await inbox.accept(event).catch((error: unknown) => error)
      await pool.query('DROP TRIGGER refuse_inbox ON webhook_inbox')
      expect(refusal).toMatchObject({ code: 'database_unavailable', retryAfterMs: 1_000 })
      expect(await inboxRow(event.eventKey)).toBeUndefined()
      expect(await inbox.accept(event)).toMatchObject({ outcome: 'accepted' })
    })

    it('is unavailable when even the inbox row is refused', async () => {
      const { inbox } = createToyInbox(database())
      const event = toyEvent({ agentId: business().agentId }, { eventType: 'not\u0000storable' })
      await expect(inbox.accept(event)).rejects.toMatchObject({ code: 'database_unavailable' })
      expect(await inboxRow(event.eventKey)).toBeUndefined()
    })
  })
})
