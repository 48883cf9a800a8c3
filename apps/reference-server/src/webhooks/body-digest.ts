import { createHash } from 'node:crypto'

/** SHA-256 of a body in hexadecimal; computed once, though readers and the inbox both ask for it. */
export function createBodyDigest(): (body: Uint8Array) => string {
  const known = new WeakMap<Uint8Array, string>()
  return (body) => {
    const found = known.get(body)
    if (found !== undefined) return found
    const digest = createHash('sha256').update(body).digest('hex')
    known.set(body, digest)
    return digest
  }
}
