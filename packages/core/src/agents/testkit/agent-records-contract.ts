import { beforeEach, describe, expect, it } from 'vitest'

import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'
import { FakeClock } from '../../kernel/testkit/fake-clock.ts'
import type { AgentRecord, AgentRecords } from '../ports/agent-records.ts'

export interface AgentRecordsSubject {
  readonly records: AgentRecords
  /** Makes an open business with an id of its own. */
  readonly openBusiness: (number: PhoneNumber) => Promise<BusinessId> | BusinessId
  /** The state that was last kept for it. */
  readonly keptState: (business: BusinessId) => Promise<string | undefined> | string | undefined
}

export interface AgentRecordsContract {
  readonly name: string
  readonly makeSubject: (clock: FakeClock) => Promise<AgentRecordsSubject> | AgentRecordsSubject
}

/** A record as an open business has it before anybody changes a setting. */
export function toAgentRecord(businessId: BusinessId, number: PhoneNumber): AgentRecord {
  return {
    settings: {
      businessId,
      businessName: 'Example Dental',
      industry: null,
      timeZone: 'America/New_York',
      greeting: null,
      services: [],
      hours: null,
      bookingRules: null,
      hasForwardNumber: false,
    },
    isPaused: false,
    agentId: undefined,
    number,
    changedAt: new Date('2026-01-15T12:00:00Z'),
  }
}

const unknownBusiness = '00000000-0000-7000-8000-00000000b0ff' as BusinessId
let lastNumber = 8_005_550_100

/** What every {@link AgentRecords} does. */
export function agentRecordsContract({ name, makeSubject }: AgentRecordsContract): void {
  describe(`AgentRecords: ${name}`, () => {
    let subject: AgentRecordsSubject
    let clock: FakeClock
    let number: PhoneNumber
    let business: BusinessId
    beforeEach(async () => {
      clock = new FakeClock()
      subject = await makeSubject(clock)
      number = `+1${lastNumber}` as PhoneNumber
      lastNumber += 1
      business = await subject.openBusiness(number)
    })
    const inMs = (durationMs: number) => new Date(clock.now().getTime() + durationMs)

    it('finds the settings, the number and the agent of an open business', async () => {
      const { changedAt, ...found } = (await subject.records.find(business)) ?? {}
      const { changedAt: _, ...expected } = toAgentRecord(business, number)
      expect(found).toEqual(expected)
      expect(changedAt).toBeInstanceOf(Date)
      await subject.records.setAgentId(business, `agent_of_${business}`)
      expect(await subject.records.find(business)).toMatchObject({ agentId: `agent_of_${business}` })
      expect(await subject.records.find(unknownBusiness)).toBeUndefined()
    })

    it('lists open businesses page by page', async () => {
      const listed: BusinessId[] = []
      for (;;) {
        const page = await subject.records.listOpen({ after: listed.at(-1), limit: 1 })
        if (page.length === 0) break
        listed.push(...page)
      }
      expect(listed).toContain(business)
      expect(listed).toEqual([...new Set(listed)].toSorted())
    })

    it('lets one holder work on an agent at a time', async () => {
      const { records } = subject
      expect(await records.claim(business, 'one', inMs(1_000))).toBe(true)
      expect(await records.claim(business, 'one', inMs(2_000))).toBe(true)
      expect(await records.claim(business, 'two', inMs(1_000))).toBe(false)
      await records.release(business, 'two')
      expect(await records.claim(business, 'two', inMs(1_000))).toBe(false)
      await records.release(business, 'one')
      expect(await records.claim(business, 'two', inMs(1_000))).toBe(true)
    })

    it('takes an agent over from a holder whose time is up', async () => {
      expect(await subject.records.claim(business, 'dead', inMs(1_000))).toBe(true)
      clock.advance(1_000)
      expect(await subject.records.claim(business, 'next', inMs(1_000))).toBe(true)
      await subject.records.release(business, 'dead')
      expect(await subject.records.claim(business, 'dead', inMs(1_000))).toBe(false)
    })

    it('keeps how the agent was last found, beside a claim', async () => {
      const inspection = { businessId: business, agentId: undefined, missingPhrases: [], repairCommand: 'repair' }
      await subject.records.claim(business, 'one', inMs(1_000))
      await subject.records.keepInspection({
        ...inspection,
        state: 'missing',
        drift: [{ field: 'missing', repair: 'create' }],
      })
      expect(await subject.keptState(business)).toBe('missing')
      await subject.records.keepInspection({ ...inspection, state: 'active', drift: [] })
      expect(await subject.keptState(business)).toBe('active')
      expect(await subject.records.claim(business, 'two', inMs(1_000))).toBe(false)
    })
  })
}
