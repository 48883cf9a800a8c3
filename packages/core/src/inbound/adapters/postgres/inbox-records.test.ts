import { describe, expect, it } from 'vitest'

import { createToyInbox, forEachToyDatabase, toyEvent } from '../../testkit/toy-inbound.ts'

forEachToyDatabase(({ database, business, inboxRow }) => {
  describe('quarantine', () => {
    it('keeps the bytes and the reason, once', async () => {
      const { inbox } = createToyInbox(database())
      const { transition: _, routing: __, eventType: ___, occurredAt: ____, ...unreadable } = toyEvent({})
      expect(await inbox.quarantine({ ...unreadable, body: Buffer.from('{') }, 'not_json')).toBe('quarantined')
      expect(await inbox.quarantine({ ...unreadable, body: Buffer.from('[') }, 'not_json')).toBe('duplicate')
      expect(await inboxRow(unreadable.eventKey)).toMatchObject({
        status: 'quarantined',
        error_class: 'not_json',
        event_type: null,
        body: Buffer.from('{'),
      })
    })
  })

  describe('recordAnswer', () => {
    it('writes the last answer of each delivery, together, after a second', async () => {
      const { inbox, timer } = createToyInbox(database())
      const [first, second] = [toyEvent({ agentId: business().agentId }), toyEvent({ agentId: business().agentId })]
      await inbox.accept(first)
      await inbox.accept(second)
      const at = new Date('2026-01-15T12:00:02.000Z')
      inbox.recordAnswer(first, 503, new Date('2026-01-15T12:00:01.500Z'))
      inbox.recordAnswer(first, 200, at)
      inbox.recordAnswer(second, 200, at)
      timer.advance(1_000)
      await inbox.stop()
      expect(await inboxRow(first.eventKey)).toMatchObject({ answered_status: 200, answered_at: at })
      expect(await inboxRow(second.eventKey)).toMatchObject({ answered_status: 200, answered_at: at })
    })

    it('writes what waits when the inbox stops', async () => {
      const { inbox } = createToyInbox(database())
      const event = toyEvent({ agentId: business().agentId })
      await inbox.accept(event)
      inbox.recordAnswer(event, 200, new Date('2026-01-15T12:00:02.000Z'))
      await inbox.stop()
      expect(await inboxRow(event.eventKey)).toMatchObject({ answered_status: 200 })
    })
  })
})
