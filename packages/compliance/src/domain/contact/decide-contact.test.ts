import type { BusinessId, ContactDecision, ContactPermit } from '@cloudgreet/core'
import { describe, expect, it } from 'vitest'

import { foldConsent } from '../consent/fold-consent.ts'
import { type ContactFacts, decideContact } from './decide-contact.ts'

const at = new Date('2026-01-15T12:00:00Z')
const facts: ContactFacts = {
  consent: foldConsent([{ type: 'consent_granted', channel: 'sms', kind: 'written', occurredAt: at }], {
    at,
    channel: 'sms',
  }),
  purpose: 'marketing',
  channel: 'sms',
  to: '+13125550142',
  at,
  businessId: '00000000-0000-7000-8000-000000000001' as BusinessId,
}

describe('decideContact', () => {
  it('gives a permit that covers this contact, from now', () => {
    const permit = permitOf(decideContact(facts))
    expect(permit.openedAt).toEqual(at)
    expect(() => permit.assertCovers({ address: facts.to, channel: 'sms' }, at)).not.toThrow()
  })

  it.each(['quietHours', 'caps', 'holds'] as const)('refuses when %s say no, with their reasons', (name) => {
    const limit = { allowed: false, reasons: [`${name}_closed`] }
    expect(decideContact({ ...facts, [name]: limit })).toEqual({ allowed: false, reasons: [`${name}_closed`] })
  })

  it('names a limit that gives no reason', () => {
    expect(decideContact({ ...facts, caps: { allowed: false } })).toEqual({
      allowed: false,
      reasons: ['limit_reached'],
    })
  })

  it('answers with the time when all limits have passed', () => {
    const [early, late] = [new Date('2026-01-15T13:00:00Z'), new Date('2026-01-16T13:00:00Z')]
    const decision = decideContact({
      ...facts,
      quietHours: { allowed: false, reasons: ['quiet_hours'], nextAllowedAt: early },
      caps: { allowed: false, reasons: ['daily_cap'], nextAllowedAt: late },
    })
    expect(decision).toEqual({ allowed: false, reasons: ['quiet_hours', 'daily_cap'], nextAllowedAt: late })
  })

  it('puts consent before limits among the reasons', () => {
    const consent = foldConsent([{ type: 'stop', channel: 'sms', occurredAt: at }], { at, channel: 'sms' })
    expect(decideContact({ ...facts, consent, holds: { allowed: false, reasons: ['marketing_hold'] } })).toEqual({
      allowed: false,
      reasons: ['opted_out', 'marketing_hold'],
    })
  })
})

function permitOf(decision: ContactDecision): ContactPermit {
  if (decision.allowed) return decision.permit
  throw new Error(decision.reasons.join())
}
