import type { BusinessId } from '@cloudgreet/core'

import type { Lead, LeadStatus } from '../domain/lead.ts'

export interface LeadQuery {
  readonly limit: number
  /** The last lead of the page before. */
  readonly after?: Pick<Lead, 'id' | 'createdAt'> | undefined
  readonly status?: LeadStatus | undefined
}

/** The leads of a business. */
export interface LeadList {
  /** Newest first; no lead of another business. */
  list(business: BusinessId, query: LeadQuery): Promise<readonly Lead[]>
}
