import { createHash, createHmac, createSecretKey } from 'node:crypto'

import { InvalidArgumentError } from '@cloudgreet/core'

import type { AddressHasher } from '../../ports/address-hasher.ts'

const shortestKeyBytes = 32

/**
 * {@link AddressHasher} over node:crypto.
 *
 * @param key - at least 32 bytes; keep it apart from the database, and for as long as the ledger
 * @throws {InvalidArgumentError} for a shorter key
 */
export function createNodeAddressHasher(key: Uint8Array): AddressHasher {
  if (key.byteLength < shortestKeyBytes)
    throw new InvalidArgumentError(`The key of the address hasher needs at least ${shortestKeyBytes} bytes.`)
  const secret = createSecretKey(key)
  return {
    subjectRef: (address) => createHmac('sha256', secret).update(address, 'utf8').digest('hex'),
    digest: (bytes) => createHash('sha256').update(bytes).digest(),
  }
}
