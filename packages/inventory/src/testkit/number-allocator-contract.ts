import { type BusinessId, type NumberAllocator, NumberNotHeldError } from '@cloudgreet/core'
import { FakeClock } from '@cloudgreet/core/testkit'
import { beforeEach, describe, expect, it } from 'vitest'

import type { NumberInventory } from '../ports/number-inventory.ts'

const dayMs = 86_400_000

export interface NumberAllocatorSubject {
  readonly allocator: NumberAllocator
  /** The same stock, empty at the beginning. */
  readonly inventory: NumberInventory
  /** A business that exists where the adapter demands it. */
  makeBusiness(): Promise<BusinessId>
}

/** What every `NumberAllocator` and the `NumberInventory` beside it keep to. */
export function numberAllocatorContract(options: {
  readonly name: string
  readonly makeSubject: (clock: FakeClock) => Promise<NumberAllocatorSubject>
}): void {
  describe(`NumberAllocator: ${options.name}`, () => {
    let clock: FakeClock
    let subject: NumberAllocatorSubject
    const verified = { verificationStatus: 'verified' } as const

    beforeEach(async () => {
      clock = new FakeClock()
      subject = await options.makeSubject(clock)
    })

    describe('claiming', () => {
      it('reserves a number and finds it again', async () => {
        await subject.inventory.addNumbers(['+18005550100'], verified)
        const business = await subject.makeBusiness()
        expect(await subject.allocator.claim(business)).toEqual({ outcome: 'claimed', number: '+18005550100' })
        expect(await subject.allocator.find(business)).toBe('+18005550100')
        expect(await subject.inventory.countByStatus()).toMatchObject({ available: 0, reserved: 1, assignable: 0 })
      })

      it('gives the same number to the same business', async () => {
        await subject.inventory.addNumbers(['+18005550100', '+18885550101'], verified)
        const business = await subject.makeBusiness()
        const first = await subject.allocator.claim(business)
        await subject.allocator.confirm(business)
        expect(await subject.allocator.claim(business)).toEqual(first)
        expect(await subject.inventory.countByStatus()).toMatchObject({ available: 1, assigned: 1 })
      })

      it('gives one number to claims of one business at the same time', async () => {
        await subject.inventory.addNumbers(['+18005550100', '+18885550101', '+18775550102'], verified)
        const business = await subject.makeBusiness()
        const claims = await Promise.all(Array.from({ length: 8 }, () => subject.allocator.claim(business)))
        const held = await subject.allocator.find(business)
        expect(claims.every((claim) => claim.outcome === 'claimed' && claim.number === held)).toBe(true)
        expect(await subject.inventory.countByStatus()).toMatchObject({ available: 2, reserved: 1 })
      })

      it('says none, with the counts, when the stock is empty', async () => {
        await subject.inventory.addNumbers(['+18005550100'])
        expect(await subject.allocator.claim(await subject.makeBusiness())).toEqual({
          outcome: 'none',
          code: 'no_available_numbers',
          counts: { available: 1, assignable: 0, reserved: 0, assigned: 0, suspended: 0, quarantined: 0, retired: 0 },
        })
      })
    })

    describe('confirming', () => {
      it('assigns the reserved number, also when asked twice', async () => {
        await subject.inventory.addNumbers(['+18005550100'], verified)
        const business = await subject.makeBusiness()
        await subject.allocator.claim(business)
        await subject.allocator.confirm(business)
        await subject.allocator.confirm(business)
        expect(await subject.inventory.countByStatus()).toMatchObject({ reserved: 0, assigned: 1 })
      })

      it('fails when the business holds no number', async () => {
        await expect(subject.allocator.confirm(await subject.makeBusiness())).rejects.toSatisfy((error) =>
          NumberNotHeldError.isInstance(error),
        )
      })
    })

    describe('releasing', () => {
      it('makes an unused number available at once', async () => {
        await subject.inventory.addNumbers(['+18005550100'], verified)
        const [first, second] = [await subject.makeBusiness(), await subject.makeBusiness()]
        await subject.allocator.claim(first)
        await subject.allocator.release(first, 'unused')
        expect(await subject.allocator.find(first)).toBeUndefined()
        expect(await subject.allocator.claim(second)).toEqual({ outcome: 'claimed', number: '+18005550100' })
      })

      it('keeps the number of a closed business in quarantine for 30 days', async () => {
        await subject.inventory.addNumbers(['+18005550100'], verified)
        const business = await subject.makeBusiness()
        await subject.allocator.claim(business)
        await subject.allocator.confirm(business)
        await subject.allocator.release(business, 'business_closed')
        clock.advance(30 * dayMs - 1)
        expect(await subject.inventory.endQuarantines()).toEqual([])
        expect(await subject.allocator.claim(business)).toMatchObject({ outcome: 'none', counts: { quarantined: 1 } })
        clock.advance(1)
        expect(await subject.inventory.endQuarantines()).toEqual(['+18005550100'])
        expect(await subject.allocator.claim(business)).toMatchObject({ outcome: 'claimed' })
      })

      it('does nothing for a business that holds none', async () => {
        const business = await subject.makeBusiness()
        await subject.allocator.release(business, 'unused')
        await subject.allocator.release(business, 'business_closed')
        expect(await subject.allocator.find(business)).toBeUndefined()
      })
    })

    describe('adding to the stock', () => {
      it('reports on each line', async () => {
        await subject.inventory.addNumbers(['+18005550100'])
        const lines = ['(800) 555-0100', '', '1-888-555-0101', '+1 888 555 0101', 'call us', '+13125550142']
        expect(await subject.inventory.addNumbers(lines)).toEqual([
          { line: 1, input: '(800) 555-0100', result: 'exists', number: '+18005550100' },
          { line: 3, input: '1-888-555-0101', result: 'added', number: '+18885550101' },
          { line: 4, input: '+1 888 555 0101', result: 'invalid', reason: 'repeated_line' },
          { line: 5, input: 'call us', result: 'invalid', reason: 'not_a_number' },
          { line: 6, input: '+13125550142', result: 'invalid', reason: 'not_toll_free' },
        ])
      })

      it('leaves a number that is held as it is', async () => {
        await subject.inventory.addNumbers(['+18005550100'], verified)
        const business = await subject.makeBusiness()
        await subject.allocator.claim(business)
        await subject.inventory.addNumbers(['+18005550100'], { verificationStatus: 'rejected' })
        expect(await subject.allocator.find(business)).toBe('+18005550100')
      })
    })
  })
}
