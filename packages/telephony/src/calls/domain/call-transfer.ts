import type { CallTransfer } from '@cloudgreet/core/contract'

export type TransferState = CallTransfer['state']
export type TransferKind = NonNullable<CallTransfer['kind']>

/** What is known of putting a call through; null: not known yet. */
export type TransferFacts = {
  readonly kind: TransferKind | null
  readonly state: TransferState
  /** A number or a SIP URI. */
  readonly destination: string | null
  readonly startedAt: Date | null
  readonly bridgedAt: Date | null
  readonly endedAt: Date | null
}

/** A transfer only moves up. A call may try more than once: one try that reached somebody outweighs those given up. */
export const transferStateRanks: Readonly<Record<TransferState, number>> = {
  requested: 10,
  started: 20,
  cancelled: 30,
  bridged: 40,
  ended: 50,
}

/** A transfer as the business sees it. */
export function toTransfer(facts: TransferFacts): CallTransfer {
  return {
    ...facts,
    startedAt: facts.startedAt?.toISOString() ?? null,
    bridgedAt: facts.bridgedAt?.toISOString() ?? null,
    endedAt: facts.endedAt?.toISOString() ?? null,
  }
}
