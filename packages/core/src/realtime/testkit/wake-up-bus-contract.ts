import { describe, expect, it, vi } from 'vitest'

import { uuidSource } from '../../kernel/adapters/system/uuid-source.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { WakeUpBus } from '../ports/wake-up-bus.ts'

/**
 * What every {@link WakeUpBus} does.
 *
 * @param makeSubject - opens a bus; two of them stand for two processes
 */
export function wakeUpBusContract({
  name,
  makeSubject,
  reach,
}: {
  name: string
  makeSubject: () => Promise<WakeUpBus>
  reach: 'one_process' | 'all_processes'
}): void {
  const newBusiness = () => uuidSource.next<'Business'>()

  async function withBuses(count: number, work: (...buses: WakeUpBus[]) => Promise<void>): Promise<void> {
    const buses = await Promise.all(Array.from({ length: count }, makeSubject))
    try {
      await work(...buses)
    } finally {
      for (const bus of buses) await bus.close()
    }
  }

  describe(`WakeUpBus: ${name}`, () => {
    it('wakes every reader of the process at once', () =>
      withBuses(1, async (bus) => {
        const heard: string[] = []
        const business = newBusiness()
        bus!.subscribe((woken) => heard.push(`first ${woken}`))
        bus!.subscribe((woken) => heard.push(`second ${woken}`))
        bus!.wake(business)
        expect(heard).toEqual([`first ${business}`, `second ${business}`])
      }))

    it('wakes nobody who has unsubscribed', () =>
      withBuses(1, async (bus) => {
        const heard: BusinessId[] = []
        const unsubscribe = bus!.subscribe((business) => heard.push(business))
        unsubscribe()
        bus!.wake(newBusiness())
        expect(heard).toEqual([])
      }))

    it('takes the same listener twice as two subscriptions', () =>
      withBuses(1, async (bus) => {
        const heard: BusinessId[] = []
        const listener = (business: BusinessId) => void heard.push(business)
        bus!.subscribe(listener)()
        bus!.subscribe(listener)
        bus!.wake(newBusiness())
        expect(heard).toHaveLength(1)
      }))

    it('lets no failing reader harm the others or the one who wakes', () =>
      withBuses(1, async (bus) => {
        const heard: BusinessId[] = []
        bus!.subscribe(() => {
          throw new Error('a broken reader')
        })
        bus!.subscribe((business) => heard.push(business))
        expect(() => bus!.wake(newBusiness())).not.toThrow()
        expect(heard).toHaveLength(1)
      }))

    it('wakes each business of many in other processes, as far as it promises', () =>
      withBuses(2, async (here, there) => {
        const heard = new Set<BusinessId>()
        there!.subscribe((business) => heard.add(business))
        const businesses = Array.from({ length: 450 }, newBusiness)
        for (const business of businesses) here!.wake(business)
        const promised = new Set(reach === 'all_processes' ? businesses : [])
        await vi.waitFor(() => expect(heard).toEqual(promised), { timeout: 10_000 })
      }))
  })
}
