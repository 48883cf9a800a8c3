import { beforeEach, describe, expect, it } from 'vitest'

import { FakeClock } from '../../kernel/testkit/fake-clock.ts'
import type { HoldScope } from '../domain/hold.ts'
import type { HoldRequest, Holds } from '../ports/holds.ts'

/** What every `Holds` keeps to. */
export function holdsContract(options: {
  readonly name: string
  /** Without a hold, telling the time by this clock. */
  readonly makeSubject: (clock: FakeClock) => Promise<Holds>
}): void {
  describe(`Holds: ${options.name}`, () => {
    let clock: FakeClock
    let holds: Holds

    beforeEach(async () => {
      clock = new FakeClock()
      holds = await options.makeSubject(clock)
    })

    it('opens a hold with its owner, reason and time', async () => {
      const openedAt = clock.now()
      const { hold, isNew } = await holds.open(byMonitor)
      expect(isNew).toBe(true)
      expect(hold).toEqual({
        id: expect.any(String),
        scope: 'campaigns',
        owner: 'monitor:voice-agent',
        reason: 'Third failure in a row.',
        openedBy: 'monitors',
        openedAt,
        released: null,
      })
      expect(await holds.listOpen()).toEqual([hold])
    })

    it('stays stopped until every owner has released', async () => {
      await holds.open(byMonitor)
      clock.advance(1_000)
      await holds.open(byPerson)
      expect(await holds.release({ ...byMonitor, reason: 'Healthy again.' })).toMatchObject({
        released: { by: 'monitors', reason: 'Healthy again.', at: clock.now() },
      })
      expect(await ownersOf('campaigns')).toEqual(['person:dana'])
      await holds.release(byPerson)
      expect(await ownersOf('campaigns')).toEqual([])
    })

    it('lifts no hold of another owner, and says so', async () => {
      await holds.open(byMonitor)
      expect(await holds.release(byPerson)).toBeUndefined()
      expect(await ownersOf('campaigns')).toEqual(['monitor:voice-agent'])
    })

    it('keeps the first reason and time when an owner opens twice', async () => {
      const first = await holds.open(byMonitor)
      clock.advance(60_000)
      const second = await holds.open({ ...byMonitor, reason: 'Fourth failure in a row.' })
      expect(second).toEqual({ hold: first.hold, isNew: false })
      expect(await ownersOf('campaigns')).toHaveLength(1)
    })

    it('opens one hold when an owner asks many times at once', async () => {
      const opened = await Promise.all(Array.from({ length: 8 }, () => holds.open(byMonitor)))
      expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1)
      expect(new Set(opened.map(({ hold }) => hold.id)).size).toBe(1)
    })

    it('tells the scopes apart', async () => {
      await holds.open(byMonitor)
      await holds.open({ ...byMonitor, scope: 'paid_traffic' })
      await holds.release(byMonitor)
      expect(await ownersOf('campaigns')).toEqual([])
      expect(await ownersOf('paid_traffic')).toEqual(['monitor:voice-agent'])
    })

    it('remembers what was held, the newest first', async () => {
      await holds.open(byMonitor)
      await holds.release(byMonitor)
      clock.advance(1_000)
      const { hold } = await holds.open(byMonitor)
      const history = await holds.history({ limit: 10 })
      expect(history).toHaveLength(2)
      expect(history[0]).toEqual(hold)
      expect(history[1]?.released).not.toBeNull()
      expect(await holds.history({ limit: 1 })).toEqual([hold])
      expect(await holds.history({ limit: 10, after: hold })).toEqual(history.slice(1))
    })

    async function ownersOf(scope: HoldScope): Promise<string[]> {
      return (await holds.listOpen(scope)).map(({ owner }) => owner)
    }
  })
}

const byMonitor: HoldRequest = {
  scope: 'campaigns',
  owner: 'monitor:voice-agent',
  reason: 'Third failure in a row.',
  by: 'monitors',
}
const byPerson: HoldRequest = { scope: 'campaigns', owner: 'person:dana', reason: 'A customer complained.', by: 'dana' }
