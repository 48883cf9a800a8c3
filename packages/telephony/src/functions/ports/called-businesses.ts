import type { BookingTerms, BusinessId, PhoneNumber } from '@cloudgreet/core'

/** A business as far as a call to it is concerned. */
export interface CalledBusiness {
  readonly id: BusinessId
  readonly businessName: string
  readonly terms: BookingTerms
  /** The owner's own telephone. */
  readonly forwardNumber: PhoneNumber | null
  readonly isAgentPaused: boolean
  /** True for demo and monitor businesses. */
  readonly isSynthetic: boolean
}

/** Finds whom a call is for, by our own tables: never by what the caller or the payload's metadata says. */
export interface CalledBusinesses {
  /** By the agent, else by our number; undefined when neither is ours, or the business is closed. */
  find(called: {
    readonly agentId?: string | undefined
    readonly number?: string | undefined
  }): Promise<CalledBusiness | undefined>
}
