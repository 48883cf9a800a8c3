import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { UnavailableError } from '../errors/unavailable-error.ts'
import { FakeClock } from '../kernel/testkit/fake-clock.ts'
import { SequentialIdSource } from '../kernel/testkit/sequential-id-source.ts'
import type { InboundEvent, InboundReceipt } from './domain/inbound-event.ts'
import type { DeliveryReading } from './domain/stored-event.ts'
import { createInboundPipeline, type VerifiedDelivery } from './inbound-pipeline.ts'
import type { Inbox } from './ports/inbox.ts'

const receivedAt = new Date('2026-01-15T12:00:00.000Z')
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Reads `key` as an event, `key!` as one of an unknown type, and nothing that begins with a brace. */
const readToy = ({ body }: VerifiedDelivery, eventType: string): DeliveryReading => {
  const text = Buffer.from(body).toString()
  if (text.startsWith('{')) return { isReadable: false, reason: 'not_json' }
  const transition = { kind: 'toy', parameters: {}, event: { type: 'toy_changed', data: {} } }
  const common = { isReadable: true as const, eventKey: text, eventType, occurredAt: receivedAt, routing: {} }
  return { ...common, transition: text.endsWith('!') ? undefined : transition }
}

function makePipeline(
  receipt: InboundReceipt | Promise<never> = { outcome: 'accepted' },
  toEventType = (): string => 'toy',
) {
  const accepted: InboundEvent[] = []
  const quarantined: string[] = []
  const answers: unknown[] = []
  const inbox: Inbox = {
    accept: async (event) => {
      accepted.push(event)
      return receipt
    },
    quarantine: async ({ eventKey }, reason) => {
      const isKnown = quarantined.includes(`${reason} ${eventKey}`)
      quarantined.push(`${reason} ${eventKey}`)
      return isKnown ? 'duplicate' : 'quarantined'
    },
    recordAnswer: ({ eventKey }, status, at) => void answers.push({ eventKey, status, at }),
    stop: async () => {},
  }
  const pipeline = createInboundPipeline({
    inbox,
    readers: { toy: (delivery) => readToy(delivery, toEventType()) },
    ids: new SequentialIdSource(),
    clock: new FakeClock(),
    digest,
  })
  const receive = (text: string) =>
    pipeline.receive({ provider: 'toy', account: 'main', body: Buffer.from(text), receivedAt })
  return { receive, accepted, quarantined, answers }
}

describe('createInboundPipeline', () => {
  it.each(['nul\u0000', 'half \ud83d', 'long'.repeat(200)])(
    'fault 10: quarantines an event whose name no database can keep, so that the vendor does not come again for ever',
    async (name) => {
      const { receive, accepted, quarantined } = makePipeline(undefined, () => name)
      expect(await receive('first')).toEqual({ status: 400, code: 'schema_mismatch' })
      expect(await receive('first')).toMatchObject({ status: 200, body: { duplicate: true } })
      expect([accepted.length, quarantined.length]).toEqual([0, 2])
    },
  )

  it('stores what the reader makes of the bytes, and records the answer', async () => {
    const { receive, accepted, answers } = makePipeline()
    expect(await receive('first')).toEqual({ status: 200, body: { received: true, duplicate: false } })
    expect(accepted).toMatchObject([
      { provider: 'toy', account: 'main', eventKey: 'first', bodyDigest: digest(Buffer.from('first')), receivedAt },
    ])
    expect(answers).toEqual([{ eventKey: 'first', status: 200, at: receivedAt }])
  })

  it('says so when an event is a duplicate, and when no package knows it', async () => {
    expect(await makePipeline({ outcome: 'duplicate' }).receive('first')).toMatchObject({ body: { duplicate: true } })
    expect(await makePipeline({ outcome: 'unrouted' }).receive('odd!')).toMatchObject({
      status: 200,
      body: { ignored: true },
    })
  })

  it('answers 200 for an event that is stored but could not be applied', async () => {
    const answer = await makePipeline({ outcome: 'failed' }).receive('first')
    expect(answer).toEqual({ status: 200, body: { received: true, duplicate: false } })
  })

  it('keeps unreadable bytes and answers 400, once', async () => {
    const { receive, quarantined } = makePipeline()
    expect(await receive('{')).toEqual({ status: 400, code: 'not_json' })
    expect(await receive('{')).toEqual({ status: 200, body: { received: true, duplicate: true } })
    expect(quarantined[0]).toBe(`not_json unreadable:${digest(Buffer.from('{'))}`)
  })

  it('records no answer when nothing was committed', async () => {
    const away = Promise.reject(new UnavailableError('database_busy', 'No connection is free.'))
    const { receive, answers } = makePipeline(away)
    await expect(receive('first')).rejects.toMatchObject({ code: 'database_busy' })
    expect(answers).toEqual([])
  })
})
