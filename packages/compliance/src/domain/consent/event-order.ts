import type { ConsentEvent } from './consent-event.ts'

/** Of events at one instant, lower comes first: what opens, then what closes, so that the opt-out wins. */
const ranks: Readonly<Record<string, number>> = {
  double_opt_in_requested: 0,
  clarify: 1,
  consent_granted: 1,
  import_consent: 1,
  review_closed: 1,
  staff_opt_in: 1,
  start: 1,
  yes: 1,
  complaint: 3,
  erasure_request: 3,
  import_opt_out: 3,
  number_reassigned: 3,
  provider_blocked: 3,
  review_opened: 3,
  staff_opt_out: 3,
  stop: 3,
  sent_optout_confirmation: 4,
}
const neutralRank = 2

/** When an event counts from, in milliseconds: nothing happens after it was received. */
export function effectiveTimeMs({ occurredAt, receivedAt }: ConsentEvent): number {
  return Math.min(occurredAt.getTime(), receivedAt?.getTime() ?? Number.POSITIVE_INFINITY)
}

/** Now, or later when an event is: another process's clock may be ahead of ours, and its STOP counts all the same. */
export function latestTime(events: readonly ConsentEvent[], now: Date): Date {
  return new Date(events.reduce((latest, event) => Math.max(latest, effectiveTimeMs(event)), now.getTime()))
}

/** Each event once, in an order that does not depend on the order of arrival. */
export function inOrder(events: readonly ConsentEvent[]): ConsentEvent[] {
  const seen = new Set<string>()
  return events.toSorted(compare).filter(({ id, type, channel }) => {
    if (id === undefined) return true
    const key = `${type} ${channel} ${id}`
    return !seen.has(key) && seen.add(key)
  })
}

function compare(left: ConsentEvent, right: ConsentEvent): number {
  return (
    effectiveTimeMs(left) - effectiveTimeMs(right) ||
    rankOf(left) - rankOf(right) ||
    compareText(distinction(left), distinction(right))
  )
}

function rankOf({ type, verdict }: ConsentEvent): number {
  if (type === 'review_closed' && verdict === 'stop') return 3
  return ranks[type] ?? neutralRank
}

/** Tells apart events that are equal in time and rank. */
function distinction({
  id,
  type,
  channel,
  kind,
  scope,
  evidence,
  consentAt,
  disconnectedAt,
  verdict,
}: ConsentEvent): string {
  return JSON.stringify([type, channel, kind, scope, evidence, consentAt, disconnectedAt, verdict, id])
}

function compareText(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
