import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import type { BusinessId } from '../../../kernel/domain/ids.ts'
import { createToyInbox, forEachToyDatabase, toyEvent, toyLedger } from '../../testkit/toy-inbound.ts'
import { composeInboundStatement } from './compose-inbound-statement.ts'
import type { TransitionFragment } from './statement-fragment.ts'

forEachToyDatabase(({ database, tables, business, inboxRow, streamOf, counterOf }) => {
  const originOf = (id: BusinessId): Buffer => createHash('sha256').update(id).digest()

  describe('the consent chain', () => {
    const chainOf = (id: BusinessId) =>
      tables().selectFrom('entries').selectAll().where('business_id', '=', id).orderBy('chain_seq').execute()

    function expectChain(
      entries: Awaited<ReturnType<typeof chainOf>>,
      head: Buffer,
      start = originOf(business().id),
    ): void {
      let expected: Buffer = start
      for (const entry of entries) {
        expect(entry.prev).toEqual(expected)
        const position = Buffer.alloc(8)
        position.writeBigInt64BE(BigInt(entry.chain_seq))
        expected = createHash('sha256').update(expected).update(position).update(entry.canonical).digest()
        expect(entry.head).toEqual(expected)
      }
      expect(head).toEqual(expected)
    }

    it('is what SHA-256 over its entries gives, also when 8 writers append', async () => {
      const { inbox, logger } = createToyInbox(database())
      await Promise.all(
        Array.from({ length: 8 }, async (_, writer) => {
          for (let count = 0; count < 10; count += 1)
            await inbox.accept(
              toyEvent({
                agentId: business().agentId,
                canonical: Buffer.from(`${writer}/${count}`),
                person: `+1312555010${writer % 3}`,
              }),
            )
        }),
      )
      const entries = await chainOf(business().id)
      expect(entries.map(({ chain_seq }) => Number(chain_seq))).toEqual(
        Array.from({ length: 80 }, (_, index) => index + 1),
      )
      expectChain(entries, (await counterOf(business().id)).chain_head)
      expect(logger.lines).toEqual([])
    })

    it('does not move for an event without a ledger entry', async () => {
      const { inbox } = createToyInbox(database())
      await inbox.accept(toyEvent({ agentId: business().agentId, canonical: Buffer.from('stop') }))
      const before = await counterOf(business().id)
      await inbox.accept(toyEvent({ agentId: business().agentId }))
      expect(await counterOf(business().id)).toEqual({ ...before, seq: '2' })
      expect(await chainOf(business().id)).toHaveLength(1)
    })

    it('takes an entry although the transition changed nothing, and tells nobody', async () => {
      const transition: TransitionFragment = {
        parameters: { thing_id: 'uuid', thing_subject: 'text', thing_amount: 'integer' },
        members: [
          {
            name: 'transition',
            sql: `SELECT business_id, id AS subject_id, '{}'::jsonb AS data FROM inbox WHERE false`,
          },
        ],
      }
      const statements = { thing_changed: composeInboundStatement('unchanged', { transition, ledger: toyLedger }) }
      const { inbox, woken } = createToyInbox(database(), { statements })
      const event = toyEvent({ agentId: business().agentId, canonical: Buffer.from('stop'), person: '+13125550142' })
      expect(await inbox.accept(event)).toEqual({ outcome: 'accepted', businessId: business().id })
      expectChain(await chainOf(business().id), (await counterOf(business().id)).chain_head)
      expect(await counterOf(business().id)).toMatchObject({ seq: '0', chain_seq: '1' })
      expect(await streamOf(business().id)).toEqual([])
      expect(woken).toEqual([])
    })

    it("takes an entry of an unrouted event on the operator's chain, and tells no business", async () => {
      const operator = await tables()
        .selectFrom('businesses')
        .select('id')
        .where('kind', '=', 'operator')
        .executeTakeFirstOrThrow()
      const before = await counterOf(operator.id)
      const known = (await chainOf(operator.id)).length
      const { inbox, woken } = createToyInbox(database())
      const event = toyEvent({ number: '+18005550199', canonical: Buffer.from('stop'), person: '+13125550142' })
      expect(await inbox.accept(event)).toEqual({ outcome: 'unrouted' })
      const after = await counterOf(operator.id)
      expect(Number(after.chain_seq)).toBe(Number(before.chain_seq) + 1)
      expect(after.seq).toBe(before.seq)
      expectChain((await chainOf(operator.id)).slice(known), after.chain_head, before.chain_head)
      expect(await inboxRow(event.eventKey)).toMatchObject({ status: 'unrouted' })
      expect(await tables().selectFrom('outbox').selectAll().where('id', '=', event.id).execute()).toEqual([])
      expect(woken).toEqual([])
    })
  })
})
