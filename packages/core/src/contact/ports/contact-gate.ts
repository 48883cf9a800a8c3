import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { ContactPermit } from '../domain/contact-permit.ts'
import type { Channel, Purpose } from '../domain/purpose.ts'

export interface ContactRequest {
  readonly businessId: BusinessId
  /** E.164 number or email address. */
  readonly address: string
  readonly channel: Channel
  readonly purpose: Purpose
  /** Names this one send, the same after a crash: the workflow step's idempotency key. */
  readonly intentKey: string
}

export type ContactDecision =
  | { readonly allowed: true; readonly permit: ContactPermit }
  | {
      readonly allowed: false
      /** Named reasons, strongest first: `opted_out`, `no_consent`, `confirmation_already_sent`, … */
      readonly reasons: readonly string[]
      readonly nextAllowedAt?: Date
    }

/** Who may be contacted now. Every send, dial and mail passes here first. */
export interface ContactGate {
  /**
   * Decides in one transaction: locks the person, folds their consent, and writes the intent row when it is yes.
   * A STOP takes the same lock, so it comes either before the decision or after the intent.
   * Asking again with the same `intentKey` decides anew and keeps one intent.
   *
   * @throws when it cannot read or write: no answer is a no
   */
  open(request: ContactRequest): Promise<ContactDecision>

  /** True when {@link open} ever said yes to this key: the effect may have happened, so probe first. */
  wasOpened(intentKey: string): Promise<boolean>
}
