import { createHash } from 'node:crypto'

import { type BusinessId, uuidSource } from '@cloudgreet/core'
import type { InboundEvent } from '@cloudgreet/core/inbound'
import { bindTransition, composeInboundStatement, coreMigrations, toFrameValues } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'
import { expect, it } from 'vitest'

import { callTransitionFragment } from '../calls/adapters/postgres/call-transition-fragment.ts'
import { messageReceivedFragment, messageStatusFragment } from '../messages/adapters/postgres/message-fragments.ts'
import { retellInbound } from '../webhooks/adapters/retell/retell-inbound.ts'
import { telnyxInbound } from '../webhooks/adapters/telnyx/telnyx-inbound.ts'
import type { InboundReading } from '../webhooks/domain/inbound-delivery.ts'
import { telephonyMigrations } from './migrations/index.ts'

const statements = {
  call: composeInboundStatement('call', { transition: callTransitionFragment }),
  message_received: composeInboundStatement('message_received', { transition: messageReceivedFragment }),
  message_status: composeInboundStatement('message_status', { transition: messageStatusFragment }),
}

function deliver(
  read: (delivery: Parameters<typeof retellInbound>[0]) => InboundReading,
  payload: unknown,
): InboundEvent {
  const body = Buffer.from(JSON.stringify(payload))
  const digest = createHash('sha256').update(body).digest('hex')
  const receivedAt = new Date('2026-01-15T18:02:00.000Z')
  const reading = read({ body, digest, receivedAt, id: uuidSource.next<'Event'>(), account: 'main' })
  if (reading.kind !== 'event') throw new Error(reading.reason)
  return reading.event
}

const call = {
  call_id: 'call_1',
  call_status: 'ongoing',
  agent_id: 'agent_1',
  direction: 'inbound',
  to_number: '+18005550100',
}
const message = {
  id: 'message_1',
  text: 'Are you open?',
  from: { phone_number: '+13125550142' },
  to: [{ phone_number: '+18005550100' }],
}
const reply = { id: 'message_2', text: 'Yes', from: message.to[0], to: [{ ...message.from, status: 'delivered' }] }
const telnyx = (event_type: string, payload: unknown) => ({
  data: { id: event_type, event_type, occurred_at: '2026-01-15T18:01:00.000Z', payload },
})

forEachDatabase([coreMigrations, telephonyMigrations], (database) => {
  const accept = async (event: InboundEvent) => {
    const { transition } = event
    if (transition === undefined) throw new Error('This event changes nothing.')
    const bound = bindTransition(statements, 'accept', { transition, frame: toFrameValues(event) })
    const { rows } = await database().pool.query<{ stored: boolean; business_id: BusinessId | null }>(bound)
    return rows[0]
  }

  it('finds the business by agent or number, applies each event once and tells its stream', async () => {
    const business_id = uuidSource.next<'Business'>()
    await database().pool.query(
      `INSERT INTO businesses (id, business_name, retell_agent_id, phone_number) VALUES ($1, 'Bright Air', 'agent_1', '+18005550100')`,
      [business_id],
    )
    const started = deliver(retellInbound, { event: 'call_started', call })
    const received = deliver(telnyxInbound, telnyx('message.received', message))
    const delivered = deliver(telnyxInbound, telnyx('message.finalized', reply))
    for (const event of [started, received, delivered]) {
      expect(await accept(event)).toMatchObject({ stored: true, business_id })
      expect(await accept({ ...event, id: uuidSource.next<'Event'>() })).toMatchObject({ stored: false })
    }
    const { rows } = await database().pool.query('SELECT type, data FROM outbox WHERE business_id = $1 ORDER BY seq', [
      business_id,
    ])
    expect(rows).toMatchObject([
      { type: 'call_started', data: { call: { status: 'ongoing', to: '+18005550100' } } },
      { type: 'message_received', data: { message: { text: 'Are you open?', status: 'received' } } },
      { type: 'message_updated', data: { message: { text: 'Yes', status: 'delivered' } } },
    ])
  })

  it('stores an event of a stranger without a call', async () => {
    const stranger = { ...call, call_id: 'call_2', agent_id: 'agent_9', to_number: '+18005550199' }
    expect(await accept(deliver(retellInbound, { event: 'call_started', call: stranger }))).toMatchObject({
      business_id: null,
    })
    const { rows } = await database().pool.query(`SELECT FROM calls WHERE provider_call_id = 'call_2'`)
    expect(rows).toEqual([])
  })
})
