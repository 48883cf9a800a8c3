import {
  parsePhoneNumber,
  PermitError,
  UpstreamError,
  type BusinessId,
  type ContactPermit,
  type MessageSender,
} from '@cloudgreet/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { MemorySendFault } from '../adapters/memory/memory-message-sender.ts'

export interface MessageSenderSubject {
  readonly sender: MessageSender
  /** The next send meets this fault. */
  readonly failNext: (fault: MemorySendFault) => Promise<void> | void
  /** The vendor holds a STOP block of this recipient. */
  readonly block: (recipient: string) => Promise<void> | void
  /** How many texts really went out. */
  readonly countSent: () => Promise<number> | number
  /** The moment that the sender's clock shows. */
  readonly now: () => Date
  readonly close?: () => Promise<void>
}

export interface MessageSenderContract {
  readonly name: string
  readonly makeSubject: () => Promise<MessageSenderSubject> | MessageSenderSubject
  /** From `@cloudgreet/core/permit`, handed in because only tests and compliance may make permits. */
  readonly openPermit: (terms: {
    readonly businessId: BusinessId
    readonly address: string
    readonly channel: 'sms' | 'voice' | 'email'
    readonly purpose: 'transactional'
    readonly intentKey: string
    readonly openedAt: Date
  }) => ContactPermit
}

const from = parsePhoneNumber('+18005550100')
const to = parsePhoneNumber('+13125550142')
const businessId = '00000000-0000-7000-8000-00000000b001' as BusinessId

/** What every {@link MessageSender} does. */
export function messageSenderContract({ name, makeSubject, openPermit }: MessageSenderContract): void {
  describe(`MessageSender: ${name}`, () => {
    let subject: MessageSenderSubject
    beforeEach(async () => {
      subject = await makeSubject()
    })
    afterEach(async () => subject.close?.())

    const permitAt = (openedAt: Date, address: string = to) =>
      openPermit({ businessId, address, channel: 'sms', purpose: 'transactional', intentKey: 'intent-1', openedAt })
    const send = (idempotencyKey = 'key-1') =>
      subject.sender.send(permitAt(subject.now()), { from, to, text: 'See you at 10.', idempotencyKey })
    const failureOf = async (sending: Promise<unknown>) =>
      sending.then(
        () => undefined,
        (error: unknown) => error,
      )

    it('sends once and finds the text again by its key', async () => {
      const sent = await send()
      expect(await subject.sender.find('key-1')).toEqual(sent)
      expect(await subject.countSent()).toBe(1)
    })

    it('finds nothing under a key that was never sent', async () => {
      await send()
      expect(await subject.sender.find('key-2')).toBeUndefined()
    })

    it.each([
      ['for another address', () => permitAt(subject.now(), '+13125550199'), 'permit_mismatch'],
      ['that has run out', () => permitAt(new Date(subject.now().getTime() - 10_001)), 'permit_expired'],
    ])('sends nothing with a permit %s', async (_case, makePermit, code) => {
      const error = await failureOf(
        subject.sender.send(makePermit(), { from, to, text: 'See you at 10.', idempotencyKey: 'key-1' }),
      )
      expect(PermitError.isInstance(error)).toBe(true)
      expect(error).toMatchObject({ code })
      expect(await subject.countSent()).toBe(0)
    })

    it('reports a recipient who opted out at the vendor, and names no number', async () => {
      await subject.block(to)
      const error = await failureOf(send())
      expect(error).toMatchObject({ code: 'recipient_opted_out', outcome: 'refused', isRetryable: false })
      expect(String(error)).not.toContain(to.slice(2))
      expect(await subject.countSent()).toBe(0)
    })

    it('leaves the outcome open when the answer is lost, and the probe finds the text that went out', async () => {
      await subject.failNext('timeout_but_done')
      expect(await failureOf(send())).toMatchObject({ code: 'upstream_timeout', outcome: 'unknown' })
      expect(await subject.sender.find('key-1')).toBeDefined()
      expect(await subject.countSent()).toBe(1)
    })

    it('leaves the outcome open when there is no answer, and the probe finds nothing', async () => {
      await subject.failNext('timeout')
      expect(await failureOf(send())).toMatchObject({ code: 'upstream_timeout', outcome: 'unknown' })
      expect(await subject.sender.find('key-1')).toBeUndefined()
      expect(await subject.countSent()).toBe(0)
    })

    it.each([
      ['rate_limited', { code: 'upstream_rate_limited', outcome: 'refused', isRetryable: true, retryAfterMs: 2_000 }],
      ['unauthorized', { code: 'upstream_unauthorized', outcome: 'refused', isRetryable: false }],
      ['failed', { code: 'upstream_failed', outcome: 'unknown', isRetryable: true }],
    ] as const)('reports %s and does not try again by itself', async (fault, expected) => {
      await subject.failNext(fault)
      const error = await failureOf(send())
      expect(UpstreamError.isInstance(error)).toBe(true)
      expect(error).toMatchObject(expected)
      expect(await subject.countSent()).toBe(0)
    })
  })
}
