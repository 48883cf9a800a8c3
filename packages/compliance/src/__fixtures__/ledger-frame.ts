import type { BusinessId } from '@cloudgreet/core'
import type { Database } from '@cloudgreet/core/postgres'

import type { LedgerParameters } from '../ledger/prepare-ledger-entry.ts'
import { ledgerFragment } from '../adapters/postgres/ledger-fragment.ts'

/** A frame as small as can be round the fragment: lock, inbox, counter, ledger. */
export async function runLedgerFragment(
  database: Database,
  businessId: BusinessId,
  { canonical, parameters }: { readonly canonical: Uint8Array | null; readonly parameters: LedgerParameters },
): Promise<void> {
  const types: Readonly<Record<string, string>> = {
    ...ledgerFragment.parameters,
    ledger_canonical: 'bytea',
    business: 'uuid',
  }
  const values: Readonly<Record<string, unknown>> = {
    ...parameters,
    ledger_canonical: canonical && Buffer.from(canonical),
    business: businessId,
  }
  const names = Object.keys(types)
  const members = [
    ...ledgerFragment.before,
    { name: 'inbox', sql: 'SELECT :business AS business_id FROM ledger_lock' },
    {
      name: 'counter',
      sql: `UPDATE business_counters SET chain_seq = chain_seq + (:ledger_canonical IS NOT NULL)::int,
              chain_prev = CASE WHEN :ledger_canonical IS NULL THEN chain_prev ELSE chain_head END,
              chain_head = CASE WHEN :ledger_canonical IS NULL THEN chain_head
                ELSE sha256(chain_head || int8send(chain_seq + 1) || :ledger_canonical) END
            FROM inbox WHERE business_counters.business_id = inbox.business_id
            RETURNING business_counters.business_id, chain_seq, chain_prev, chain_head`,
    },
    ...ledgerFragment.members,
  ]
  const text = `WITH ${members.map(({ name, sql }) => `${name} AS (${sql})`).join(',\n')} SELECT FROM counter`
  const numbered = text.replace(
    /(?<!:):([a-z_]+)/g,
    (_match, name: string) => `$${names.indexOf(name) + 1}::${types[name]}`,
  )
  await database.pool.query(
    numbered,
    names.map((name) => values[name]),
  )
}
