import type { BusinessId, Transaction } from '@cloudgreet/core'
import { executorOf } from '@cloudgreet/core/postgres'

import type { LedgerRow } from '../../domain/ledger/ledger-row.ts'
import type { ComplianceTables } from './compliance-tables.ts'

/** The rows of a business's chain in order, for `verifyChain`. */
export async function readChain(transaction: Transaction, businessId: BusinessId): Promise<readonly LedgerRow[]> {
  return executorOf<ComplianceTables>(transaction)
    .selectFrom('compliance_ledger')
    .select([
      'id',
      'channel',
      'terms',
      'canonical',
      'synthetic',
      'event_type as eventType',
      'subject_ref as subjectRef',
      'metadata_digest as metadataDigest',
      'occurred_at as occurredAt',
      'created_at as createdAt',
      'chain_seq as chainSeq',
      'chain_prev as chainPrev',
      'chain_head as chainHead',
    ])
    .where('business_id', '=', businessId)
    .orderBy('chain_seq')
    .execute()
}
