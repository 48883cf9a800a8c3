import { nextOpening, openSpanAt, type PhoneNumber, type Slot, toLocalIso } from '@cloudgreet/core'
import type { Appointment } from '@cloudgreet/core/contract'

import type { CalledBusiness } from '../ports/called-businesses.ts'
import { sayChoice, sayDay, sayMoment, sayTimeOfDay, toOffer } from './spoken-time.ts'

export interface InboundCallFacts {
  readonly business: CalledBusiness
  readonly now: Date
  /** The next open times. */
  readonly slots: readonly Slot[]
  readonly caller: PhoneNumber | null
  /** The caller's appointment with the latest beginning. */
  readonly latest: Appointment | undefined
}

/** What the agent's prompt may name as `{{…}}`: every name always there, every value a text, empty where there is none. */
export function toInboundVariables({ business, now, slots, caller, latest }: InboundCallFacts) {
  const { terms } = business
  const { timeZone } = terms
  const isOpen = openSpanAt(now, terms) !== undefined
  const opensAt = isOpen ? undefined : nextOpening(now, terms)
  return {
    business_id: business.id,
    business_name: business.businessName,
    services: terms.services.join(', '),
    time_zone: timeZone,
    local_now: toLocalIso(now, timeZone),
    local_date: sayDay(now, timeZone),
    local_time: sayTimeOfDay(now, timeZone),
    open_now: isOpen ? 'yes' : 'no',
    opens_next: opensAt === undefined ? '' : sayMoment(opensAt, timeZone),
    next_open_times: sayChoice(slots.map((slot) => toOffer(slot, timeZone).words)),
    can_transfer: business.forwardNumber === null ? 'no' : 'yes',
    agent_paused: business.isAgentPaused ? 'yes' : 'no',
    caller_number: caller ?? '',
    caller_known: latest === undefined ? 'no' : 'yes',
    caller_name: latest?.customerName ?? '',
    caller_last_appointment: latest === undefined ? '' : sayMoment(new Date(latest.startsAt), timeZone),
  }
}
