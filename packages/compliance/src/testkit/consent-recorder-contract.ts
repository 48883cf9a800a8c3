import type { BusinessId, ConsentRecord, ConsentRecorder } from '@cloudgreet/core'
import { describe, expect, it } from 'vitest'

export interface ConsentRecorderSubject {
  readonly recorder: ConsentRecorder
  /** Businesses that exist. */
  readonly businessIds: readonly [BusinessId, BusinessId]
  /** What is on record for a business, oldest first. */
  recordsOf(
    businessId: BusinessId,
  ): Promise<readonly Pick<ConsentRecord, 'type' | 'channel' | 'metadata' | 'occurredAt'>[]>
}

/** What every `ConsentRecorder` does. */
export function consentRecorderContract({
  name,
  makeSubject,
}: {
  readonly name: string
  readonly makeSubject: () => Promise<ConsentRecorderSubject>
}): void {
  const recordFor = (businessId: BusinessId): ConsentRecord => ({
    businessId,
    address: '+13125550142',
    channel: 'sms',
    type: 'consent_granted',
    occurredAt: new Date('2026-01-15T11:59:00Z'),
    idempotencyKey: 'form-1',
    metadata: { kind: 'written', request: { from: '+13125550142', form: 'signup', version: 3 } },
  })

  describe(`ConsentRecorder: ${name}`, () => {
    it('keeps an event with its evidence', async () => {
      const {
        recorder,
        businessIds: [businessId],
        recordsOf,
      } = await makeSubject()
      const record = recordFor(businessId)
      await recorder.record(record)
      const { type, channel, metadata, occurredAt } = record
      expect(await recordsOf(businessId)).toEqual([expect.objectContaining({ type, channel, metadata, occurredAt })])
    })

    it('records once under one key, also when asked at the same time', async () => {
      const {
        recorder,
        businessIds: [businessId],
        recordsOf,
      } = await makeSubject()
      const record = recordFor(businessId)
      await Promise.all([recorder.record(record), recorder.record(record)])
      await recorder.record({ ...record, type: 'consent_revoked' })
      expect(await recordsOf(businessId)).toHaveLength(1)
    })

    it('keeps the keys of businesses apart', async () => {
      const {
        recorder,
        businessIds: [mine, other],
        recordsOf,
      } = await makeSubject()
      await recorder.record(recordFor(mine))
      await recorder.record(recordFor(other))
      expect(await recordsOf(mine)).toHaveLength(1)
      expect(await recordsOf(other)).toHaveLength(1)
    })

    it('keeps the order of recording', async () => {
      const {
        recorder,
        businessIds: [businessId],
        recordsOf,
      } = await makeSubject()
      for (const type of ['onboarding_submitted', 'consent_granted', 'consent_revoked'])
        await recorder.record({ ...recordFor(businessId), type, idempotencyKey: type })
      const types = (await recordsOf(businessId)).map((each) => each.type)
      expect(types).toEqual(['onboarding_submitted', 'consent_granted', 'consent_revoked'])
    })
  })
}
