import { createHash } from 'node:crypto'

import { InvalidArgumentError } from '../../../errors/invalid-argument-error.ts'

/** Shortest secret, in bytes: as long as the HMAC (RFC 7518, 3.2). */
const minSecretBytes = 32

export interface SigningKey {
  readonly id: string
  readonly secret: Uint8Array
}

export interface SigningKeys {
  readonly signing: SigningKey
  /** The keys that may have signed: the one of this id, or all when the id is not ours. */
  candidates(keyId: string | undefined): readonly SigningKey[]
}

/**
 * The first secret signs, all verify. A key's id is a digest of its secret, used to look keys up and for nothing else.
 *
 * @throws {InvalidArgumentError} without secrets, or when one is shorter than 32 bytes
 */
export function createSigningKeys(secrets: readonly string[]): SigningKeys {
  const keys = secrets.map(toKey)
  const [signing] = keys
  if (signing === undefined) throw new InvalidArgumentError('Access tokens need a secret; set at least one.')
  const byId = new Map(keys.map((key) => [key.id, key]))
  return {
    signing,
    candidates: (keyId) => {
      const named = keyId === undefined ? undefined : byId.get(keyId)
      return named === undefined ? keys : [named]
    },
  }
}

function toKey(text: string): SigningKey {
  const secret = new TextEncoder().encode(text)
  if (secret.length < minSecretBytes)
    throw new InvalidArgumentError('A secret of access tokens is too short; use 32 random bytes or more.')
  return { id: createHash('sha256').update('cloudgreet.kid').update(secret).digest('hex').slice(0, 16), secret }
}
