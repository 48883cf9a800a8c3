import type { BusinessId } from '../domain/ids.ts'

declare const brand: unique symbol

/** An open transaction of some store. Only the adapters of that store look inside. */
export interface Transaction {
  readonly [brand]: 'Transaction'
}

/** Runs work all or nothing. Never wait for a vendor or hash a password inside. */
export interface Transactions {
  /**
   * Runs as one business: the database shows and takes no other business's rows.
   *
   * @throws whatever `work` throws, after everything it wrote is undone
   */
  asTenant<Result>(business: BusinessId, work: (transaction: Transaction) => Promise<Result>): Promise<Result>

  /**
   * Runs with sight of all businesses. For the inbound pipeline, the durable engine, and operators.
   *
   * @param purpose - names the use in the list of statements that run without a tenant
   */
  asOwner<Result>(purpose: string, work: (transaction: Transaction) => Promise<Result>): Promise<Result>
}
