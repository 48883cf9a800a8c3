import type { BusinessId, Channel, ContactDecision, Purpose } from '@cloudgreet/core'
import { openPermit } from '@cloudgreet/core/permit'

import type { Consent } from '../consent/consent.ts'

/** A confirmation later than this after the revocation, in milliseconds, is presumed unlawful (47 CFR 64.1200(a)(12)). */
export const confirmationWindowMs = 5 * 60 * 1_000

/** How long, in milliseconds, an inbound message may be answered as part of the same conversation (policy). */
export const conversationWindowMs = 72 * 60 * 60 * 1_000

/** The answer of another rule that may forbid the contact. */
export type ContactLimit = {
  readonly allowed: boolean
  readonly reasons?: readonly string[]
  /** When it may be tried again, if that is known. */
  readonly nextAllowedAt?: Date
}

export type ContactLimits = {
  readonly quietHours?: ContactLimit
  readonly caps?: ContactLimit
  readonly holds?: ContactLimit
}

export type ContactFacts = ContactLimits & {
  /** Folded for this business, person and channel. */
  readonly consent: Consent
  readonly purpose: Purpose
  readonly channel: Channel
  /** E.164 number or email address. */
  readonly to: string
  readonly at: Date
  readonly businessId: BusinessId
  /** Names the send on the permit. Default: empty, for a decision that no intent row backs. */
  readonly intentKey?: string
}

type ConsentFacts = Pick<ContactFacts, 'consent' | 'purpose' | 'channel' | 'at'>

/** Why a contact is refused, strongest first. Limits add their own. */
export type RefusalReason =
  | 'provider_blocked'
  | 'opted_out'
  | 'not_opted_out'
  | 'confirmation_already_sent'
  | 'confirmation_too_late'
  | 'no_consent'
  | 'no_written_consent'
  | 'no_recent_inbound'
  | 'review_pending'

/** Decides whether a person may be contacted now. Everything that is not allowed is refused. */
export function decideContact(facts: ContactFacts): ContactDecision {
  const limits = [facts.holds, facts.quietHours, facts.caps].filter((limit) => limit?.allowed === false)
  const reasons = [...refusalsOf(facts), ...limits.flatMap((limit) => limit?.reasons ?? ['limit_reached'])]
  if (reasons.length > 0 || limits.length > 0) return { allowed: false, reasons, ...latestOf(limits) }
  const { businessId, to: address, channel, purpose, at: openedAt, intentKey = '' } = facts
  return { allowed: true, permit: openPermit({ businessId, address, channel, purpose, intentKey, openedAt }) }
}

/** Every limit must have passed: the latest of their times. */
function latestOf(limits: readonly (ContactLimit | undefined)[]): { readonly nextAllowedAt?: Date } {
  const times = limits.flatMap((limit) => limit?.nextAllowedAt?.getTime() ?? [])
  return times.length === 0 ? {} : { nextAllowedAt: new Date(Math.max(...times)) }
}

/** Why consent alone would refuse, without limits; empty when it would not. Nothing may be sent on this answer. */
export function refusalsOf(facts: ConsentFacts): readonly RefusalReason[] {
  const blocked: readonly RefusalReason[] = facts.consent.providerBlock ? ['provider_blocked'] : []
  return [...blocked, ...purposeRefusals(facts)]
}

function purposeRefusals(facts: ConsentFacts): readonly RefusalReason[] {
  switch (facts.purpose) {
    case 'help_reply':
      return []
    case 'optout_confirmation':
      return confirmationRefusals(facts)
    case 'conversational_reply':
      return conversationRefusals(facts)
    case 'marketing':
      return [...consentRefusals(facts), ...(facts.consent.reviewHold ? (['review_pending'] as const) : [])]
    default:
      // CAN-SPAM: transactional and relationship mail stands outside the opt-out (15 USC 7702(17)).
      return facts.channel === 'email' ? [] : consentRefusals(facts)
  }
}

function confirmationRefusals({ consent, at }: ConsentFacts): readonly RefusalReason[] {
  if (consent.state !== 'opted_out' || consent.revokedAt === undefined) return ['not_opted_out']
  if (consent.confirmationSent) return ['confirmation_already_sent']
  return at.getTime() - consent.revokedAt.getTime() > confirmationWindowMs ? ['confirmation_too_late'] : []
}

function conversationRefusals({ consent, at }: ConsentFacts): readonly RefusalReason[] {
  if (consent.state === 'opted_out') return ['opted_out']
  const ageMs = at.getTime() - (consent.lastInboundAt?.getTime() ?? Number.NEGATIVE_INFINITY)
  return ageMs > conversationWindowMs ? ['no_recent_inbound'] : []
}

function consentRefusals({ consent, purpose, channel }: ConsentFacts): readonly RefusalReason[] {
  if (consent.state === 'opted_out') return ['opted_out']
  const covering = consent.grants.filter(({ purposes }) => purposes === undefined || purposes.includes(purpose))
  if (covering.length === 0) return ['no_consent']
  const needsWriting = purpose === 'marketing' && channel !== 'email'
  return needsWriting && !covering.some(({ kind }) => kind === 'written') ? ['no_written_consent'] : []
}
