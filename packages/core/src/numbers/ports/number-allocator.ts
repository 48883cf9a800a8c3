import { CloudGreetError } from '../../errors/cloudgreet-error.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'

/** How many numbers stand in each status. */
export type StockCounts = Readonly<Record<string, number>>

export type NumberClaim =
  | { readonly outcome: 'claimed'; readonly number: PhoneNumber }
  /** The stock is empty, looked at twice, the second time waiting for open claims. */
  | { readonly outcome: 'none'; readonly code: 'no_available_numbers'; readonly counts: StockCounts }
  /** Others' claims are still open: some may come back. */
  | { readonly outcome: 'busy'; readonly code: 'numbers_busy'; readonly retryAfterMs: number }

/** The business holds no number: an operator took it back, or it was never claimed. Claim again. */
export class NumberNotHeldError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.number-not-held'
  override readonly name = 'NumberNotHeldError'
  readonly code = 'number_not_held'

  constructor(options?: ErrorOptions) {
    super('This business holds no number; claim one first.', options)
  }
}

/** Gives each business one number and takes it back. */
export interface NumberAllocator {
  /** Reserves a number for the business in one statement; a business that holds one gets the same again. */
  claim(business: BusinessId): Promise<NumberClaim>

  /**
   * Turns the reservation into an assignment, once calls to the number reach the business. Again: nothing happens.
   *
   * @throws {NumberNotHeldError}
   */
  confirm(business: BusinessId): Promise<void>

  /** The probe: the number this business holds, reserved or assigned. */
  find(business: BusinessId): Promise<PhoneNumber | undefined>

  /**
   * Gives the number back: to `available` when it never served a caller (`unused`), else to quarantine.
   * A business that holds none: nothing happens.
   */
  release(business: BusinessId, reason: 'unused' | 'business_closed'): Promise<void>
}
