import { systemClock, type Clock, UpstreamError } from '@cloudgreet/core'

import { createTelnyxClient, type TelnyxAccess } from '../../../messaging/adapters/telnyx/telnyx-client.ts'
import type { DeliveryReports } from '../../ports/delivery-reports.ts'
import { telnyxMessagePayloadSchema } from './telnyx-message-payload-schema.ts'
import { toReportedFacts } from './to-message-event.ts'

export interface TelnyxDeliveryReportsOptions extends TelnyxAccess {
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined
}

/** Reads texts back from `GET /messages/{id}`. */
export function createTelnyxDeliveryReports(options: TelnyxDeliveryReportsOptions): DeliveryReports {
  const client = createTelnyxClient(options)
  const clock = options.clock ?? systemClock
  return {
    async read(providerMessageId) {
      try {
        const { data } = await client.read('messages.retrieve', (sdk) => sdk.messages.retrieve(providerMessageId))
        const payload = telnyxMessagePayloadSchema.safeParse(data)
        return payload.success && payload.data.direction === 'outbound'
          ? toReportedFacts(payload.data, clock.now())
          : undefined
      } catch (error) {
        if (UpstreamError.isInstance(error) && error.status === 404) return undefined
        throw error
      }
    },
  }
}
