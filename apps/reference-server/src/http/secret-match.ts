import { createHash, timingSafeEqual } from 'node:crypto'

/** True when the text is one of the secrets. Digests are compared, all of them, in constant time. */
export function matchesSecret(given: string | undefined, secrets: readonly string[]): boolean {
  if (given === undefined || given === '') return false
  const digest = sha256(given)
  let matched = false
  for (const secret of secrets) matched = timingSafeEqual(digest, sha256(secret)) || matched
  return matched
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
