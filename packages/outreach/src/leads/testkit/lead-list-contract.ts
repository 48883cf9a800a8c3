import { type BusinessId, uuidSource } from '@cloudgreet/core'
import { describe, expect, it } from 'vitest'

import type { Lead } from '../domain/lead.ts'
import type { LeadList } from '../ports/lead-list.ts'

export interface LeadListSubject {
  readonly leads: LeadList
  makeBusiness(): Promise<BusinessId>
  add(business: BusinessId, lead: Lead): Promise<void>
}

/** What every `LeadList` keeps to. */
export function leadListContract(options: {
  readonly name: string
  readonly makeSubject: () => LeadListSubject
}): void {
  describe(`LeadList: ${options.name}`, () => {
    it('lists the newest first, page by page, each once', async () => {
      const { leads, makeBusiness, add } = options.makeSubject()
      const business = await makeBusiness()
      const wanted = [makeLead(3), makeLead(2), makeLead(2), makeLead(1)]
      for (const lead of wanted.toReversed()) await add(business, lead)

      const pages = [await leads.list(business, { limit: 3 })]
      pages.push(await leads.list(business, { limit: 3, after: pages[0]?.at(-1) }))
      expect(pages.map((page) => page.length)).toEqual([3, 1])
      expect(pages.flat().map(({ createdAt }) => createdAt)).toEqual(wanted.map(({ createdAt }) => createdAt))
      expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(4)
    })

    it('gives back what was kept, with what is missing as null', async () => {
      const { leads, makeBusiness, add } = options.makeSubject()
      const business = await makeBusiness()
      const lead: Lead = { ...makeLead(1), company: 'Harbor Dental', status: 'opted_out' }
      await add(business, lead)
      expect(await leads.list(business, { limit: 10 })).toEqual([lead])
    })

    it('shows those of one status', async () => {
      const { leads, makeBusiness, add } = options.makeSubject()
      const business = await makeBusiness()
      const won: Lead = { ...makeLead(1), status: 'won' }
      for (const lead of [won, makeLead(2)]) await add(business, lead)
      expect(await leads.list(business, { limit: 10, status: 'won' })).toEqual([won])
    })

    it('shows no lead of another business', async () => {
      const { leads, makeBusiness, add } = options.makeSubject()
      const [business, other] = [await makeBusiness(), await makeBusiness()]
      await add(other, makeLead(1))
      expect(await leads.list(business, { limit: 10 })).toEqual([])
    })
  })
}

function makeLead(day: number): Lead {
  const id = uuidSource.next<'Lead'>()
  return {
    id,
    firstName: 'Ana',
    lastName: null,
    company: null,
    title: null,
    email: `${id}@example.com`,
    phone: '+13125550142',
    source: 'import',
    status: 'new',
    ownerId: null,
    createdAt: new Date(Date.UTC(2026, 0, day)),
  }
}
