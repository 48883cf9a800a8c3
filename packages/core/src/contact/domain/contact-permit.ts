import { CloudGreetError } from '../../errors/cloudgreet-error.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { Channel, Purpose } from './purpose.ts'

/** How long a permit holds, in milliseconds: one call to a vendor, no longer. */
export const permitLifetimeMs = 10_000

export interface PermitTerms {
  readonly businessId: BusinessId
  /** E.164 number or email address. */
  readonly address: string
  readonly channel: Channel
  readonly purpose: Purpose
  /** Key of the intent row that was committed with the decision. */
  readonly intentKey: string
  readonly openedAt: Date
}

/** The permit does not cover this contact, or has run out. Open the gate again. */
export class PermitError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.permit'
  override readonly name = 'PermitError'

  constructor(
    readonly code: 'permit_expired' | 'permit_mismatch' | 'permit_not_serialisable',
    message: string,
  ) {
    super(message)
  }
}

/**
 * Proof that the contact gate said yes to this contact, a moment ago.
 *
 * Ports that reach a person take one. Only compliance makes them (`@cloudgreet/core/permit`).
 */
export class ContactPermit implements PermitTerms {
  readonly #terms: PermitTerms

  private constructor(terms: PermitTerms) {
    this.#terms = Object.freeze({ ...terms })
    Object.freeze(this)
  }

  get businessId(): BusinessId {
    return this.#terms.businessId
  }
  get address(): string {
    return this.#terms.address
  }
  get channel(): Channel {
    return this.#terms.channel
  }
  get purpose(): Purpose {
    return this.#terms.purpose
  }
  get intentKey(): string {
    return this.#terms.intentKey
  }
  get openedAt(): Date {
    return this.#terms.openedAt
  }

  /**
   * Adapters call this right before they call the vendor.
   *
   * @throws {PermitError} `permit_expired` after 10 s, `permit_mismatch` for another address or channel
   */
  assertCovers(contact: { readonly address: string; readonly channel: Channel }, now: Date): void {
    if (contact.address !== this.address || contact.channel !== this.channel)
      throw new PermitError(
        'permit_mismatch',
        'The permit is for another address or channel; open the gate for this one.',
      )
    const ageMs = now.getTime() - this.openedAt.getTime()
    if (ageMs < 0 || ageMs > permitLifetimeMs)
      throw new PermitError('permit_expired', 'The permit has run out; open the gate again.')
  }

  /** @throws {PermitError} always: a stored permit would outlive the decision. */
  toJSON(): never {
    throw new PermitError(
      'permit_not_serialisable',
      'A permit is never stored; open the gate again where it is needed.',
    )
  }

  /** @internal Exported by `@cloudgreet/core/permit` only. */
  static open(terms: PermitTerms): ContactPermit {
    return new ContactPermit(terms)
  }
}
