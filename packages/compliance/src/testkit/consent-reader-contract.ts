import type { BusinessId, ConsentRecorder } from '@cloudgreet/core'
import type { FakeClock } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import type { ConsentReader } from '../gate/create-consent-reader.ts'

export interface ConsentReaderSubject {
  readonly reader: ConsentReader
  readonly recorder: ConsentRecorder
  readonly clock: FakeClock
  /** Businesses that exist. */
  readonly businessIds: readonly [BusinessId, BusinessId]
}

const [ana, ben, eve] = ['+13125550142', '+13125550143', '+13125550144'] as const

/** What a `ConsentReader` shows over every store. */
export function consentReaderContract({
  name,
  makeSubject,
}: {
  readonly name: string
  readonly makeSubject: () => Promise<ConsentReaderSubject>
}): void {
  async function prepare() {
    const subject = await makeSubject()
    const { recorder, clock, businessIds } = subject
    const note = async (address: string, type: string, businessId = businessIds[0]) => {
      clock.advance(1_000)
      await recorder.record({
        businessId,
        address,
        channel: 'sms',
        type,
        occurredAt: clock.now(),
        idempotencyKey: `${address}:${clock.now().getTime()}`,
        metadata: { kind: 'written' },
      })
      return clock.now()
    }
    return { ...subject, business: businessIds[0], note }
  }

  describe(`ConsentReader: ${name}`, () => {
    it('says of each person what holds, since when and by what', async () => {
      const { reader, business, note } = await prepare()
      await note(ana, 'consent_granted')
      await note(ben, 'message_received')
      const stoppedAt = await note(ana, 'consent_revoked')
      const views = await reader.read(business, [ana, ben, eve], 'sms')
      expect(views.get(ana)).toEqual({
        state: 'opted_out',
        providerBlock: false,
        reasons: ['consent_granted', 'stop'],
        decidedBy: 'stop',
        decidedAt: stoppedAt,
        replyRefusals: ['opted_out'],
      })
      expect(views.get(ben)).toEqual({ state: 'unknown', providerBlock: false, reasons: [], replyRefusals: [] })
      expect(views.get(eve)).toMatchObject({ state: 'unknown', replyRefusals: ['no_recent_inbound'] })
    })

    it('shows a block that the provider holds, until START lifts it', async () => {
      const { reader, business, note } = await prepare()
      const blockedAt = await note(ana, 'provider_blocked')
      const view = (await reader.read(business, [ana], 'sms')).get(ana)
      expect(view).toMatchObject({ state: 'opted_out', providerBlock: true, decidedBy: 'provider_blocked' })
      expect(view).toMatchObject({ decidedAt: blockedAt, replyRefusals: ['provider_blocked', 'opted_out'] })
      await note(ana, 'consent_restored')
      const lifted = (await reader.read(business, [ana], 'sms')).get(ana)
      expect(lifted).toMatchObject({ state: 'opted_in', providerBlock: false, decidedBy: 'start', replyRefusals: [] })
    })

    it("shows nothing of another business's record", async () => {
      const { reader, businessIds, note } = await prepare()
      await note(ana, 'consent_revoked')
      const views = await reader.read(businessIds[1], [ana], 'sms')
      expect(views.get(ana)).toMatchObject({ state: 'unknown', reasons: [] })
    })

    it('has nobody to show when nobody is asked for', async () => {
      const { reader, business } = await prepare()
      expect(await reader.read(business, [], 'sms')).toEqual(new Map())
    })
  })
}
