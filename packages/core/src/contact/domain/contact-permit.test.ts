import { describe, expect, it } from 'vitest'

import type { BusinessId } from '../../kernel/domain/ids.ts'
import { openPermit } from '../../permit.ts'
import { ContactPermit, PermitError, permitLifetimeMs } from './contact-permit.ts'

const openedAt = new Date('2026-01-15T12:00:00.000Z')
const terms = {
  businessId: '00000000-0000-7000-8000-000000000001' as BusinessId,
  address: '+13125550142',
  channel: 'sms',
  purpose: 'help_reply',
  intentKey: 'workflow:help',
  openedAt,
} as const
const contact = { address: terms.address, channel: terms.channel }
const after = (milliseconds: number) => new Date(openedAt.getTime() + milliseconds)
const withCode = (code: string) => (error: unknown) => PermitError.isInstance(error) && error.code === code

/** What the action throws. */
function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}

describe('ContactPermit', () => {
  it('carries its terms', () => {
    const { businessId, address, channel, purpose, intentKey, openedAt } = openPermit(terms)
    expect({ businessId, address, channel, purpose, intentKey, openedAt }).toEqual(terms)
  })

  it('cannot be changed, by its holder or by the one who made it', () => {
    const changing = { ...terms, address: '+13125550142' }
    const permit = openPermit(changing)
    changing.address = '+13125550143'
    expect(Object.isFrozen(permit)).toBe(true)
    expect(() => Object.assign(permit, { address: '+13125550143' })).toThrow(TypeError)
    expect(permit.address).toBe('+13125550142')
  })

  it('is not made by imitation', () => {
    const imitation = Object.create(ContactPermit.prototype) as ContactPermit
    expect(() => imitation.assertCovers(contact, openedAt)).toThrow(TypeError)
  })

  it.each([0, 1, permitLifetimeMs])('covers its contact %i ms after it was opened', (ageMs) => {
    expect(thrownBy(() => openPermit(terms).assertCovers(contact, after(ageMs)))).toBeUndefined()
  })

  it.each([permitLifetimeMs + 1, -1])('has run out %i ms after it was opened', (ageMs) => {
    const thrown = thrownBy(() => openPermit(terms).assertCovers(contact, after(ageMs)))
    expect(thrown).toSatisfy(withCode('permit_expired'))
  })

  it.each([{ address: '+13125550143' }, { channel: 'voice' as const }])('does not cover %o', (change) => {
    const thrown = thrownBy(() => openPermit(terms).assertCovers({ ...contact, ...change }, openedAt))
    expect(thrown).toSatisfy(withCode('permit_mismatch'))
    expect(String(thrown)).not.toContain('3125550')
  })

  it('is never stored', () => {
    const thrown = thrownBy(() => JSON.stringify({ permit: openPermit(terms) }))
    expect(thrown).toSatisfy(withCode('permit_not_serialisable'))
  })
})
