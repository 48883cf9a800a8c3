import type { EventId } from '@cloudgreet/core'
import type { DeliveryReader, DeliveryReading, VerifiedDelivery } from '@cloudgreet/core/inbound'
import { controlCallName, type InboundReading } from '@cloudgreet/telephony'
import { retellInbound } from '@cloudgreet/telephony/retell'
import { telnyxInbound } from '@cloudgreet/telephony/telnyx'

import type { InboundRules } from './inbound-rules.ts'

export interface InboundReadersOptions {
  readonly rules: InboundRules
  readonly digest: (body: Uint8Array) => string
  /** Whether the vendors that call control needs are on. */
  readonly controlsCalls: boolean
}

/** The pipeline names the event: what it reads here has no name yet. */
const unnamed = '00000000-0000-0000-0000-000000000000' as EventId

/** What the vendors' packages read out of a delivery, with what the consent rules make of it. */
export function createInboundReaders({ rules, digest, controlsCalls }: InboundReadersOptions) {
  const callWorkflow = controlsCalls ? controlCallName : undefined
  const toDelivery = (delivery: VerifiedDelivery) => ({ ...delivery, digest: digest(delivery.body), id: unnamed })
  return {
    retell: (delivery) => toReading(retellInbound({ ...toDelivery(delivery), ledgerFor: rules.ledgerForCall })),
    telnyx: (delivery) =>
      toReading(
        telnyxInbound({
          ...toDelivery(delivery),
          decide: rules.decideText,
          ledgerForText: rules.ledgerForText,
          ledgerFor: rules.ledgerForCall,
          callWorkflow,
        }),
      ),
  } satisfies Record<string, DeliveryReader>
}

function toReading(reading: InboundReading): DeliveryReading {
  if (reading.kind === 'unreadable') return { isReadable: false, reason: reading.reason }
  const { eventKey, eventType, occurredAt, routing, transition } = reading.event
  return { isReadable: true, eventKey, eventType, occurredAt, routing, transition }
}
