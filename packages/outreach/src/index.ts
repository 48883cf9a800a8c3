export type { Lead, LeadId, LeadStatus } from './leads/domain/lead.ts'
export type { LeadList, LeadQuery } from './leads/ports/lead-list.ts'
