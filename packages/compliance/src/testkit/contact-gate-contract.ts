import type {
  BusinessId,
  ConsentRecorder,
  ContactDecision,
  ContactGate,
  ContactPermit,
  ContactRequest,
} from '@cloudgreet/core'
import type { FakeClock } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

export interface ContactGateSubject {
  readonly gate: ContactGate
  /** Writes what the gate reads. */
  readonly recorder: ConsentRecorder
  /** The clock of both. */
  readonly clock: FakeClock
  readonly businessId: BusinessId
}

/** What every `ContactGate` does. */
export function contactGateContract({
  name,
  makeSubject,
}: {
  readonly name: string
  readonly makeSubject: () => Promise<ContactGateSubject>
}): void {
  const address = '+13125550142'

  async function begin() {
    const subject = await makeSubject()
    const { recorder, clock, businessId } = subject
    let count = 0
    const firstKey = `${businessId}:send-1`
    return {
      ...subject,
      firstKey,
      happens: (type: string, metadata: Readonly<Record<string, unknown>> = {}) => {
        clock.advance(1_000)
        count += 1
        return recorder.record({
          businessId,
          address,
          channel: 'sms',
          type,
          occurredAt: clock.now(),
          idempotencyKey: `event-${count}`,
          metadata,
        })
      },
      ask: (request: Partial<ContactRequest> = {}) =>
        subject.gate.open({
          businessId,
          address,
          channel: 'sms',
          purpose: 'marketing',
          intentKey: firstKey,
          ...request,
        }),
    }
  }

  describe(`ContactGate: ${name}`, () => {
    it('refuses a person who never consented', async () => {
      const { ask, gate, firstKey } = await begin()
      expect(await ask()).toEqual({ allowed: false, reasons: ['no_consent'] })
      expect(await gate.wasOpened(firstKey)).toBe(false)
    })

    it('gives a permit for exactly what was asked, opened now', async () => {
      const { ask, happens, gate, clock, businessId, firstKey } = await begin()
      await happens('consent_granted', { kind: 'written' })
      const permit = permitOf(await ask())
      expect(permit).toMatchObject({ businessId, address, channel: 'sms', purpose: 'marketing', intentKey: firstKey })
      expect(permit.openedAt).toEqual(clock.now())
      expect(await gate.wasOpened(firstKey)).toBe(true)
    })

    it('decides anew for a known intent: a STOP between two asks refuses the second', async () => {
      const { ask, happens, gate, firstKey } = await begin()
      await happens('consent_granted', { kind: 'written' })
      expect(await ask()).toMatchObject({ allowed: true })
      await happens('consent_revoked')
      expect(await ask()).toEqual({ allowed: false, reasons: ['opted_out'] })
      expect(await gate.wasOpened(firstKey)).toBe(true)
    })

    it('lets START lift the STOP', async () => {
      const { ask, happens } = await begin()
      await happens('consent_granted', { kind: 'written' })
      await happens('consent_revoked')
      await happens('consent_restored')
      expect(await ask()).toMatchObject({ allowed: true })
    })

    it('confirms an opt-out once', async () => {
      const { ask, happens, firstKey } = await begin()
      await happens('consent_revoked')
      expect(await ask({ purpose: 'optout_confirmation' })).toMatchObject({ allowed: true })
      expect(await ask({ purpose: 'optout_confirmation', intentKey: `${firstKey}-again` })).toEqual({
        allowed: false,
        reasons: ['confirmation_already_sent'],
      })
    })

    it('does not count an intent as its own predecessor', async () => {
      const { ask, happens } = await begin()
      await happens('consent_revoked')
      expect(await ask({ purpose: 'optout_confirmation' })).toMatchObject({ allowed: true })
      expect(await ask({ purpose: 'optout_confirmation' })).toMatchObject({ allowed: true })
    })

    it('confirms within five minutes or not at all', async () => {
      const { ask, happens, clock } = await begin()
      await happens('consent_revoked')
      clock.advance(5 * 60_000 + 1)
      expect(await ask({ purpose: 'optout_confirmation' })).toEqual({
        allowed: false,
        reasons: ['confirmation_too_late'],
      })
    })

    it('answers HELP after an opt-out, unless the provider blocks', async () => {
      const { ask, happens } = await begin()
      await happens('consent_revoked')
      await happens('help_requested')
      expect(await ask({ purpose: 'help_reply' })).toMatchObject({ allowed: true })
      await happens('provider_blocked', { code: '40300' })
      expect(await ask({ purpose: 'help_reply' })).toEqual({ allowed: false, reasons: ['provider_blocked'] })
    })

    it('answers a fresh inbound message', async () => {
      const { ask, happens, clock } = await begin()
      await happens('message_received')
      expect(await ask({ purpose: 'conversational_reply' })).toMatchObject({ allowed: true })
      clock.advance(73 * 3_600_000)
      expect(await ask({ purpose: 'conversational_reply' })).toEqual({ allowed: false, reasons: ['no_recent_inbound'] })
    })

    it('keeps people apart', async () => {
      const { ask, happens } = await begin()
      await happens('consent_granted', { kind: 'written' })
      expect(await ask({ address: '+13125550143' })).toEqual({ allowed: false, reasons: ['no_consent'] })
    })

    it('refuses to use one intent key for two contacts', async () => {
      const { ask, happens } = await begin()
      await happens('message_received')
      await happens('consent_granted', { kind: 'written' })
      await ask()
      await expect(ask({ purpose: 'conversational_reply' })).rejects.toMatchObject({ code: 'validation_failed' })
    })
  })
}

function permitOf(decision: ContactDecision): ContactPermit {
  if (decision.allowed) return decision.permit
  throw new Error(decision.reasons.join())
}
