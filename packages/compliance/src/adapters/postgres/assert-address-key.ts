import { CloudGreetError, type Transactions } from '@cloudgreet/core'
import { executorOf } from '@cloudgreet/core/postgres'

import type { AddressHasher } from '../../ports/address-hasher.ts'
import type { ComplianceTables } from './compliance-tables.ts'

/** No address looks like this, so the fingerprint names no person. */
const fingerprintText = 'cloudgreet address key'

/** The ledger of this database was written under another key: under this one, every opt-out in it would be overlooked. */
export class AddressKeyChangedError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.address-key-changed'
  override readonly name = 'AddressKeyChangedError'
  readonly code = 'address_key_changed'

  constructor() {
    super(
      'CLOUDGREET_ADDRESS_KEY is not the key that the consent ledger of this database was written with. ' +
        'Set it to the first key, or point DATABASE_URL at the database that belongs to this key. ' +
        'Without the variable, the key stands in secrets.json of the first data folder.',
    )
  }
}

/**
 * Makes sure that the hasher's key is the one that this database began with. The first call keeps the key's fingerprint,
 * an HMAC of a fixed text. Call it before anybody writes to the ledger or asks it.
 *
 * @throws {AddressKeyChangedError}
 */
export function assertAddressKey({
  transactions,
  hasher,
}: {
  readonly transactions: Transactions
  readonly hasher: AddressHasher
}): Promise<void> {
  const fingerprint = hasher.subjectRef(fingerprintText)
  return transactions.asOwner('assert_address_key', async (transaction) => {
    const tables = executorOf<ComplianceTables>(transaction)
    await tables
      .insertInto('compliance_address_key')
      .values({ fingerprint })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const kept = await tables.selectFrom('compliance_address_key').select('fingerprint').executeTakeFirstOrThrow()
    if (kept.fingerprint !== fingerprint) throw new AddressKeyChangedError()
  })
}
