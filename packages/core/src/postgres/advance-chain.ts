import { sql } from 'kysely'

import { CloudGreetError } from '../errors/cloudgreet-error.ts'
import type { BusinessId } from '../kernel/domain/ids.ts'
import type { Transaction } from '../kernel/ports/transactions.ts'
import { executorOf } from './postgres-transactions.ts'

/** A link of a business's consent chain. */
export interface ChainLink {
  /** 1 for the first; `bigint` as text. */
  readonly chainSeq: string
  /** Head before this link; for the first, SHA-256 of the business's id. */
  readonly chainPrev: Buffer
  readonly chainHead: Buffer
}

/** The business has no counter row, so nothing can be proven for it. */
export class ChainMissingError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.chain-missing'
  override readonly name = 'ChainMissingError'
  readonly code = 'chain_missing'

  constructor(options?: ErrorOptions) {
    super('This business has no consent chain; it was never created, or this tenant may not see it.', options)
  }
}

/**
 * Moves a business's consent chain on by one: `sha256(head || int8send(seq) || canonical)`.
 *
 * It locks the business's counter row until the transaction ends: take it last.
 *
 * @throws {ChainMissingError} for a business without a counter row
 */
export async function advanceChain(
  transaction: Transaction,
  businessId: BusinessId,
  canonical: Uint8Array,
): Promise<ChainLink> {
  const { rows } = await sql<ChainLink>`
    UPDATE business_counters
    SET chain_seq = chain_seq + 1, chain_prev = chain_head,
      chain_head = sha256(chain_head || int8send(chain_seq + 1) || ${Buffer.from(canonical)}::bytea)
    WHERE business_id = ${businessId}
    RETURNING chain_seq AS "chainSeq", chain_prev AS "chainPrev", chain_head AS "chainHead"`.execute(
    executorOf(transaction),
  )
  const [link] = rows
  if (link === undefined) throw new ChainMissingError()
  return link
}
