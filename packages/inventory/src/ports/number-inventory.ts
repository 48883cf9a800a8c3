import type { PhoneNumber, StockCounts } from '@cloudgreet/core'

import type { AddedLine } from '../domain/number-lines.ts'
import type { VerificationStatus } from '../domain/number-state.ts'

export interface NewStock {
  /** Default: `unverified`; such numbers are kept but not given out. */
  readonly verificationStatus?: VerificationStatus
  /** Carrier that the numbers are rented from. */
  readonly provider?: string
}

/** The stock as operators see it. */
export interface NumberInventory {
  /**
   * Takes numbers into the stock, one a line. A number that is there already stays exactly as it is,
   * whatever its status.
   */
  addNumbers(lines: readonly string[], stock?: NewStock): Promise<readonly AddedLine[]>

  /** Every status with its count, zero included, and `assignable`: available and verified. */
  countByStatus(): Promise<StockCounts>

  /** Makes numbers available whose quarantine is over. @returns those numbers */
  endQuarantines(): Promise<readonly PhoneNumber[]>
}
