import { describe, expect, it } from 'vitest'

import { eventually, register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { retellEvent, VendorWebhooks } from '../support/vendor-webhooks.ts'

interface Entry {
  readonly eventKey: string
  readonly status: string
  readonly receivedAt: string
  readonly answeredStatus: number | null
  readonly answeredAt: string | null
}

describe('the webhook inbox', () => {
  onEachDatabase((server) => {
    const readInbox = async (query = ''): Promise<{ items: Entry[]; nextCursor: string | null }> => {
      const headers = { 'x-internal-token': server().secrets.internalToken }
      const answer = await server().fetch(`/api/internal/webhooks/inbox?provider=retell${query}`, { headers })
      return (await answer.json()) as { items: Entry[]; nextCursor: string | null }
    }
    const answeredEntry = (eventKey: string) =>
      eventually(
        async () => (await readInbox()).items.find((entry) => entry.eventKey === eventKey),
        (entry) => entry?.answeredStatus != null,
      )

    it('row 27: shows the status and the time of our answer to each delivery', async () => {
      const { business } = await register(server())
      const call = { callId: `call_${crypto.randomUUID()}`, agentId: business.retellAgentId, from: '+13125550142' }
      const sentAt = Date.now()
      const answer = await new VendorWebhooks(server()).retell(
        retellEvent('call_started', { ...call, to: business.phoneNumber }),
      )
      expect(answer.status).toBe(200)
      const entry = await answeredEntry(`${call.callId}:call_started`)
      expect(entry).toMatchObject({ status: 'processed', answeredStatus: 200 })
      const [receivedAt, answeredAt] = [Date.parse(entry?.receivedAt ?? ''), Date.parse(entry?.answeredAt ?? '')]
      expect(receivedAt).toBeGreaterThanOrEqual(sentAt)
      expect(answeredAt).toBeGreaterThanOrEqual(receivedAt)
      expect(answeredAt).toBeLessThanOrEqual(Date.now())
    })

    it('goes through all deliveries page by page, each once', async () => {
      const webhooks = new VendorWebhooks(server())
      for (let index = 0; index < 3; index += 1) await webhooks.retell({ test: index })
      const keys: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await readInbox(`&status=unrouted&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
        keys.push(...page.items.map(({ eventKey }) => eventKey))
        cursor = page.nextCursor
      }
      expect(keys.length).toBeGreaterThanOrEqual(3)
      expect(new Set(keys).size).toBe(keys.length)
    })
  })
})
