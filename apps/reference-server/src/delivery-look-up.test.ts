import { type BusinessId, uuidSource, UpstreamError } from '@cloudgreet/core'
import { createPostgresEventOutbox, type Database, postgresTransactions } from '@cloudgreet/core/postgres'
import { FakeClock, FakeTimer, forEachDatabase, RecordingLogger } from '@cloudgreet/core/testkit'
import type { PhoneNumber } from '@cloudgreet/core'
import type { DeliveryReports, MessageFacts } from '@cloudgreet/telephony'
import { createPostgresMessageLog } from '@cloudgreet/telephony/postgres'
import { describe, expect, it, vi } from 'vitest'

import { startDeliveryLookUp } from './delivery-look-up.ts'
import { migrationSets } from './migration-sets.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const from = '+18005550100' as PhoneNumber
const to = '+13125550142' as PhoneNumber

async function makeSubject(database: Database) {
  const [clock, timer, logger] = [new FakeClock(), new FakeTimer(), new RecordingLogger()]
  const transactions = postgresTransactions(database)
  const outbox = createPostgresEventOutbox({ database })
  const messages = createPostgresMessageLog({ transactions, outbox, ids: uuidSource })
  const businessId: BusinessId = uuidSource.next<'Business'>()
  await database.pool.query(`INSERT INTO businesses (id, business_name) VALUES ($1, 'Fictional Plumbing')`, [
    businessId,
  ])
  await database.pool.query('DELETE FROM sms_logs')
  const asked: string[] = []
  let known = new Map<string, Partial<MessageFacts> | Error>()
  const reports: DeliveryReports = {
    async read(providerMessageId) {
      asked.push(providerMessageId)
      const report = known.get(providerMessageId)
      if (report instanceof Error) throw report
      return report && { ...sent(providerMessageId, clock.now()), ...report }
    },
  }
  const lookUp = async () => {
    const waiting = timer.size
    const task = startDeliveryLookUp({ transactions, messages, reports, clock, timer, logger })
    await vi.waitUntil(() => timer.size > waiting, { timeout: 10_000, interval: 5 })
    await task.stop()
  }
  const send = (providerMessageId: string) =>
    messages.recordOutbound(businessId, {
      provider: 'telnyx',
      providerMessageId,
      from,
      to,
      text: 'We are on our way.',
      purpose: 'conversational_reply',
      idempotencyKey: providerMessageId,
      sentAt: clock.now(),
    })
  return {
    businessId,
    clock,
    timer,
    transactions,
    logger,
    messages,
    outbox,
    asked,
    lookUp,
    send,
    say: (reports: Record<string, Partial<MessageFacts> | Error>) => (known = new Map(Object.entries(reports))),
  }
}

function sent(providerMessageId: string, occurredAt: Date): MessageFacts {
  return {
    provider: 'telnyx',
    providerMessageId,
    direction: 'outbound',
    from,
    to,
    text: '',
    status: 'sent',
    errorCode: null,
    failure: null,
    segments: 1,
    encoding: 'GSM-7',
    cost: null,
    occurredAt,
  }
}

forEachDatabase(migrationSets, (database) => {
  describe('startDeliveryLookUp', () => {
    it('leaves young and finished texts to their events', async () => {
      const { asked, clock, lookUp, messages, businessId, send } = await makeSubject(database())
      await send('finished')
      await messages.recordStatus(businessId, { ...sent('finished', clock.now()), status: 'delivered' })
      clock.advance(15 * minuteMs)
      await send('young')
      clock.advance(minuteMs)
      await lookUp()
      expect(asked).toEqual([])
    })

    it('brings a text to its end that the provider knows, and tells the stream', async () => {
      const { asked, clock, lookUp, messages, outbox, businessId, send, say } = await makeSubject(database())
      const text = await send('lost-event')
      clock.advance(16 * minuteMs)
      say({ 'lost-event': { status: 'delivered', cost: { amount: '0.0040', currency: 'USD' } } })
      await lookUp()
      await lookUp()
      expect(asked).toEqual(['lost-event'])
      const shown = await messages.get(businessId, text.id)
      expect(shown).toMatchObject({ status: 'delivered', cost: { amount: '0.0040', currency: 'USD' } })
      expect(shown?.finalAt).toBe(clock.now().toISOString())
      expect(await outbox.read(businessId, 1, 10)).toMatchObject({ events: [{ type: 'message_updated' }] })
    })

    it('asks again after an hour, and closes by name what nobody can say more about after a day', async () => {
      const { asked, clock, logger, lookUp, messages, businessId, send, say } = await makeSubject(database())
      const text = await send('silent')
      say({ silent: { status: 'sent' } })
      clock.advance(16 * minuteMs)
      await lookUp()
      clock.advance(30 * minuteMs)
      await lookUp()
      expect(asked).toHaveLength(1)
      expect(await messages.get(businessId, text.id)).toMatchObject({ status: 'sent', failure: null, finalAt: null })
      clock.advance(24 * hourMs)
      await lookUp()
      expect(await messages.get(businessId, text.id)).toMatchObject({
        status: 'delivery_unconfirmed',
        errorCode: null,
        failure: { code: 'no_final_event' },
        finalAt: clock.now().toISOString(),
      })
      expect(logger.lines).toMatchObject([{ level: 'warn', fields: { errorCode: 'no_final_event' } }])
      clock.advance(24 * hourMs)
      await lookUp()
      expect(asked).toHaveLength(2)
    })

    it('stops without waiting for the provider', async () => {
      const { clock, timer, transactions, messages, logger, send } = await makeSubject(database())
      await send('hanging')
      clock.advance(16 * minuteMs)
      let asked = false
      const reports = {
        read: () => {
          asked = true
          return new Promise<undefined>(() => undefined)
        },
      }
      const task = startDeliveryLookUp({ transactions, messages, reports, clock, timer, logger })
      await vi.waitUntil(() => asked, { timeout: 10_000, interval: 5 })
      await expect(task.stop()).resolves.toBeUndefined()
    })

    it('goes on with the others when the provider fails on one, and lets a late event win over the closing', async () => {
      const { clock, logger, lookUp, messages, businessId, send, say } = await makeSubject(database())
      const [failing, unknown] = [await send('failing'), await send('unknown')]
      const away = new UpstreamError('upstream_failed', 'Away.', { vendor: 'telnyx', outcome: 'unknown' })
      say({ failing: away })
      clock.advance(25 * hourMs)
      await lookUp()
      expect(logger.lines).toContainEqual(expect.objectContaining({ message: 'Delivery look-up failed' }))
      expect(await messages.get(businessId, failing.id)).toMatchObject({ status: 'queued' })
      expect(await messages.get(businessId, unknown.id)).toMatchObject({ status: 'delivery_unconfirmed' })
      await messages.recordStatus(businessId, { ...sent('unknown', clock.now()), status: 'delivered' })
      expect(await messages.get(businessId, unknown.id)).toMatchObject({ status: 'delivered', failure: null })
    })
  })
})
