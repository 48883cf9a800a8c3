import type { BusinessId, EventId } from '../../kernel/domain/ids.ts'

/** An event that waits for an operator: tried too often, or not readable. */
export interface DeadLetter {
  readonly id: EventId
  readonly provider: string
  readonly eventKey: string
  readonly eventType: string | undefined
  readonly businessId: BusinessId | undefined
  readonly status: DeadLetterStatus
  readonly receivedAt: Date
  /** SQLSTATE, error code or name, or why the bytes are not readable. */
  readonly errorClass: string | undefined
  /** How often it was tried. */
  readonly attempts: number
  readonly firstFailedAt: Date
  readonly lastFailedAt: Date
}

export type DeadLetterStatus = 'dead' | 'quarantined'

/** What is left out is not asked for. `from` and `to` are about the last failure; `to` is excluded. */
export interface DeadLetterFilter {
  readonly provider?: string | undefined
  readonly status?: DeadLetterStatus | undefined
  readonly businessId?: BusinessId | undefined
  readonly eventType?: string | undefined
  readonly errorClass?: string | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** Dead letters of one cause. */
export interface DeadLetterGroup {
  readonly errorClass: string | undefined
  readonly status: DeadLetterStatus
  readonly count: number
  readonly firstFailedAt: Date
  readonly lastFailedAt: Date
}
