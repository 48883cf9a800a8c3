import type { Id, UserId } from '@cloudgreet/core'

export type LeadId = Id<'Lead'>

export type LeadStatus = 'new' | 'contacted' | 'replied' | 'qualified' | 'won' | 'lost' | 'opted_out'

/** A prospect as a sales person works it. */
export interface Lead {
  readonly id: LeadId
  readonly firstName: string | null
  readonly lastName: string | null
  readonly company: string | null
  readonly title: string | null
  readonly email: string | null
  readonly phone: string | null
  /** Where it came from: `apollo`, `import`. */
  readonly source: string
  /** `opted_out`: nobody writes to or calls this person. */
  readonly status: LeadStatus
  /** The sales person who works it; null: free to claim. */
  readonly ownerId: UserId | null
  readonly createdAt: Date
}
