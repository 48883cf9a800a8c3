import { createHash } from 'node:crypto'

import { uuidSource } from '@cloudgreet/core'
import { bindTransition, composeInboundStatement, coreMigrations, toFrameValues } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { callTransitionFragment } from '../../../calls/adapters/postgres/call-transition-fragment.ts'
import { retellCallEventSchema } from '../../../calls/adapters/retell/retell-call-event-schema.ts'
import { toCallEvent } from '../../../calls/adapters/retell/to-call-event.ts'
import type { CallFacts } from '../../../calls/domain/call-facts.ts'
import { mergeCallFacts } from '../../../calls/domain/merge-call-facts.ts'
import { toOrders } from '../../../calls/testkit/life-of-call.ts'
import { buildRetellLifeOfCall } from '../../../calls/testkit/retell-life-of-call.ts'
import { telephonyMigrations } from '../../../postgres/migrations/index.ts'
import { retellInbound } from './retell-inbound.ts'

const seed = 20_260_115
const sampled = 40
const arrivalOf = (position: number) => new Date(Date.UTC(2026, 0, 15, 18, 5, position))

describe('fault 8: the events of a call in any order', () => {
  it('end in equal facts, in all 5,040 orders, each event delivered twice', () => {
    const orders = toOrders(buildRetellLifeOfCall())
    expect(orders).toHaveLength(5_040)
    const [first, ...others] = orders.map((order) => mergeAll([...order, ...order.toReversed()]))
    for (const other of others) expect(other).toEqual(first)
    expect(first).toMatchObject({ status: 'ended', outcome: 'transferred', summary: 'Asked for a person.' })
  })

  forEachDatabase([coreMigrations, telephonyMigrations], (database) => {
    it(`end in equal rows: ${sampled} orders with repeats, by seed ${seed}`, async () => {
      const statements = { call: composeInboundStatement('call', { transition: callTransitionFragment }) }
      const businessId = uuidSource.next<'Business'>()
      await database().pool.query(
        `INSERT INTO businesses (id, business_name, retell_agent_id) VALUES ($1, 'Bright Air', 'agent_1')`,
        [businessId],
      )
      for (const [index, order] of sampleOrders().entries()) {
        const life = buildRetellLifeOfCall({ call_id: `call_${index}` })
        for (const [position, event] of order.entries()) {
          const inbound = toInbound(life[event], arrivalOf(position))
          const { transition } = inbound
          if (transition === undefined) throw new Error('This event changes nothing.')
          const bound = bindTransition(statements, 'accept', { transition, frame: toFrameValues(inbound) })
          await database().pool.query(bound)
        }
      }
      const { rows } = await database().pool.query<Record<string, unknown>>('SELECT * FROM calls')
      expect(rows).toHaveLength(sampled)
      const [first, ...others] = rows.map(withoutArrival)
      for (const other of others) expect(other).toEqual(first)
    })
  })
})

/** Each order has every event at least once, and some of them again at any later place. */
function sampleOrders(): readonly (readonly number[])[] {
  const events = buildRetellLifeOfCall().map((_, index) => index)
  const order = fc
    .array(fc.constantFrom(...events), { maxLength: 5 })
    .chain((repeats) => fc.shuffledSubarray([...events, ...repeats], { minLength: events.length + repeats.length }))
  return fc.sample(order, { seed, numRuns: sampled })
}

function mergeAll(order: readonly unknown[]): Partial<CallFacts> {
  const facts = order.map((payload, position) => {
    const event = toCallEvent(retellCallEventSchema.parse(payload), arrivalOf(position))
    if (event === undefined) throw new Error('This event is about no call.')
    return event.call
  })
  const { firstSeenAt: _first, updatedAt: _updated, analyzedAt: _analyzed, ...merged } = facts.reduce(mergeCallFacts)
  return merged
}

function toInbound(payload: unknown, receivedAt: Date) {
  const body = Buffer.from(JSON.stringify(payload))
  const digest = createHash('sha256').update(body).digest('hex')
  const reading = retellInbound({ body, digest, receivedAt, id: uuidSource.next<'Event'>(), account: 'main' })
  if (reading.kind !== 'event') throw new Error(reading.reason)
  return reading.event
}

/** Names of the row, and moments of arrival, differ from call to call. */
function withoutArrival(row: Record<string, unknown>): Record<string, unknown> {
  const {
    id: _id,
    provider_call_id: _call,
    first_seen_at: _first,
    updated_at: _updated,
    analyzed_at: _at,
    ...rest
  } = row
  return rest
}
