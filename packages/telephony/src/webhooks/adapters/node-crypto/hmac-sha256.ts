import { createHash, hash, type Hash } from 'node:crypto'

/** A secret, prepared once. */
export type HmacKey = { readonly innerPad: Buffer; readonly outerPad: Buffer; readonly padded: Hash }

const blockLength = 64
const digestLength = 32
/** Up to here two one-shot hashes over one buffer beat a streaming object, by a fifth at 2 KB. */
const mostCopied = 16_384

const inner = Buffer.alloc(blockLength + mostCopied)
const outer = Buffer.alloc(blockLength + digestLength)

/** @returns undefined for an empty secret, with which anybody could sign */
export function prepareHmacKey(secret: string): HmacKey | undefined {
  if (secret === '') return undefined
  const bytes = Buffer.from(secret)
  const block = Buffer.alloc(blockLength)
  block.set(bytes.length > blockLength ? createHash('sha256').update(bytes).digest() : bytes)
  const innerPad = block.map((byte) => byte ^ 0x36) as Buffer
  const outerPad = block.map((byte) => byte ^ 0x5c) as Buffer
  return { innerPad, outerPad, padded: createHash('sha256').update(innerPad) }
}

/** HMAC-SHA-256 (RFC 2104) of the body followed by an ASCII suffix, in lower-case hexadecimal. */
export function hmacSha256(key: HmacKey, body: Uint8Array, suffix: string): string {
  outer.set(key.outerPad)
  outer.write(innerDigest(key, body, suffix), blockLength, 'binary')
  return hash('sha256', outer, 'hex')
}

function innerDigest({ innerPad, padded }: HmacKey, body: Uint8Array, suffix: string): string {
  const length = body.length + suffix.length
  if (length > mostCopied) return padded.copy().update(body).update(suffix).digest('binary')
  inner.set(innerPad)
  inner.set(body, blockLength)
  inner.write(suffix, blockLength + body.length, 'latin1')
  return hash('sha256', inner.subarray(0, blockLength + length), 'binary')
}
