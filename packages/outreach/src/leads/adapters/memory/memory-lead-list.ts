import type { BusinessId } from '@cloudgreet/core'

import type { Lead } from '../../domain/lead.ts'
import type { LeadList } from '../../ports/lead-list.ts'

export interface MemoryLeadList extends LeadList {
  add(business: BusinessId, lead: Lead): void
}

export function createMemoryLeadList(): MemoryLeadList {
  const leads: { readonly business: BusinessId; readonly lead: Lead }[] = []
  return {
    add: (business, lead) => void leads.push({ business, lead }),
    list: async (business, { limit, after, status }) =>
      leads
        .filter((entry) => entry.business === business)
        .map(({ lead }) => lead)
        .filter((lead) => status === undefined || lead.status === status)
        .toSorted(newestFirst)
        .filter((lead) => after === undefined || newestFirst(after, lead) < 0)
        .slice(0, limit),
  }
}

function newestFirst(one: Pick<Lead, 'id' | 'createdAt'>, other: Pick<Lead, 'id' | 'createdAt'>): number {
  const byTime = other.createdAt.getTime() - one.createdAt.getTime()
  if (byTime !== 0 || one.id === other.id) return byTime
  return one.id < other.id ? 1 : -1
}
