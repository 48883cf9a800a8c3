import type { Clock } from '../kernel/ports/clock.ts'
import type { IdSource } from '../kernel/ports/id-source.ts'
import { isStorable } from './domain/is-storable.ts'
import type { DeliveryReading, EventReader } from './domain/stored-event.ts'
import type { Inbox } from './ports/inbox.ts'

/** A webhook whose signature was verified over exactly these bytes. */
export interface VerifiedDelivery {
  readonly provider: string
  readonly account: string
  readonly body: Uint8Array
  readonly receivedAt: Date
}

/** Reads the bytes of one vendor. Called on arrival, and again at each retry, so it must depend on them alone. */
export type DeliveryReader = (delivery: VerifiedDelivery) => DeliveryReading | Promise<DeliveryReading>

/** What the vendor hears, as the HTTP contract has it. */
export type WebhookAnswer =
  | {
      readonly status: 200
      readonly body: { readonly received: true; readonly duplicate: boolean; readonly ignored?: true }
    }
  /** Told once: the same bytes again are a duplicate, so that the vendor stops. */
  | { readonly status: 400; readonly code: string }

export interface InboundPipelineSettings {
  readonly inbox: Inbox
  /** By provider. */
  readonly readers: Readonly<Record<string, DeliveryReader>>
  readonly ids: IdSource
  readonly clock: Clock
  /** SHA-256 in hexadecimal. */
  readonly digest: (bytes: Uint8Array) => string
}

/** From verified bytes to the answer. */
export interface InboundPipeline {
  /** @throws {UnavailableError} when nothing could be committed: answer 503 with Retry-After */
  receive(delivery: VerifiedDelivery): Promise<WebhookAnswer>
  /** Reads a stored event as on its arrival: hand it to the retries and to replays. */
  readonly reread: EventReader
}

export function createInboundPipeline(settings: InboundPipelineSettings): InboundPipeline {
  const { inbox, clock } = settings
  return {
    receive: async (delivery) => {
      const { answer, eventKey } = await store(settings, delivery)
      inbox.recordAnswer({ ...delivery, eventKey }, answer.status, clock.now())
      return answer
    },
    reread: (stored) => read(settings, stored),
  }
}

async function store(
  settings: InboundPipelineSettings,
  delivery: VerifiedDelivery,
): Promise<{ readonly answer: WebhookAnswer; readonly eventKey: string }> {
  const { inbox, ids, digest } = settings
  const reading = await read(settings, delivery)
  const bodyDigest = digest(delivery.body)
  const named = { ...delivery, id: ids.next<'Event'>(), bodyDigest }
  if (!reading.isReadable) {
    const eventKey = `unreadable:${bodyDigest}`
    const outcome = await inbox.quarantine({ ...named, eventKey }, reading.reason)
    return { eventKey, answer: outcome === 'duplicate' ? received(true) : { status: 400, code: reading.reason } }
  }
  const { isReadable: _, ...event } = reading
  const { outcome } = await inbox.accept({ ...named, ...event })
  const isKnown = event.transition !== undefined
  return { eventKey: event.eventKey, answer: received(outcome === 'duplicate', isKnown) }
}

function received(duplicate: boolean, isKnown = true): WebhookAnswer {
  return { status: 200, body: { received: true, duplicate, ...(!isKnown && { ignored: true as const }) } }
}

async function read(settings: InboundPipelineSettings, delivery: VerifiedDelivery): Promise<DeliveryReading> {
  const reading = await readerOf(settings, delivery.provider)(delivery)
  return !reading.isReadable || isStorable(reading) ? reading : { isReadable: false, reason: 'schema_mismatch' }
}

function readerOf({ readers }: InboundPipelineSettings, provider: string): DeliveryReader {
  const reader = readers[provider]
  if (reader === undefined) throw new TypeError(`No reader was given for webhooks of "${provider}".`)
  return reader
}
