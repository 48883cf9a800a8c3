import { createHash, createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'

/** A secret, prepared once. */
export type HmacKey = { readonly object: KeyObject; readonly innerPad: Buffer; readonly outerPad: Buffer }

const blockLength = 64
const digestLength = 32
/** Up to here two one-shot hashes over one buffer beat the streaming object, by a fifth at 2 KB. */
const mostCopied = 16_384

const inner = Buffer.alloc(blockLength + mostCopied)
const outer = Buffer.alloc(blockLength + digestLength)

/** @returns undefined for an empty secret, with which anybody could sign */
export function prepareHmacKey(secret: string): HmacKey | undefined {
  if (secret === '') return undefined
  const bytes = Buffer.from(secret)
  const block = Buffer.alloc(blockLength)
  block.set(bytes.length > blockLength ? createHash('sha256').update(bytes).digest() : bytes)
  return {
    object: createSecretKey(bytes),
    innerPad: block.map((byte) => byte ^ 0x36) as Buffer,
    outerPad: block.map((byte) => byte ^ 0x5c) as Buffer,
  }
}

/** HMAC-SHA-256 (RFC 2104) of the body followed by an ASCII suffix, in lower-case hexadecimal. */
export function hmacSha256(key: HmacKey, body: Uint8Array, suffix: string): string {
  const length = body.length + suffix.length
  if (length > mostCopied) return createHmac('sha256', key.object).update(body).update(suffix).digest('hex')
  inner.set(key.innerPad)
  inner.set(body, blockLength)
  inner.write(suffix, blockLength + body.length, 'latin1')
  outer.set(key.outerPad)
  outer.write(hash('sha256', inner.subarray(0, blockLength + length), 'binary'), blockLength, 'binary')
  return hash('sha256', outer, 'hex')
}
