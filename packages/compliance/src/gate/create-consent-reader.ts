import type { BusinessId, Channel, Clock } from '@cloudgreet/core'

import type { Consent } from '../domain/consent/consent.ts'
import type { ConsentEvent } from '../domain/consent/consent-event.ts'
import { effectiveTimeMs, latestTime } from '../domain/consent/event-order.ts'
import { foldConsent } from '../domain/consent/fold-consent.ts'
import { refusalsOf, type RefusalReason } from '../domain/contact/decide-contact.ts'
import type { ContactStore } from '../ports/contact-store.ts'

/** What holds for a person, for people to read. */
export type ConsentView = Pick<Consent, 'state' | 'providerBlock' | 'reasons'> & {
  /** What decided last: `stop`, `start`, `provider_blocked`, …; absent without a record. */
  readonly decidedBy?: string
  readonly decidedAt?: Date
  /** Why a reply by hand would be refused now; empty when it would not. */
  readonly replyRefusals: readonly RefusalReason[]
}

export interface ConsentReader {
  /** What holds for each address now. For showing: who sends asks the gate. */
  read(
    businessId: BusinessId,
    addresses: readonly string[],
    channel: Channel,
  ): Promise<ReadonlyMap<string, ConsentView>>
}

export function createConsentReader({
  store,
  clock,
}: {
  readonly store: Pick<ContactStore, 'histories'>
  readonly clock: Clock
}): ConsentReader {
  return {
    async read(businessId, addresses, channel) {
      const histories = await store.histories(businessId, addresses)
      return new Map(
        addresses.map((address) => {
          const events = histories.get(address) ?? []
          const at = latestTime(events, clock.now())
          return [address, toView(foldConsent(events, { at, channel, businessId }), { events, channel, at })]
        }),
      )
    },
  }
}

function toView(
  consent: Consent,
  { events, channel, at }: { readonly events: readonly ConsentEvent[]; readonly channel: Channel; readonly at: Date },
): ConsentView {
  const { state, providerBlock, reasons } = consent
  const replyRefusals = refusalsOf({ consent, purpose: 'conversational_reply', channel, at })
  const decidedBy = reasons.findLast((reason) => !reason.endsWith('_rejected'))
  const times = events.filter(({ type }) => type === decidedBy).map(effectiveTimeMs)
  return {
    state,
    providerBlock,
    reasons,
    replyRefusals,
    ...(decidedBy !== undefined && { decidedBy, decidedAt: new Date(Math.max(...times)) }),
  }
}
