import type { Hold, HoldScope } from '../domain/hold.ts'

export interface HoldRequest {
  readonly scope: HoldScope
  /** At most 120 characters. */
  readonly owner: string
  readonly reason: string
  /** Who asks, for the audit: a person's id or a program's name. */
  readonly by: string
}

export interface HistoryPage {
  /** At most 1,000. */
  readonly limit: number
  readonly after?: Pick<Hold, 'id' | 'openedAt'> | undefined
}

/**
 * Holds, counted by owner: each owner has at most one open hold on a scope, and can lift none but its own. Released
 * holds stay as the record of who stopped what, when and why.
 */
export interface Holds {
  /** Opens the owner's hold. One that is open already stays as it was, reason and time included. */
  open(request: HoldRequest): Promise<{ readonly hold: Hold; readonly isNew: boolean }>

  /** Lifts this owner's hold only. @returns undefined when the owner has none open on the scope */
  release(request: HoldRequest): Promise<Hold | undefined>

  /** The open holds, the oldest first; those of one scope when it is given. Empty: nothing is stopped. */
  listOpen(scope?: HoldScope): Promise<readonly Hold[]>

  /** Open and released, the newest first, from behind `after` on. */
  history(page: HistoryPage): Promise<readonly Hold[]>
}
