import {
  type Clock,
  type ContactDecision,
  type ContactGate,
  type ContactRequest,
  InvalidArgumentError,
} from '@cloudgreet/core'

import { latestTime } from '../domain/consent/event-order.ts'
import { foldConsent } from '../domain/consent/fold-consent.ts'
import { type ContactLimits, decideContact } from '../domain/contact/decide-contact.ts'
import type { ContactSession, ContactStore } from '../ports/contact-store.ts'

export type ContactGateOptions = {
  readonly store: ContactStore
  readonly clock: Clock
  /** Quiet hours, caps and holds; asked before the transaction begins. Default: none. */
  readonly limits?: (request: ContactRequest) => Promise<ContactLimits>
}

/** The {@link ContactGate}: lock the person, fold their consent, decide, keep the intent; all or nothing. */
export function createContactGate({ store, clock, limits = async () => ({}) }: ContactGateOptions): ContactGate {
  return {
    wasOpened: (intentKey) => store.hasIntent(intentKey),
    open: async (request) => {
      const set = await limits(request)
      return store.withSubject(request, (session) => decide(session, request, { now: clock.now(), limits: set }))
    },
  }
}

async function decide(
  session: ContactSession,
  request: ContactRequest,
  { now, limits }: { readonly now: Date; readonly limits: ContactLimits },
): Promise<ContactDecision> {
  const { businessId, channel, purpose, address: to, intentKey } = request
  const events = await session.history(intentKey)
  const consent = foldConsent(events, { at: latestTime(events, now), channel, businessId })
  const decision = decideContact({ ...limits, consent, purpose, channel, to, at: now, businessId, intentKey })
  if (!decision.allowed) return decision
  const intent = { intentKey, channel, purpose, openedAt: now }
  if (!(await session.keepIntent(intent)))
    throw new InvalidArgumentError('This intent key stands for another contact; each send needs a key of its own.')
  if (purpose === 'optout_confirmation') await session.recordConfirmation(intent)
  return decision
}
