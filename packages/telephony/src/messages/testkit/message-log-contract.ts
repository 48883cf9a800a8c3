import { type BusinessId, type EventOutbox, InvalidArgumentError, parsePhoneNumber } from '@cloudgreet/core'
import { messageSchema } from '@cloudgreet/core/contract'
import { describe, expect, it } from 'vitest'

import type { MessageFacts, MessageIntent } from '../domain/message-facts.ts'
import type { MessageLog, OutboundMessage } from '../ports/message-log.ts'

export interface MessageLogSubject {
  readonly log: MessageLog
  readonly outbox: EventOutbox
  makeBusiness(): Promise<BusinessId>
  /** Takes a text's event in, as the webhook does. */
  apply(business: BusinessId, facts: MessageFacts, change: { receivedAt: Date; intent?: MessageIntent }): Promise<void>
}

const ours = parsePhoneNumber('+18005550100')
const theirs = parsePhoneNumber('+13125550142')
const noon = new Date('2026-01-15T18:00:00.000Z')

/** What every {@link MessageLog} does. */
export function messageLogContract({
  name,
  makeSubject,
}: {
  name: string
  makeSubject: () => MessageLogSubject
}): void {
  let lastText = 0
  const nextId = () => {
    lastText += 1
    return `${name}_${lastText}`
  }
  const received = (changes: Partial<MessageFacts> = {}): MessageFacts => ({
    provider: 'telnyx',
    providerMessageId: nextId(),
    direction: 'inbound',
    from: theirs,
    to: ours,
    text: 'Are you open today?',
    status: 'received',
    errorCode: null,
    failure: null,
    segments: 1,
    encoding: 'GSM-7',
    cost: null,
    occurredAt: noon,
    ...changes,
  })
  const outbound = (changes: Partial<OutboundMessage> = {}): OutboundMessage => ({
    provider: 'telnyx',
    providerMessageId: nextId(),
    from: ours,
    to: theirs,
    text: 'Yes, until 5 pm.',
    purpose: 'conversational_reply',
    idempotencyKey: nextId(),
    sentAt: noon,
    ...changes,
  })
  const status = (text: OutboundMessage, changes: Partial<MessageFacts>): MessageFacts =>
    received({ ...text, direction: 'outbound', ...changes })

  describe(`MessageLog: ${name}`, () => {
    it('shows a text that came in as the contract writes it, once', async () => {
      const { log, apply, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      const text = received()
      await apply(business, text, { receivedAt: noon, intent: 'none' })
      await apply(business, text, { receivedAt: noon, intent: 'none' })
      const { items } = await log.list(business, { limit: 10 })
      const expected = { direction: 'inbound', from: theirs, to: ours, text: text.text, status: 'received' }
      expect(items.map((item) => messageSchema.parse(item))).toEqual([
        {
          ...expected,
          id: expect.any(String),
          errorCode: null,
          failure: null,
          segments: 1,
          encoding: 'GSM-7',
          cost: null,
          finalAt: null,
          intent: 'none',
          createdAt: '2026-01-15T18:00:00.000Z',
        },
      ])
      expect(await log.get(business, items[0]!.id)).toEqual(items[0])
    })

    it('records a text of ours and tells the stream, once for each key', async () => {
      const { log, outbox, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      const text = outbound()
      const first = await log.recordOutbound(business, text)
      expect(await log.recordOutbound(business, { ...text, providerMessageId: nextId() })).toEqual(first)
      expect(first).toMatchObject({ direction: 'outbound', status: 'queued', text: text.text })
      expect(await log.findByIdempotencyKey(business, text.idempotencyKey)).toEqual(first)
      const page = await outbox.read(business, 0, 10)
      expect(page).toMatchObject({
        outcome: 'page',
        lastSeq: 1,
        events: [{ type: 'message_sent', data: { message: first } }],
      })
    })

    it('keeps a status that overtook the record of the send', async () => {
      const { log, apply, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      const text = outbound()
      await apply(business, status(text, { status: 'delivered' }), { receivedAt: new Date(noon.getTime() + 900) })
      const sent = await log.recordOutbound(business, text)
      expect(sent).toMatchObject({ status: 'delivered', createdAt: noon.toISOString() })
      expect((await log.list(business, { limit: 10 })).items).toEqual([sent])
    })

    it('never takes a status back', async () => {
      const { log, apply, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      const text = outbound()
      await log.recordOutbound(business, text)
      await apply(business, status(text, { status: 'delivered' }), { receivedAt: noon })
      await apply(business, status(text, { status: 'sent' }), { receivedAt: noon })
      await apply(business, status(text, { status: 'delivery_failed', errorCode: '40008' }), { receivedAt: noon })
      expect(await log.findByIdempotencyKey(business, text.idempotencyKey)).toMatchObject({
        status: 'delivered',
        errorCode: null,
      })
    })

    it("shows the vendor's code of a text that failed", async () => {
      const { log, apply, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      const text = outbound()
      await log.recordOutbound(business, text)
      await apply(business, status(text, { status: 'delivery_failed', errorCode: '40001' }), { receivedAt: noon })
      await apply(business, status(text, { status: 'sent' }), { receivedAt: noon })
      const found = await log.findByIdempotencyKey(business, text.idempotencyKey)
      expect(found).toMatchObject({ status: 'delivery_failed', errorCode: '40001' })
    })

    it('brings a text to its end with error, cost and time, in whatever order its events come', async () => {
      const { log, apply, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      const failure = {
        code: 'recipient_unreachable',
        class: 'never',
        text: 'This number cannot receive texts.',
        nextAction: 'Call instead.',
        providerCode: '40001',
      } as const
      const at = (seconds: number) => new Date(noon.getTime() + seconds * 1_000)
      const steps = (text: OutboundMessage) => [
        status(text, { status: 'sending', occurredAt: at(1) }),
        status(text, { status: 'sent', segments: 2, cost: { amount: '0.0080', currency: 'USD' }, occurredAt: at(2) }),
        status(text, { status: 'delivery_failed', errorCode: '40001', failure, occurredAt: at(3) }),
      ]
      const ends = []
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0, 2, 1],
        [2, 0, 0, 1],
      ]) {
        const text = outbound()
        if (order.length < 4) await log.recordOutbound(business, text)
        for (const step of order) await apply(business, steps(text)[step]!, { receivedAt: at(4) })
        if (order.length >= 4) await log.recordOutbound(business, text)
        const { id: _id, ...end } = (await log.findByIdempotencyKey(business, text.idempotencyKey))!
        ends.push(messageSchema.omit({ id: true }).parse(end))
      }
      expect(ends[0]).toMatchObject({
        status: 'delivery_failed',
        errorCode: '40001',
        failure,
        segments: 2,
        cost: { amount: '0.0080', currency: 'USD' },
        finalAt: at(3).toISOString(),
      })
      expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1)
    })

    it('takes in a status that the vendor gave when it was asked, and tells the stream once', async () => {
      const { log, outbox, makeBusiness } = makeSubject()
      const [business, stranger] = [await makeBusiness(), await makeBusiness()]
      const text = outbound()
      const queued = await log.recordOutbound(business, text)
      expect(queued).toMatchObject({ segments: 1, encoding: 'GSM-7', finalAt: null })
      const delivered = status(text, { status: 'delivered', occurredAt: new Date(noon.getTime() + 5_000) })
      expect(await log.recordStatus(stranger, delivered)).toBeUndefined()
      const updated = await log.recordStatus(business, delivered)
      expect(updated).toMatchObject({ id: queued.id, status: 'delivered', finalAt: '2026-01-15T18:00:05.000Z' })
      expect(await log.recordStatus(business, status(text, { status: 'sent' }))).toEqual(updated)
      expect(await outbox.read(business, 1, 10)).toMatchObject({
        events: [{ type: 'message_updated', data: { message: updated } }],
      })
    })

    it('gathers texts into threads, the liveliest first, in pages', async () => {
      const { log, apply, makeBusiness } = makeSubject()
      const [business, stranger] = [await makeBusiness(), await makeBusiness()]
      const [ana, ben, eve] = ['+13125550143', '+13125550144', '+13125550145']
      const write = (from: string, minute: number) =>
        apply(business, received({ from, text: `${minute}` }), {
          receivedAt: new Date(noon.getTime() + minute * 60_000),
        })
      for (const [from, minute] of [
        [ana, 0],
        [ben, 1],
        [ana, 2],
        [eve, 3],
        [ben, 4],
      ] as const)
        await write(from, minute)
      await apply(stranger, received({ from: ana }), { receivedAt: noon })
      const first = await log.listThreads(business, { limit: 2 })
      const second = await log.listThreads(business, { limit: 2, cursor: first.nextCursor ?? undefined })
      const threads = [...first.items, ...second.items]
      expect(threads.map(({ number, messageCount, lastMessage }) => [number, messageCount, lastMessage.text])).toEqual([
        [ben, 2, '4'],
        [eve, 1, '3'],
        [ana, 2, '2'],
      ])
      expect(second.nextCursor).toBeNull()
      const texts = await log.listThread(business, ana, { limit: 1 })
      const older = await log.listThread(business, ana, { limit: 1, cursor: texts.nextCursor ?? undefined })
      expect([...texts.items, ...older.items].map(({ text }) => text)).toEqual(['2', '0'])
      expect(await log.listThread(business, '+13125550199', { limit: 5 })).toEqual({ items: [], nextCursor: null })
    })

    it("keeps another business's texts apart, whichever way they are asked for", async () => {
      const { log, apply, makeBusiness } = makeSubject()
      const [owner, stranger] = [await makeBusiness(), await makeBusiness()]
      const text = outbound()
      const sent = await log.recordOutbound(owner, text)
      await apply(stranger, status(text, { status: 'delivery_failed' }), { receivedAt: noon })
      expect(await log.get(owner, sent.id)).toEqual(sent)
      expect(await log.get(stranger, sent.id)).toBeUndefined()
      expect(await log.findByIdempotencyKey(stranger, text.idempotencyKey)).toBeUndefined()
      expect(await log.list(stranger, { limit: 10 })).toEqual({ items: [], nextCursor: null })
      await expect(log.recordOutbound(stranger, { ...text, idempotencyKey: nextId() })).rejects.toThrow(
        InvalidArgumentError,
      )
    })

    it('lists newest first in pages, and refuses a cursor that no list gave out', async () => {
      const { log, apply, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      for (const minute of [2, 0, 1])
        await apply(business, received({ text: `${minute}` }), {
          receivedAt: new Date(noon.getTime() + minute * 60_000),
        })
      const first = await log.list(business, { limit: 2 })
      const second = await log.list(business, { limit: 2, cursor: first.nextCursor ?? undefined })
      expect([...first.items, ...second.items].map(({ text }) => text)).toEqual(['2', '1', '0'])
      expect(second.nextCursor).toBeNull()
      await expect((async () => log.list(business, { limit: 2, cursor: 'x' }))()).rejects.toThrow(InvalidArgumentError)
    })

    it("counts the texts of the business's own day", async () => {
      const { log, apply, makeBusiness } = makeSubject()
      const business = await makeBusiness()
      for (const at of ['2026-01-15T05:59:00Z', '2026-01-15T06:01:00Z', '2026-01-15T17:00:00Z', '2026-01-15T19:00:00Z'])
        await apply(business, received(), { receivedAt: new Date(at) })
      expect(await log.countToday(business, { now: noon, timeZone: 'America/Chicago' })).toBe(2)
    })
  })
}
