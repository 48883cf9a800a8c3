import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { ContactPermit } from '../domain/contact-permit.ts'

export interface OutgoingText {
  readonly from: PhoneNumber
  readonly to: PhoneNumber
  readonly text: string
  /** Comes back with the vendor's events; {@link MessageSender.find} looks the send up by it. */
  readonly idempotencyKey: string
}

export interface SentText {
  readonly provider: string
  /** The vendor's id of the message. */
  readonly providerMessageId: string
}

/** Sends texts. */
export interface MessageSender {
  /**
   * Hands one text to the vendor, once: never retried inside.
   *
   * @throws {PermitError} when the permit does not cover it or has run out
   * @throws {UpstreamError} `refused`: nothing was sent; `unknown`: use {@link find} before trying again.
   *   Code `recipient_opted_out` when the vendor holds a block for this pair (Telnyx 40300).
   */
  send(permit: ContactPermit, text: OutgoingText): Promise<SentText>

  /** The probe: the text that the vendor took under this key, undefined when it took none. */
  find(idempotencyKey: string): Promise<SentText | undefined>
}
