import type { EmailAddress } from '../../kernel/domain/email-address.ts'
import type { ContactPermit } from '../domain/contact-permit.ts'

export interface OutgoingMail {
  readonly to: EmailAddress
  readonly subject: string
  readonly text: string
  readonly idempotencyKey: string
}

/** Sends mail. */
export interface Mailer {
  /**
   * Hands one mail to the provider; the same `idempotencyKey` again sends nothing more.
   *
   * @throws {PermitError} when the permit does not cover it or has run out
   * @throws {UpstreamError} when the provider refuses or does not answer
   */
  send(permit: ContactPermit, mail: OutgoingMail): Promise<void>
}
