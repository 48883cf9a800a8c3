import { describe, expect, it } from 'vitest'

import type { Business } from '../../lib/client.ts'
import { toChange, toDraft, toFormField } from './settings-draft.ts'

const business: Business = {
  id: 'business-1',
  businessName: 'Example Plumbing',
  phoneNumber: '+18005550100',
  retellAgentId: 'agent-1',
  status: 'active',
  forwardNumber: '+13125550142',
  website: null,
  industry: null,
  timeZone: 'America/Chicago',
  greeting: null,
  services: ['Drain cleaning', 'Water heaters'],
  hours: { monday: [{ opens: '09:00', closes: '17:00' }] },
  bookingRules: { durationMinutes: 60, serviceMinutes: { 'Drain cleaning': 30 } },
  agentPaused: false,
  insightsEnabled: true,
  agentStatus: 'active',
  createdAt: '2026-03-02T15:00:00Z',
}

describe('toChange', () => {
  it('is empty when nothing was changed', () => {
    expect(toChange(toDraft(business), business)).toEqual({})
  })

  it('carries only what differs', () => {
    const draft = { ...toDraft(business), greeting: ' Hello! ', forwardNumber: '', services: 'Drain cleaning\n\n' }
    expect(toChange(draft, business)).toEqual({
      greeting: 'Hello!',
      forwardNumber: null,
      services: ['Drain cleaning'],
    })
  })

  it('leaves closed days out of the hours', () => {
    const draft = toDraft(business)
    const hours = { ...draft.hours, monday: [], sunday: [{ opens: '10:00', closes: '12:00' }] }
    expect(toChange({ ...draft, hours }, business)).toEqual({
      hours: { sunday: [{ opens: '10:00', closes: '12:00' }] },
    })
  })

  it('keeps the booking rules that the form does not show', () => {
    const draft = toDraft(business)
    const rules = { ...draft.rules, durationMinutes: '', bufferMinutes: '15' }
    expect(toChange({ ...draft, rules, closedDates: '2026-12-25' }, business)).toEqual({
      bookingRules: { bufferMinutes: 15, closedDates: ['2026-12-25'], serviceMinutes: { 'Drain cleaning': 30 } },
    })
  })
})

describe('toFormField', () => {
  it('names the field in which a refused line stands', () => {
    expect(['services.2', 'bookingRules.closedDates.0', 'hours.monday.0.closes'].map(toFormField)).toEqual([
      'services',
      'bookingRules.closedDates',
      'hours.monday.0.closes',
    ])
  })
})
