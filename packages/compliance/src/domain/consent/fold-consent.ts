import type { Channel, Purpose } from '@cloudgreet/core'

import type { Consent, ConsentState, Grant } from './consent.ts'
import type { ConsentEvent, GrantKind } from './consent-event.ts'
import { effectiveTimeMs, inOrder } from './event-order.ts'

/** How long an unanswered double opt-in question stays open, in milliseconds. */
export const pendingOptInLifetimeMs = 72 * 60 * 60 * 1_000

const informational: readonly Purpose[] = ['transactional', 'appointment_reminder', 'conversational_reply']
const phoneChannels: ReadonlySet<Channel> = new Set(['sms', 'voice'])

export type ConsentQuestion = {
  /** As of when; later events are left out. */
  readonly at: Date
  readonly channel: Channel
  /** Absent: the events are of one business. */
  readonly businessId?: string
}

type Folded = {
  readonly optedOut: boolean
  readonly grants: readonly Grant[]
  readonly pendingSinceMs: number | undefined
  readonly reviewHold: boolean
  readonly providerBlock: boolean
  readonly closedAtMs: number
  readonly reassignedAtMs: number
  readonly lastInboundMs: number | undefined
  readonly revokedAtMs: number | undefined
  readonly confirmationSent: boolean
  readonly reasons: readonly string[]
}

const nothing: Folded = {
  optedOut: false,
  grants: [],
  pendingSinceMs: undefined,
  reviewHold: false,
  providerBlock: false,
  closedAtMs: Number.NEGATIVE_INFINITY,
  reassignedAtMs: Number.NEGATIVE_INFINITY,
  lastInboundMs: undefined,
  revokedAtMs: undefined,
  confirmationSent: false,
  reasons: [],
}

/**
 * Folds what happened into what holds. The order of arrival does not matter; at one instant an opt-out beats an opt-in.
 *
 * A revocation by text or call ends both (policy), never email; one on email ends email; scope `all` ends every channel.
 */
export function foldConsent(events: readonly ConsentEvent[], question: ConsentQuestion): Consent {
  const relevant = events.filter(
    (event) =>
      (question.businessId === undefined ||
        event.businessId === undefined ||
        event.businessId === question.businessId) &&
      effectiveTimeMs(event) <= question.at.getTime(),
  )
  const folded = inOrder(relevant).reduce((state, event) => step(state, event, question.channel), nothing)
  return toConsent(folded, question.at)
}

function toConsent(folded: Folded, at: Date): Consent {
  const state = stateOf(folded, at.getTime())
  return {
    state,
    grants: state === 'opted_in' ? folded.grants : [],
    reviewHold: folded.reviewHold,
    providerBlock: folded.providerBlock,
    reasons: folded.reasons,
    confirmationSent: folded.confirmationSent,
    ...(folded.lastInboundMs !== undefined && { lastInboundAt: new Date(folded.lastInboundMs) }),
    ...(folded.revokedAtMs !== undefined && { revokedAt: new Date(folded.revokedAtMs) }),
  }
}

function stateOf(folded: Folded, atMs: number): ConsentState {
  if (folded.optedOut) return 'opted_out'
  if (folded.grants.length > 0) return 'opted_in'
  return isPending(folded, atMs) ? 'pending' : 'unknown'
}

function isPending({ pendingSinceMs }: Folded, atMs: number): boolean {
  return pendingSinceMs !== undefined && atMs - pendingSinceMs < pendingOptInLifetimeMs
}

function step(state: Folded, event: ConsentEvent, channel: Channel): Folded {
  const reaches = reachOf(event).has(channel)
  if (reaches && isRevocation(event)) return revoke(state, event, channel)
  if (reaches && event.type === 'review_opened') return openReview(state, event, channel)
  if (reaches && event.type === 'review_closed') return noted({ ...state, reviewHold: false }, event)
  return event.channel === channel ? ownChannelStep(state, event) : state
}

/** What is to be read was written by the person: it may be answered by hand meanwhile. */
function openReview(state: Folded, event: ConsentEvent, channel: Channel): Folded {
  const lastInboundMs = event.channel === channel ? effectiveTimeMs(event) : state.lastInboundMs
  return noted({ ...state, reviewHold: true, lastInboundMs }, event)
}

function isRevocation({ type, verdict }: ConsentEvent): boolean {
  return (
    ['stop', 'staff_opt_out', 'import_opt_out', 'provider_blocked', 'complaint'].includes(type) ||
    (type === 'review_closed' && verdict === 'stop')
  )
}

/** The channels that a revocation or a review holds for. */
function reachOf({ channel, scope }: ConsentEvent): ReadonlySet<Channel> {
  if (scope === 'all') return new Set(['sms', 'voice', 'email'])
  const reach = new Set(phoneChannels.has(channel) ? phoneChannels : [channel])
  if (scope === 'email' || scope === 'sms' || scope === 'voice') reach.add(scope)
  return reach
}

function revoke(state: Folded, event: ConsentEvent, channel: Channel): Folded {
  const timeMs = effectiveTimeMs(event)
  const isOwn = event.channel === channel
  const isSubscriberMade = isOwn && (event.type === 'stop' || event.type === 'review_closed')
  return noted(
    {
      ...state,
      optedOut: true,
      closedAtMs: timeMs,
      confirmationSent: state.optedOut && state.confirmationSent,
      pendingSinceMs: undefined,
      reviewHold: event.type === 'review_closed' ? false : state.reviewHold,
      providerBlock: state.providerBlock || (isOwn && event.type === 'provider_blocked'),
      revokedAtMs: isSubscriberMade ? timeMs : state.revokedAtMs,
      lastInboundMs: isOwn && event.type === 'stop' ? timeMs : state.lastInboundMs,
    },
    event,
  )
}

function ownChannelStep(state: Folded, event: ConsentEvent): Folded {
  const timeMs = effectiveTimeMs(event)
  switch (event.type) {
    case 'inbound_message':
    case 'help':
      return { ...state, lastInboundMs: timeMs }
    case 'consent_granted':
      return grant(state, event, { atMs: timeMs, kind: event.kind ?? 'oral', mayLift: mayLiftOptOut(event) })
    case 'import_consent':
      return importConsent(state, event)
    case 'staff_opt_in':
      return grant(state, event, { atMs: timeMs, kind: 'oral', mayLift: false })
    case 'double_opt_in_requested':
      return ask(state, event)
    case 'yes':
      return isPending(state, timeMs) ? answerYes(state, event) : { ...state, lastInboundMs: timeMs }
    case 'start':
      return restart(state, event)
    case 'clarify':
      return keepNamed(state, event)
    case 'number_reassigned':
      return reassign(state, event)
    case 'erasure_request':
      return noted({ ...state, grants: [], pendingSinceMs: undefined }, event)
    case 'sent_optout_confirmation':
      return { ...state, confirmationSent: true }
    default:
      return state
  }
}

/** After an opt-out only a recorded act of the person opts in again: written by phone channels, explicit by email. */
function mayLiftOptOut({ channel, kind, evidence }: ConsentEvent): boolean {
  if (evidence === false) return false
  return channel === 'email' ? kind !== 'implied' : kind === 'written'
}

function grant(
  state: Folded,
  event: ConsentEvent,
  { atMs, kind, mayLift }: { readonly atMs: number; readonly kind: GrantKind; readonly mayLift: boolean },
): Folded {
  if (atMs <= state.reassignedAtMs) return noted(state, event, 'rejected')
  if (state.optedOut && (!mayLift || atMs <= state.closedAtMs)) return noted(state, event, 'rejected')
  const purposes = purposesOf(event)
  const added: Grant = { kind, at: new Date(atMs), ...(purposes && { purposes }) }
  const kept = state.optedOut ? [] : state.grants
  return noted(optIn(state, [...kept, added]), event)
}

function optIn(state: Folded, grants: readonly Grant[]): Folded {
  return {
    ...state,
    grants,
    optedOut: false,
    pendingSinceMs: undefined,
    revokedAtMs: undefined,
    confirmationSent: false,
  }
}

/** An import proves nothing by itself: it needs the record of consent, and counts from when consent was given. */
function importConsent(state: Folded, event: ConsentEvent): Folded {
  if (event.evidence === undefined || event.evidence === null || event.evidence === false)
    return noted(state, event, 'rejected')
  const atMs = Math.min(event.consentAt?.getTime() ?? effectiveTimeMs(event), effectiveTimeMs(event))
  return grant(state, event, { atMs, kind: event.kind ?? 'written', mayLift: true })
}

function ask(state: Folded, event: ConsentEvent): Folded {
  if (state.optedOut) return noted(state, event, 'rejected')
  const timeMs = effectiveTimeMs(event)
  return state.grants.length > 0 || isPending(state, timeMs)
    ? state
    : noted({ ...state, pendingSinceMs: timeMs }, event)
}

function answerYes(state: Folded, event: ConsentEvent): Folded {
  const timeMs = effectiveTimeMs(event)
  const granted = grant(state, event, { atMs: timeMs, kind: 'written', mayLift: false })
  return { ...granted, lastInboundMs: timeMs }
}

/** The person's own restart: revives the former grants; without any it covers information only. */
function restart(state: Folded, event: ConsentEvent): Folded {
  const timeMs = effectiveTimeMs(event)
  if (isPending(state, timeMs)) return { ...answerYes(state, event), providerBlock: false }
  const grants: readonly Grant[] =
    state.grants.length > 0 ? state.grants : [{ kind: 'implied', at: new Date(timeMs), purposes: informational }]
  return noted({ ...optIn(state, grants), providerBlock: false, lastInboundMs: timeMs }, event)
}

function keepNamed(state: Folded, event: ConsentEvent): Folded {
  const named = purposesOf(event) ?? []
  if (!state.optedOut || named.length === 0) return state
  const kept = state.grants.flatMap((each) => {
    const purposes = (each.purposes ?? named).filter((purpose) => named.includes(purpose))
    return purposes.length === 0 ? [] : [{ ...each, purposes }]
  })
  return kept.length === 0 ? state : noted(optIn(state, kept), event)
}

function reassign(state: Folded, event: ConsentEvent): Folded {
  const reassignedAtMs = Math.max(state.reassignedAtMs, event.disconnectedAt?.getTime() ?? effectiveTimeMs(event))
  const grants = state.grants.filter(({ at }) => at.getTime() > reassignedAtMs)
  return noted({ ...state, reassignedAtMs, grants, pendingSinceMs: undefined }, event)
}

function purposesOf({ scope }: ConsentEvent): readonly Purpose[] | undefined {
  if (scope === undefined || typeof scope === 'string') return undefined
  return scope.flatMap((name) => purposeNamed(name) ?? [])
}

function purposeNamed(name: string): Purpose | undefined {
  switch (name) {
    case 'reminders':
      return 'appointment_reminder'
    case 'marketing':
    case 'transactional':
    case 'conversational_reply':
    case 'appointment_reminder':
      return name
    default:
      return undefined
  }
}

function noted(state: Folded, { type }: ConsentEvent, result?: 'rejected'): Folded {
  return { ...state, reasons: [...state.reasons, result === undefined ? type : `${type}_${result}`] }
}
