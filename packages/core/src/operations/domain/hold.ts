import type { HoldId } from '../../kernel/domain/ids.ts'

/**
 * What a hold stops: calls and texts of a campaign, the steps of cadences, mails and texts that advertise, and the
 * advertisements that bring paid visitors.
 */
export const holdScopes = ['campaigns', 'cadences', 'marketing', 'paid_traffic'] as const
export type HoldScope = (typeof holdScopes)[number]

/** One owner's wish that something rests. What it stops goes on when no owner wishes so any more. */
export interface Hold {
  readonly id: HoldId
  readonly scope: HoldScope
  /** Who holds: a monitor, an incident, a person. `monitor:voice-agent`, `incident:1042`. */
  readonly owner: string
  readonly reason: string
  readonly openedBy: string
  readonly openedAt: Date
  /** Null while it is open. */
  readonly released: { readonly by: string; readonly reason: string; readonly at: Date } | null
}
